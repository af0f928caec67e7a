/**
 * A day as people speak of it, `YYYY-MM-DD`, without a time zone. Which day it is now is always an argument
 * (Asia/Ho_Chi_Minh at the edge): nothing here reads a clock.
 */
export type LocalDate = string;

const dayMs = 86_400_000;

/** The day, or null where the calendar has none (30 February). Years 1 to 9999. */
export function makeDate(year: number, month: number, day: number): LocalDate | null {
  if (!Number.isInteger(year) || !Number.isInteger(day) || year < 1 || year > 9999 || day < 1) return null;
  const last = month === 2 && isLeap(year) ? 29 : lastDays[month - 1];
  if (last === undefined || day > last) return null;
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

const lastDays: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

export const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));
export const monthOf = (date: LocalDate): number => Number(date.slice(5, 7));

/** As Vietnamese readers write it: 10/07/2021. */
export const dayText = (date: LocalDate): string => date.split('-').reverse().join('/');

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/**
 * An Excel serial number (1900 system) as a day. Serial 60 is the 29 February 1900 that never was (kept by Excel for
 * Lotus 1-2-3); days after it are shifted by one. Null outside 1…2958465 (31/12/9999).
 */
export function fromSerial(serial: number): LocalDate | null {
  const whole = Math.floor(serial);
  if (!(whole >= 1 && whole <= 2_958_465) || whole === 60) return null;
  return addDays('1899-12-31', whole > 60 ? whole - 1 : whole);
}

/**
 * A two-digit year written in a list: the latest such year that is not after `today`.
 * 21 is 2021 and 85 is 1985 when today is in 2021.
 */
export function fullYear(twoDigits: number, today: LocalDate): number {
  const century = Math.floor(yearOf(today) / 100) * 100;
  const year = century + twoDigits;
  return year > yearOf(today) ? year - 100 : year;
}
