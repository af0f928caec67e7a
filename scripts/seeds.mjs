// `npm run demo:seeds`: the demo with seeds 1–20, three at a time, each in a folder of its own. Every one must end without a mismatch.
// Interviews last as long as speech does, so three small towns at once take less time than one large one after another.
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '1' },
    to: { type: 'string', default: '20' },
    people: { type: 'string', default: '60' },
    jobs: { type: 'string', default: '3' },
  },
});
const [from, to, jobs] = [Number(values.from), Number(values.to), Number(values.jobs)];
const queue = Array.from({ length: to - from + 1 }, (_, index) => from + index);
let failed = 0;

function demo(seed) {
  const args = ['demo', '--people', values.people, '--seed', String(seed), '--out', `out/seed-${seed}`, '--json'];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['scripts/run.mjs', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.on('close', (code) => resolve({ line: out.trim().split('\n').at(-1) ?? '', ok: code === 0 }));
  });
}

async function work() {
  for (let seed = queue.shift(); seed !== undefined; seed = queue.shift()) {
    const { line, ok } = await demo(seed);
    console.log(`seed ${seed}: ${line}`);
    if (!ok) failed += 1;
  }
}

await Promise.all(Array.from({ length: jobs }, work));
console.log(`${to - from + 1 - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
