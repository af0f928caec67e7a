import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const webFolder = join(dirname(fileURLToPath(import.meta.url)), '../../apps/web');

/** Builds the desk from its present sources into `outFolder`, as `npm run build` does. */
export async function buildDesk(outFolder: string): Promise<void> {
  const vite = join(dirname(createRequire(join(webFolder, 'package.json')).resolve('vite/package.json')), 'bin/vite.js');
  const args = [vite, 'build', '--outDir', outFolder, '--emptyOutDir', '--logLevel', 'error'];
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  await promisify(execFile)(process.execPath, args, { cwd: webFolder, env });
}
