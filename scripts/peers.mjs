// `npm run test:peers [-- WORDS]`: our phone against SIPp, Asterisk, baresip and Kamailio; WORDS pick cases by title. Exit code 1 if any failed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { requireNode } from './nodeVersion.mjs';

requireNode();
const { ensureInstalled } = await import('./install.mjs');
await ensureInstalled();
const main = fileURLToPath(new URL('../test/peers/main.ts', import.meta.url));
const { status } = spawnSync(process.execPath, ['--import', 'tsx', main, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exit(status ?? 1);
