import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, isAlive } from './processes.ts';

export type PidFile = { readonly pid: number; readonly port: number | undefined };

/** postmaster.pid: line 1 the process id, line 4 the port (PostgreSQL source, src/include/utils/pidfile.h). */
export function parsePidFile(text: string): PidFile | undefined {
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number.isInteger(port) && port > 0 ? port : undefined };
}

export type Holder =
  /** No pid file: the server was shut down properly, or never ran. */
  | { readonly kind: 'none' }
  /** A pid file whose process is gone, or is another program that got the same id. */
  | { readonly kind: 'dead' }
  | { readonly kind: 'running'; readonly pid: number; readonly port: number | undefined };

/** Who holds a data folder. A process counts as its server only when its command line names that very folder. */
export function holderOf(clusterFolder: string): Holder {
  const file = join(clusterFolder, 'postmaster.pid');
  if (!existsSync(file)) return { kind: 'none' };
  const held = parsePidFile(readFileSync(file, 'utf8'));
  if (!held || !isAlive(held.pid) || !`${commandLine(held.pid)} `.includes(`-D ${clusterFolder} `)) return { kind: 'dead' };
  return { kind: 'running', ...held };
}
