// `npm run bench:calls` and `npm run soak`, with their options after `--`; see bench/calls.ts and bench/soak.ts.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { requireNode } from './nodeVersion.mjs';

requireNode();
const { ensureInstalled } = await import('./install.mjs');
await ensureInstalled();
const [name, ...options] = process.argv.slice(2);
const main = fileURLToPath(new URL(`../bench/${name}.ts`, import.meta.url));
const { status } = spawnSync(process.execPath, ['--import', 'tsx', main, ...options], { stdio: 'inherit' });
process.exit(status ?? 1);
