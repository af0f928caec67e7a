// Runs every stage of continuous integration and closes with `N passed, N failed, N skipped`. A stage that prints such a line of its own adds
// its figures; any other counts as one. Demos run beside each other: an interview lasts as long as speech does, whatever the machine.
import { spawn } from 'node:child_process';

const npm = (...args) => ['npm', 'run', '--silent', ...args];
const demo = (out, ...more) => npm('demo', '--', '--people', '40', '--seed', '7', '--out', `out/${out}`, '--json', ...more);

/** A demo that ends without any difference between both logs. */
const clean = (name, out, ...more) => ({ name, command: demo(out, ...more), check: ({ mismatches }) => mismatches === 0 });

/** Every figure that `bench:tracing` promises is there and is a number; how fast is for a quiet machine to say. */
const complete = (figures) =>
  [
    'people',
    'exposures',
    'attempts',
    'workListP95Ms',
    'searchP95Ms',
    'personPageP95Ms',
    'dailyReportP95Ms',
    'levelsWholeMs',
    'levelsCascadeP95Ms',
    'importRows',
    'importSeconds',
    'importPeakMB',
  ].every((key) => figures[key] > 0);

/** A server broken on purpose: the comparison must find this kind of difference, and the command must fail. */
const sabotage = (kind, difference) => ({
  name: `sabotage ${kind} is noticed`,
  command: demo(`ci-${kind}`, '--sabotage', kind),
  fails: true,
  check: ({ mismatchKinds }) => (mismatchKinds?.[difference] ?? 0) > 0,
});

/** Groups one after another, the stages of a group at once. npm test installs from the lock file by itself, so it comes first. */
const groups = [
  [{ name: 'tests', command: ['npm', 'test', '--silent'] }],
  [
    { name: 'lint', command: npm('lint') },
    { name: 'types', command: npm('types') },
  ],
  [
    { name: 'directions', command: npm('deps') },
    { name: 'unused code', command: npm('unused') },
  ],
  [
    {
      name: 'tracing at a hundredth of its size',
      command: npm('bench:tracing', '--', '--scale', '0.01', '--seconds', '1', '--json'),
      check: complete,
    },
  ],
  [{ name: 'peers', command: npm('test:peers') }],
  [
    clean('demo', 'ci-demo'),
    clean('demo, dialler killed', 'ci-killed', '--kill-after', '70'),
    sabotage('drop-answer', 'answersDiffer'),
  ],
  [sabotage('swap-key', 'answersDiffer'), sabotage('call-twice', 'rungWithoutAttempt'), sabotage('lose-alert', 'alertMissing')],
];

/** The last line of JSON printed; empty when there is none, which no check accepts. */
function resultOf(out) {
  const line = out
    .trim()
    .split('\n')
    .findLast((text) => text.startsWith('{'));
  try {
    return JSON.parse(line ?? '{}');
  } catch {
    return {};
  }
}

function run([program, ...args]) {
  return new Promise((resolve) => {
    const env = { ...process.env, TRUYVET_SECOND_TRY: '1' };
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
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
/** The end of what each failed stage printed, said again last: logs are often kept without their beginning. */
const lastWords = [];
const lastWordsLines = 25;

async function take(stage) {
  const startMs = Date.now();
  const { out, code } = await run(stage.command);
  const ended = stage.fails ? code !== 0 : code === 0;
  const ok = ended && (stage.check?.(resultOf(out)) ?? true);
  const counts = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(out);
  total.passed += counts ? Number(counts[1]) : ok ? 1 : 0;
  total.failed += Math.max(counts ? Number(counts[2]) : 0, ok ? 0 : 1);
  total.skipped += counts ? Number(counts[3] ?? 0) : 0;
  if (!ok) lastWords.push(`-- ${stage.name}\n${out.trim().split('\n').slice(-lastWordsLines).join('\n')}`);
  ledger.push(`${ok ? 'ok    ' : 'FAILED'} ${stage.name} (${Math.round((Date.now() - startMs) / 1000)} s)`);
}

for (const group of groups) {
  console.log(`\n== ${group.map(({ name }) => name).join(' | ')}`);
  await Promise.all(group.map(take));
}
console.log(
  `\n${[...lastWords, ledger.join('\n')].join('\n\n')}\n\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`,
);
process.exitCode = total.failed > 0 ? 1 : 0;
