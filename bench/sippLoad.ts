import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../test/peers/peerCase.ts';

export type Load = {
  readonly extension: 'ivr' | 'short';
  readonly sipPort: number;
  /** Where the callers want their audio. */
  readonly audioPort: number;
  readonly core: number;
  /** A folder of its own for SIPp's files. */
  readonly folder: string;
  /** So many calls are begun in so many milliseconds, evenly. */
  readonly calls: number;
  readonly perMs: number;
  /** Never more at once. */
  readonly atOnce: number;
  /** Ends after so many calls; without it, when it is stopped. */
  readonly total?: number;
};

/** Totals of SIPp's own counting. */
export type Counts = {
  readonly created: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly retransmissions: number;
};

/** A running SIPp. */
export type Running = {
  /** Resolves once all calls of `total` are over. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
  counts(): Promise<Counts>;
};

/** Where SIPp writes the log lines that `bench/tools/farEnd.c` reads. */
export const callLog = (folder: string): string => join(folder, 'calls.txt');

export async function startLoad(load: Load): Promise<Running> {
  const scenario = fileURLToPath(new URL(`./sipp/${load.extension}.xml`, import.meta.url));
  const words = ['-sf', scenario, '-i', '127.0.0.1', '-p', `${await freePort()}`, '-mi', '127.0.0.1', '-s', load.extension];
  words.push('-key', 'audio_port', `${load.audioPort}`, '-r', `${load.calls}`, '-rp', `${load.perMs}`, '-l', `${load.atOnce}`);
  words.push(
    '-trace_logs',
    '-log_file',
    callLog(load.folder),
    '-trace_stat',
    '-stf',
    join(load.folder, 'counts.csv'),
    '-fd',
    '1',
  );
  words.push('-trace_err', '-error_file', join(load.folder, 'errors.txt'), '-nostdin', '-nd', '-default_behaviors', 'all,-bye');
  // On a busy machine SIPp would end itself in the middle; what it costs shows in the figures.
  words.push('-watchdog_minor_maxtriggers', '1000000', '-watchdog_major_maxtriggers', '100000');
  if (load.total !== undefined) words.push('-m', `${load.total}`);
  words.push(`127.0.0.1:${load.sipPort}`);
  const child = spawn('taskset', ['-c', `${load.core}`, 'sipp', ...words], { cwd: load.folder, stdio: 'ignore' });
  const exited = once(child, 'exit');
  await once(child, 'spawn');
  return {
    ended: exited.then(() => undefined),
    stop: () => stop(child, exited),
    counts: () => readCounts(load.folder),
  };
}

// SIGUSR1 lets the calls under way come to their end.
async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGUSR1');
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await exited;
  clearTimeout(late);
}

async function readCounts(folder: string): Promise<Counts> {
  const text = (await readdir(folder)).includes('counts.csv') ? await readFile(join(folder, 'counts.csv'), 'utf8') : '';
  const [head = '', ...rows] = text.trim().split('\n');
  const names = head.split(';');
  const last = (rows.at(-1) ?? '').split(';');
  const value = (name: string) => Number(last[names.indexOf(name)] ?? 0);
  return {
    created: value('TotalCallCreated'),
    succeeded: value('SuccessfulCall(C)'),
    failed: value('FailedCall(C)'),
    retransmissions: value('Retransmissions(C)'),
  };
}
