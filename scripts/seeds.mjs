// `npm run demo:seeds`: the demo with seeds 1–20 (or `--from N --to N`), and a table. Every seed must end without a mismatch.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    to: { type: 'string', default: '20' },
    people: { type: 'string', default: '200' },
  },
});
let failed = 0;
for (let seed = Number(values.from); seed <= Number(values.to); seed += 1) {
  const run = spawnSync('node', ['scripts/run.mjs', 'demo', '--people', values.people, '--seed', String(seed), '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = run.stdout.trim().split('\n').at(-1) ?? '';
  console.log(`seed ${seed}: ${line}`);
  if (run.status !== 0) failed += 1;
}
console.log(`${Number(values.to) - Number(values.from) + 1 - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
