import type { LocalDate } from '../localDate.ts';

/** A local day as days since 1 January 1970: what levels are counted in. */
export type DayNumber = number;

/** Earlier than every day: the beginning is not known. */
export const always: DayNumber = -(2 ** 30);
/** Later than every day: no end is known. */
export const never: DayNumber = 2 ** 30;

const dayMs = 86_400_000;

export function dayNumber(date: LocalDate): DayNumber {
  return Math.round(Date.parse(date) / dayMs);
}

/** The day, or null for `always` and `never`. */
export function dateOfDay(day: DayNumber): LocalDate | null {
  return day <= always || day >= never ? null : new Date(day * dayMs).toISOString().slice(0, 10);
}
