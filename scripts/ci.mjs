// Runs every stage of continuous integration, one after another, and closes with `N passed, N failed, N skipped`.
// A stage that prints such a line of its own adds its figures; any other counts as one.
import { spawn } from 'node:child_process';

const demo = ['--people', '40', '--seed', '7', '--json'];
const sabotages = ['drop-answer', 'swap-key', 'call-twice', 'lose-alert'];

/** A stage: its name, its command and, where the exit code does not say it all, a check of what it printed. */
const stages = [
  // npm test installs from the lock file by itself, so it comes first on a clean checkout.
  { name: 'tests', command: ['npm', 'test', '--silent'] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'types', command: ['npm', 'run', '--silent', 'types'] },
  { name: 'directions', command: ['npm', 'run', '--silent', 'deps'] },
  { name: 'unused code', command: ['npm', 'run', '--silent', 'unused'] },
  { name: 'peers', command: ['npm', 'run', '--silent', 'test:peers'] },
  { name: 'demo', command: ['npm', 'run', '--silent', 'demo', '--', ...demo], check: (out) => mismatches(out) === 0 },
  {
    name: 'demo, killed',
    command: ['npm', 'run', '--silent', 'demo', '--', ...demo, '--kill-after', '15'],
    check: (out) => mismatches(out) === 0,
  },
  ...sabotages.map((kind) => ({
    name: `sabotage ${kind} is noticed`,
    command: ['npm', 'run', '--silent', 'demo', '--', ...demo, '--sabotage', kind],
    // A noticed sabotage ends with mismatches, and the command says so with its exit code.
    anyExit: true,
    check: (out) => mismatches(out) > 0,
  })),
];

/** The figure in the last line of JSON printed; NaN when there is none, which no check accepts. */
function mismatches(out) {
  const line = out
    .trim()
    .split('\n')
    .findLast((text) => text.startsWith('{'));
  try {
    return Number(JSON.parse(line ?? '').mismatches);
  } catch {
    return Number.NaN;
  }
}

function run([program, ...args]) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      process.stdout.write(chunk);
    });
    child.on('error', (error) => resolve({ out: String(error), code: 127 }));
    child.on('close', (code) => resolve({ out, code: code ?? 1 }));
  });
}

const total = { passed: 0, failed: 0, skipped: 0 };
const ledger = [];
for (const stage of stages) {
  console.log(`\n== ${stage.name}`);
  const startMs = Date.now();
  const { out, code } = await run(stage.command);
  const ok = (stage.anyExit || code === 0) && (stage.check?.(out) ?? true);
  const counts = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(out);
  total.passed += counts ? Number(counts[1]) : ok ? 1 : 0;
  total.failed += Math.max(counts ? Number(counts[2]) : 0, ok ? 0 : 1);
  total.skipped += counts ? Number(counts[3] ?? 0) : 0;
  ledger.push(`${ok ? 'ok    ' : 'FAILED'} ${stage.name} (${Math.round((Date.now() - startMs) / 1000)} s)`);
}
console.log(`\n${ledger.join('\n')}\n\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
