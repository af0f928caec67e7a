import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** True while a process with this id exists, whoever owns it. A zombie (dead, not yet reaped) does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  return statFields(pid)?.[0] !== 'Z';
}

/**
 * "pid-start": the start time, in clock ticks since boot, tells a process from a later one that got the same id.
 * Where /proc is missing the start is 0 and only the id counts.
 */
export function processTag(pid: number = process.pid): string {
  return `${pid}-${statFields(pid)?.[19] ?? '0'}`;
}

/** True when the process that wrote this tag still lives. */
export function isTagAlive(tag: string): boolean {
  const pid = Number(/^(\d+)-\d+/.exec(tag)?.[1]);
  if (!Number.isInteger(pid) || !isAlive(pid)) return false;
  const now = processTag(pid);
  return now.endsWith('-0') || `${tag}-`.startsWith(`${now}-`);
}

/** The command line of a process, words joined by blanks; '' when it is gone. Readable for every user, unlike /proc/N/cwd. */
export function commandLine(pid: number): string {
  try {
    if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch (error) {
    if (isAlive(pid)) throw error;
    return '';
  }
}

/** Resolves true as soon as the process is gone, false when it still lives after `timeoutMs`. */
export async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const tries = Math.ceil(timeoutMs / 25);
  for (let i = 0; i < tries; i++) {
    if (!isAlive(pid)) return true;
    await sleep(25);
  }
  return !isAlive(pid);
}

/** The `code` of a system or PostgreSQL error, '' when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Fields of /proc/PID/stat after the command's name, so [0] is the state and [19] the start time (proc(5)). */
export function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch (error) {
    if (codeOf(error) !== '') return undefined; // gone, or no /proc here
    throw error;
  }
}
