// `npm test`, also on a fresh clone: installs what is missing, runs vitest with the given arguments and closes with a line
// `N passed, N failed, N skipped`. A file that cannot be loaded counts as one failure.
import { requireNode } from './nodeVersion.mjs';

requireNode();
const { ensureInstalled, root } = await import('./install.mjs');
await ensureInstalled();
const { spawn } = await import('node:child_process');
const { existsSync, mkdtempSync, readFileSync, rmSync } = await import('node:fs');
const { tmpdir } = await import('node:os');
const { join } = await import('node:path');

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
const { passed, failed, skipped } = count(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined);
rmSync(folder, { recursive: true });
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
