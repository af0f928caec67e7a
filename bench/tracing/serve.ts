import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A `truyvet serve` of its own, as anybody starts it. */
export type BenchServer = { readonly port: number; readonly pid: number; readonly stop: () => Promise<void> };

const main = fileURLToPath(new URL('../../apps/server/src/cli/main.ts', import.meta.url));

/** Serves the cluster's data folder on a free port. It adopts the PostgreSQL that is running there. */
export async function startServe(folder: string): Promise<BenchServer> {
  const child = spawn(process.execPath, ['--import', 'tsx', main, 'serve', '--json', '--data', join(folder, 'data')], {
    env: { ...process.env, TRUYVET_WEB_PORT: '0', TRUYVET_WEB_HOST: '127.0.0.1', TRUYVET_LOG: 'warn', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await urlOf(child);
  return { port: Number(new URL(url).port), pid: child.pid ?? 0, stop: () => stop(child) };
}

async function urlOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{"url"')) continue;
    child.stdout.resume();
    return (JSON.parse(line) as { url: string }).url;
  }
  throw new Error('the server ended before it served');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await once(child, 'exit');
  clearTimeout(late);
}
