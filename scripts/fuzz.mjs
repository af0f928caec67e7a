// `npm run fuzz [-- --minutes N] [--seed N]`: every parser of the call engine, and a phone amid random messages, for that long (10
// minutes unless told). Prints the seed with which a failure can be repeated. Exit code 1 if anything threw.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { requireNode } from './nodeVersion.mjs';

requireNode();
const { ensureInstalled } = await import('./install.mjs');
await ensureInstalled();
const main = fileURLToPath(new URL('../packages/telephony/src/testing/fuzz.ts', import.meta.url));
const { status } = spawnSync(process.execPath, ['--import', 'tsx', main, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
