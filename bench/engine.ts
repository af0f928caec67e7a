import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Rival } from './rival.ts';

const server = fileURLToPath(new URL('../packages/telephony/examples/ivr-server.ts', import.meta.url));

/** As packages/telephony/README.md advises (Memory): V8 may else let its nursery grow to 48 MB. */
const MEMORY_OPTIONS = ['--max-semi-space-size=4'];

/** Starts the example server on one core. `nodeOptions`: for profiles. */
export async function startEngine(
  core: number,
  nodeOptions: readonly string[] = [],
  more: readonly string[] = [],
): Promise<Rival> {
  const words = [...MEMORY_OPTIONS, ...nodeOptions, '--import', 'tsx', server, '--port', '0', ...more];
  const child = spawn('taskset', ['-c', `${core}`, process.execPath, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const first = once(createInterface(child.stdout), 'line');
  const [line] = await Promise.race([first, exited.then(() => [''])]);
  const sipPort = Number(/:(\d+)$/.exec(String(line))?.[1]);
  if (!Number.isInteger(sipPort) || child.pid === undefined) throw new Error('the engine did not start');
  return {
    name: 'engine',
    sipPort,
    pid: child.pid,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
