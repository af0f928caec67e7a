import { localDayStart } from '../localTime.ts';

/** Calling windows; times of day are Asia/Ho_Chi_Minh. */
export type Windows = readonly (readonly [from: string, to: string])[];

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** True when a call may leave at this instant: from the first minute of a window until just before its last. */
export function isOpen(windows: Windows, at: Date): boolean {
  return nextOpening(windows, at).getTime() === at.getTime();
}

/** `at` itself inside a window, else the beginning of the next one. */
export function nextOpening(windows: Windows, at: Date): Date {
  const dayStartMs = localDayStart(at).getTime();
  const spans = windows.map(([from, to]) => [msOfDay(from), msOfDay(to)] as const).sort(([a], [b]) => a - b);
  for (const [from, to] of spans) {
    if (at.getTime() < dayStartMs + to) return new Date(Math.max(at.getTime(), dayStartMs + from));
  }
  const first = spans[0];
  if (!first) throw new RangeError('a call policy needs at least one window');
  return new Date(dayStartMs + dayMs + first[0]);
}

/** The first instant of the next local day at which calls may leave. */
export function openingOfNextDay(windows: Windows, at: Date): Date {
  return nextOpening(windows, new Date(localDayStart(at).getTime() + dayMs));
}

function msOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * minuteMs;
}
