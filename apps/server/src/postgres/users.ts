import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTagAlive, processTag } from './processes.ts';

/**
 * Who uses the server right now: one file a process in `folder`, named by its process tag. The last one to leave stops the
 * server; files of killed processes do not count. Call both functions while holding the folder lock.
 */
export function enter(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${processTag()}-${randomBytes(4).toString('hex')}`);
  writeFileSync(file, '');
  return file;
}

/** Removes this process's file; returns how many others still use the server. */
export function leave(file: string, folder: string): number {
  rmSync(file, { force: true });
  let others = 0;
  for (const name of readdirSync(folder)) {
    if (isTagAlive(name)) others += 1;
    else rmSync(join(folder, name), { force: true });
  }
  return others;
}
