import { addDays, type LocalDate } from './localDate.ts';

/** Thanh Hóa's bulletin counts from 16:00 to 16:00; a unit may set another hour (`report.cutHour`). */
export const defaultCutHour = 16;

/** Asia/Ho_Chi_Minh is UTC+7, without summer time since 13 June 1975 (IANA tzdata). */
const utcOffsetMs = 7 * 3_600_000;
const hourMs = 3_600_000;

/**
 * The report day that an instant counts in. A report day D runs from the cut of D−1 (included) to the cut of D (excluded), local time:
 * with the cut at 16:00, what happens on 9 July at 16:00 belongs to the report of 10 July. `cutHour` is a whole hour from 0 to 24; 24 makes
 * report days the same as calendar days, as does nothing else: with 0 the whole of 9 July is in the report of 10 July.
 */
export function reportDayOf(instant: Date, cutHour: number = defaultCutHour): LocalDate {
  requireHour(cutHour);
  return new Date(instant.getTime() + utcOffsetMs + (24 - cutHour) * hourMs).toISOString().slice(0, 10);
}

/** The instants between which things count in the report of `day`: `from` is included, `until` is not. */
export function reportWindow(day: LocalDate, cutHour: number = defaultCutHour): { readonly from: Date; readonly until: Date } {
  return { from: cutOf(addDays(day, -1), cutHour), until: cutOf(day, cutHour) };
}

/** The instant at which a day's report is closed. */
function cutOf(day: LocalDate, cutHour: number): Date {
  requireHour(cutHour);
  return new Date(Date.parse(day) + cutHour * hourMs - utcOffsetMs);
}

function requireHour(cutHour: number): void {
  if (!Number.isInteger(cutHour) || cutHour < 0 || cutHour > 24) throw new RangeError(`not an hour of a day: ${cutHour}`);
}
