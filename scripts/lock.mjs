// One at a time over processes: a file that holds its owner's process id. The lock of a dead owner is taken over.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `work` holding the lock; calls `onWait` once when another process holds it. */
export async function withLock(file, work, onWait = () => {}) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${process.pid} ${Math.random()}`;
  for (let waited = false; !take(file, mine); waited = true) {
    if (!waited) onWait();
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    if (read(file) === mine) rmSync(file);
  }
}

function take(file, mine) {
  try {
    writeFileSync(file, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      rmSync(file, { force: true }); // on a full disk the empty file is there already
      throw error;
    }
  }
  const holder = read(file);
  const dead = holder === '' ? ageMs(file) > 5000 : holder && !isAlive(Number.parseInt(holder, 10));
  if (dead) removeDead(file, holder);
  return false;
}

/** A process that was killed before it wrote its id leaves the file empty. */
function ageMs(file) {
  const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return made === undefined ? 0 : Date.now() - made;
}

/** Puts the file back when another process had taken the lock in between. */
function removeDead(file, dead) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== dead) linkSync(aside, file);
  rmSync(aside);
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
