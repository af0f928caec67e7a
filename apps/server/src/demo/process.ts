import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A TypeScript program of the project, running as a process of its own. */
export type Program = {
  readonly child: ChildProcess;
  /** Resolves with the exit code; a process ended by a signal gives 128 + n, as shells do. */
  readonly ended: Promise<number>;
  /** SIGTERM, then SIGKILL after `patienceMs`. Resolves when it is gone. */
  readonly stop: (patienceMs?: number) => Promise<number>;
};

/**
 * Starts `file` with tsx. Each line on its stdout that is JSON goes to `onMessage`; stderr passes through. Standard input stays open as a
 * lifeline: the program ends by itself when we are gone.
 */
export function startProgram(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  onMessage: (message: Readonly<Record<string, unknown>>) => void,
): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => forward(line, onMessage));
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : 143)));
  });
  return { child, ended, stop: (patienceMs = 5_000) => stop(child, ended, patienceMs) };
}

function forward(line: string, onMessage: (message: Readonly<Record<string, unknown>>) => void): void {
  if (!line.startsWith('{')) return;
  const value: unknown = JSON.parse(line);
  if (typeof value === 'object' && value !== null) onMessage(value as Readonly<Record<string, unknown>>);
}

async function stop(child: ChildProcess, ended: Promise<number>, patienceMs: number): Promise<number> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  try {
    return await ended;
  } finally {
    clearTimeout(timer);
  }
}
