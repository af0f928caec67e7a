import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds the API: the address of a running `npm start`. */
const apiOrigin = process.env['TRUYVET_API'] ?? 'http://127.0.0.1:8080';

/** Libraries that change together and rarely: each becomes a file that the browser keeps across our releases. */
const vendorGroups = [
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler|@tanstack)\// },
  { name: 'antd', test: /node_modules\/(antd|@ant-design|@rc-component|@babel|@emotion|stylis|dayjs)\// },
];

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rolldownOptions: { output: { codeSplitting: { groups: vendorGroups } } },
  },
  server: { proxy: { '/api': { target: apiOrigin, changeOrigin: false } } },
});
