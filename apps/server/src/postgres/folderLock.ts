import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, isTagAlive, processTag } from './processes.ts';

/**
 * Runs `work` while holding the lock file, so that two starting processes do not both start a server. The file holds its
 * owner's process tag; a lock whose owner died is taken over. Throws after `timeoutMs`.
 */
export async function withFolderLock<T>(file: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const mine = `${processTag()}-${randomBytes(6).toString('hex')}`;
  for (let waited = 0; !tryTake(file, mine); waited += 50) {
    if (waited >= timeoutMs) throw new Error(`another process keeps ${file} locked`);
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    if (read(file) === mine) rmSync(file);
  }
}

function tryTake(file: string, mine: string): boolean {
  try {
    writeFileSync(file, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') {
      rmSync(file, { force: true }); // on a full disk the empty file is there already
      throw error;
    }
  }
  const holder = read(file);
  const dead = holder === '' ? ageMs(file) > 5000 : holder !== undefined && !isTagAlive(holder);
  if (holder !== undefined && dead) removeDead(file, holder);
  return false;
}

/** Since a process made the file; one that was killed before it wrote its name leaves it empty. */
function ageMs(file: string): number {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return made === undefined ? 0 : Date.now() - made;
}

/** Moves the dead owner's file away; puts it back when another process had taken the lock in between. */
function removeDead(file: string, dead: string): void {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return; // another waiter was faster
    throw error;
  }
  if (read(aside) !== dead) linkSync(aside, file);
  rmSync(aside);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
