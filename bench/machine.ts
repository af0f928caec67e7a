import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** What the system knows of its processes, read from /proc (Linux). Times are in seconds. */

const TICKS_PER_SECOND = Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout) || 100;
const PAGE_BYTES = Number(spawnSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }).stdout) || 4096;

type Stat = { readonly parent: number; readonly cpuSeconds: number; readonly rssBytes: number };

function statOf(pid: number): Stat | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The name, in brackets, may hold blanks.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const field = (at: number) => Number(fields[at - 3]);
  return {
    parent: field(4),
    cpuSeconds: (field(14) + field(15) + field(16) + field(17)) / TICKS_PER_SECOND,
    rssBytes: field(24) * PAGE_BYTES,
  };
}

/** The process and everything it started that still runs. */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat !== undefined) parents.set(Number(name), stat.parent);
  }
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

/** CPU time of those processes, with what their ended children used. */
export const cpuSecondsOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + (statOf(pid)?.cpuSeconds ?? 0), 0);

/** Memory of those processes that lies in RAM, in kB. */
export const rssKbOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + (statOf(pid)?.rssBytes ?? 0), 0) / 1024;

/** Open descriptors of one process. */
export const descriptorsOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** Datagrams that found no room in a socket's buffer since the machine started, all sockets together. */
export function udpOverflows(): number {
  const [names = '', values = ''] = (read('/proc/net/snmp') ?? '').split('\n').filter((line) => line.startsWith('Udp:'));
  return Number(values.split(' ')[names.split(' ').indexOf('RcvbufErrors')] ?? 0);
}

/** CPU time that the hypervisor gave to others, since the machine started. */
export function stealSeconds(): number {
  return Number((read('/proc/stat') ?? '').split('\n', 1)[0]?.trim().split(/\s+/)[8] ?? 0) / TICKS_PER_SECOND;
}

/** Load average of the last minute. */
export const load = (): number => Number((read('/proc/loadavg') ?? '0').split(' ', 1)[0]);

/** Two cores: one for what is measured, one for everything else; undefined on a machine with one. */
export function twoCores(): { readonly measured: number; readonly others: number } | undefined {
  if (availableParallelism() < 2) return undefined;
  const allowed = /Cpus_allowed_list:\s*(.*)/.exec(read('/proc/self/status') ?? '')?.[1] ?? '';
  const cores = allowed.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, at) => from + at);
  });
  const [others, measured] = cores;
  return others === undefined || measured === undefined ? undefined : { measured, others };
}

/** Keeps a process and its future threads on one core. */
export function pin(pid: number, core: number): void {
  spawnSync('taskset', ['-a', '-p', '-c', `${core}`, `${pid}`]);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process has ended.
    return undefined;
  }
}
