import { statFields } from '../postgres/processes.ts';

/** Linux counts a process's time in hundredths of a second, whatever its kernel's own clock (USER_HZ). */
const tickMs = 10;
const [utime, stime] = [11, 12];

/**
 * How long a process has computed, on all of its threads: on a busy machine less than has gone by. Null when there is no such process any more, or
 * where the system keeps no /proc.
 */
export function cpuTimeMs(pid: number): number | null {
  const fields = statFields(pid);
  return fields === undefined ? null : (Number(fields[utime]) + Number(fields[stime])) * tickMs;
}
