import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '@truyvet/contract';
import type { Binaries } from './binaries.ts';
import { type Probe, probe } from './probe.ts';
import { codeOf, isAlive, waitUntilGone } from './processes.ts';
import { type SystemUser, spawnIds } from './systemUser.ts';

export const ownerName = 'truyvet_owner';

/** The programs see nothing of this process's environment but what they need; messages in English, because we read them. */
const childEnv = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' };

/**
 * Makes a new data folder: UTF-8, C.UTF-8 order (names are ordered by "vi-x-icu" where it matters), scram passwords only,
 * checksums. It is made beside its place and renamed, so that a killed run leaves no half of one; what such a run left is removed.
 */
export function initCluster(
  binaries: Binaries,
  user: SystemUser,
  clusterFolder: string,
  ownerPassword: string,
  sync: boolean,
): void {
  const home = dirname(clusterFolder);
  for (const name of readdirSync(home)) {
    if (name.startsWith(`${basename(clusterFolder)}.new-`)) rmSync(join(home, name), { recursive: true });
  }
  const unfinished = `${clusterFolder}.new-${randomBytes(4).toString('hex')}`;
  mkdirSync(unfinished, { mode: 0o700 });
  const passwordFile = `${unfinished}.pw`;
  writeFileSync(passwordFile, `${ownerPassword}\n`, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined)
    for (const f of [unfinished, passwordFile]) chownSync(f, user.uid, user.gid);
  try {
    const locale =
      binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'] : ['--locale=C.UTF-8'];
    const fixed = [
      `--pgdata=${unfinished}`,
      '--encoding=UTF8',
      '--auth=scram-sha-256',
      `--username=${ownerName}`,
      `--pwfile=${passwordFile}`,
    ];
    const more = ['--data-checksums', '--lc-messages=C', ...(sync ? [] : ['--no-sync'])];
    const options = { ...spawnIds(user), cwd: '/', env: childEnv, encoding: 'utf8' as const };
    const run = spawnSync(join(binaries.folder, 'initdb'), [...fixed, ...locale, ...more], options);
    if (run.status !== 0) throw failure(`${run.error?.message ?? ''} ${run.stderr ?? ''}`, clusterFolder, '');
    renameSync(unfinished, clusterFolder);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(unfinished, { recursive: true, force: true });
  }
}

export type StartOptions = {
  readonly binaries: Binaries;
  readonly user: SystemUser;
  readonly clusterFolder: string;
  readonly logFile: string;
  readonly port: number;
  readonly ownerPassword: string;
  /** False only in tests: no fsync. */
  readonly durable: boolean;
};

/**
 * Starts the server as a process of its own (it outlives a killed parent) and waits until it answers, through crash
 * recovery if need be. Returns its process id. Throws Problem `postgres.*` with what its log says.
 */
export async function startServer(o: StartOptions): Promise<number> {
  const logStart = existsSync(o.logFile) ? rotated(o.logFile) : 0;
  const log = openSync(o.logFile, 'a', 0o600);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    max_connections: '100',
    jit: 'off',
    ...(o.durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  };
  const args = [
    '-D',
    o.clusterFolder,
    '-p',
    String(o.port),
    ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`]),
  ];
  const child = spawn(join(o.binaries.folder, 'postgres'), args, {
    ...spawnIds(o.user),
    cwd: '/',
    env: childEnv,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const spawned = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? -1));
  });
  const pid = await spawned;
  child.unref();
  while ((await healthOf(o)).kind !== 'healthy') {
    if (!isAlive(pid)) throw failure(readFileSync(o.logFile, 'utf8').slice(logStart), o.clusterFolder, o.logFile, o.port);
    await sleep(40);
  }
  return pid;
}

function healthOf(o: StartOptions): Promise<Probe> {
  return probe({ port: o.port, user: ownerName, password: o.ownerPassword, clusterFolder: o.clusterFolder });
}

/** Stops a server: fast shutdown, then at once, then by force. Throws when even that fails. */
export async function stopServer(pid: number): Promise<void> {
  const steps: readonly (readonly [NodeJS.Signals, number])[] = [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ];
  for (const [signal, patienceMs] of steps) {
    if (!send(pid, signal)) return;
    send(pid, 'SIGCONT'); // a server that was paused hears nothing else
    if (await waitUntilGone(pid, patienceMs)) return;
  }
  throw new Problem('postgres.cannotStart', { detail: `process ${pid} cannot be stopped`, file: '-' });
}

/** False when the process is gone already. */
function send(pid: number, signal: NodeJS.Signals): boolean {
  if (!isAlive(pid)) return false;
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
    throw error;
  }
}

/** A port that is free on 127.0.0.1: the wanted one if it is, else undefined; any when none is wanted. */
export async function freePort(wanted = 0): Promise<number | undefined> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen({ port: wanted, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}

/** The Problem for what the programs wrote. */
export function failure(output: string, clusterFolder: string, logFile: string, port = 0): Problem {
  if (/no space left on device|disk quota exceeded/i.test(output))
    return new Problem('postgres.diskFull', { folder: dirname(clusterFolder) });
  if (/address already in use/i.test(output)) return new Problem('postgres.portBusy', { port });
  if (/permission denied/i.test(output))
    return new Problem('postgres.forbidden', { folder: clusterFolder, detail: lastError(output) });
  return new Problem('postgres.cannotStart', { detail: lastError(output), file: logFile || clusterFolder });
}

function lastError(output: string): string {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return [...lines].reverse().find((line) => /FATAL|PANIC|ERROR|error:/.test(line)) ?? lines.at(-1) ?? 'no message';
}

/** Size of the log to read on from; a log beyond 10 MB becomes postgres.log.1 first. */
function rotated(file: string): number {
  const { size } = statSync(file);
  if (size < 10_000_000) return size;
  renameSync(file, `${file}.1`);
  return 0;
}
