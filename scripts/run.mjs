// The one way in: `npm start`, `npm run demo`, `npm run truyvet -- …`. Installs what is missing, builds the web desk for `serve`,
// then becomes the command line itself (same process, so that signals and exit code are its own).
import { requireNode } from './nodeVersion.mjs';

requireNode();
const { ensureInstalled, root } = await import('./install.mjs');
await ensureInstalled();
if (process.argv[2] === 'serve' && !process.argv.includes('--help')) {
  const { ensureWebBuilt } = await import('./buildWeb.mjs');
  await ensureWebBuilt();
}
await import('tsx');
const main = new URL('../apps/server/src/cli/main.ts', import.meta.url);
process.argv[1] = `${root}apps/server/src/cli/main.ts`;
await import(main.href);
