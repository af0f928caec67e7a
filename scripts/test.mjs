// `npm test`, also on a fresh clone: installs what is missing, runs vitest with the given arguments, names again what failed and closes with a
// line `N passed, N failed, N skipped`. A file that cannot be loaded counts as one failure.
import { requireNode } from './nodeVersion.mjs';

requireNode();
const { ensureInstalled, root } = await import('./install.mjs');
await ensureInstalled();
const { spawn } = await import('node:child_process');
const { existsSync, mkdtempSync, readFileSync, rmSync } = await import('node:fs');
const { stripVTControlCharacters } = await import('node:util');
const { tmpdir } = await import('node:os');
const { join, relative } = await import('node:path');

const folder = mkdtempSync(join(tmpdir(), 'truyvet-report-'));
const report = join(folder, 'report.json');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)];
const child = spawn(process.execPath, [vitest, ...args], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.on('SIGINT', () => {}); // the terminal sends it to vitest as well; its end is awaited
const code = await new Promise((resolve, reject) => {
  child.on('error', reject);
  child.on('close', (status) => resolve(status ?? 1));
});
const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
rmSync(folder, { recursive: true });
const { passed, failed, skipped } = count(result);
for (const line of failures(result)) console.log(line);
console.log(`\n${passed} passed, ${code === 0 ? failed : Math.max(failed, 1)} failed, ${skipped} skipped`);
process.exitCode = code;

function count(result) {
  if (!result) return { passed: 0, failed: 1, skipped: 0 };
  const unloaded = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + unloaded,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/** A line for each failure, so that whoever sees only the end of a long run knows where to look. */
function failures(result) {
  return (result?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    if (status === 'failed' && assertionResults.length === 0) return [`✗ ${file}: ${firstLine(message)}`];
    return assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => `✗ ${file} > ${test.fullName}: ${firstLine(test.failureMessages[0])}`);
  });
}

function firstLine(text = '') {
  return stripVTControlCharacters(text).trim().split('\n')[0];
}
