// `npm test`, also on a fresh clone: installs what is missing, runs vitest with the given arguments, names again what failed and closes with a
// line `N passed, N failed, N skipped`. A file that cannot be loaded counts as one failure.
// With `TRUYVET_SECOND_TRY=1` (continuous integration) a few failures of files that call in real time run once more, one file at a time: a shared
// machine may have stood still. What passes only then is named and counts as passed. Whatever else fails now and then is wrong now and then.
import { requireNode } from './nodeVersion.mjs';

requireNode();
const { ensureInstalled, root } = await import('./install.mjs');
await ensureInstalled();
const { spawn } = await import('node:child_process');
const { existsSync, mkdtempSync, readFileSync, rmSync } = await import('node:fs');
const { stripVTControlCharacters } = await import('node:util');
const { tmpdir } = await import('node:os');
const { join, relative } = await import('node:path');

/** More failures than this are no accident. */
const mostAgain = 3;

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
let child;
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child?.kill(signal));
process.on('SIGINT', () => {}); // the terminal sends it to vitest as well; its end is awaited

let { code, result } = await run(process.argv.slice(2));
let failed = failuresOf(result);
let passedLater = [];
if (process.env['TRUYVET_SECOND_TRY'] === '1' && failed.length > 0 && failed.length <= mostAgain && failed.every(inRealTime)) {
  const again = await run([...process.argv.slice(2), ...new Set(failed.map(({ path }) => path)), '--maxWorkers=1']);
  passedLater = failed.filter((one) => passedIn(again.result, one));
  failed = [
    ...failed.filter((one) => !passedLater.includes(one)),
    ...failuresOf(again.result).filter((one) => !isIn(failed, one)),
  ];
  code = failed.length > 0 ? 1 : again.code;
}
const ended = result !== undefined && (code === 0 || failed.length > 0);
for (const { line } of passedLater) console.log(`passed only at the second try: ${line}`);
for (const { line } of failed) console.log(`✗ ${line}`);
const passed = (result?.numPassedTests ?? 0) + passedLater.filter(({ test }) => test !== undefined).length;
const skipped = (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
console.log(`\n${passed} passed, ${ended ? failed.length : Math.max(failed.length, 1)} failed, ${skipped} skipped`);
process.exitCode = code;

/** Vitest's exit code and report; no report when it could not even begin. */
async function run(args) {
  const folder = mkdtempSync(join(tmpdir(), 'truyvet-report-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  child = spawn(process.execPath, [vitest, 'run', ...reporters, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve(status ?? 1));
  });
  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  rmSync(folder, { recursive: true });
  return { code, result };
}

/** One for each test that failed, and for each file that could not be loaded (without `test`). */
function failuresOf(result) {
  return (result?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    if (status === 'failed' && assertionResults.length === 0) return [{ path: name, line: `${file}: ${firstLine(message)}` }];
    return assertionResults
      .filter((test) => test.status === 'failed')
      .map(({ fullName, failureMessages: [reason] }) => ({
        path: name,
        test: fullName,
        line: `${file} > ${fullName}: ${firstLine(reason)}`,
      }));
  });
}

/** The file opens phones: what it tests waits for sound. */
function inRealTime({ path }) {
  return readFileSync(path, 'utf8').includes('createPhone(');
}

function isIn(failures, { path, test }) {
  return failures.some((other) => other.path === path && other.test === test);
}

/** It was run and passed; of a file that could not be loaded: it was loaded. */
function passedIn(result, { path, test }) {
  const file = result?.testResults.find(({ name }) => name === path);
  if (test === undefined) return (file?.assertionResults.length ?? 0) > 0;
  return file?.assertionResults.some(({ fullName, status }) => fullName === test && status === 'passed') ?? false;
}

function firstLine(text = '') {
  return stripVTControlCharacters(text).trim().split('\n')[0];
}
