import { type Cell, cellText } from './cell.ts';
import { dateFromNumber, numeric, parseFullDate } from './dateText.ts';
import { addDays, type LocalDate, makeDate, yearOf } from './localDate.ts';
import { type RowProblem, rowProblem } from './rowProblems.ts';
import { fold } from './text.ts';

export type ContactReading = { readonly on: LocalDate | null; readonly problem: RowProblem | null };

/**
 * The last contact date of a row: a date cell, dd/mm/yyyy, d/m (the latest such day not after today), "hôm qua", a range or an
 * enumeration ("3-5/7/2021", "từ 3/7 đến 5/7", "3,5/7": the last day counts). A day after today is a problem.
 */
export function readContactDate(cell: Cell, today: LocalDate): ContactReading {
  const value = cellText(cell);
  if (value === '' || /^(?:-+|\?+|x+|khong ro|khong nho|chua ro)$/u.test(fold(value))) return { on: null, problem: null };
  const { on, monthFirst } = readDay(cell, today);
  if (on === null) return { on: null, problem: rowProblem('contact.unreadable', 'lastContactDate', { value }) };
  if (on > today) return { on: null, problem: rowProblem('contact.future', 'lastContactDate', { value }) };
  return { on, problem: monthFirst ? rowProblem('date.monthFirst', 'lastContactDate', { value, date: on }) : null };
}

/** The day of a cell, also one after `around`: a day and month without a year is the latest such day that is at most a month later. */
export function readDay(cell: Cell, around: LocalDate): { readonly on: LocalDate | null; readonly monthFirst: boolean } {
  const { iso, monthFirst = false } = wholeDay(cell, around);
  return { on: iso === null || yearOf(iso) < 2000 ? null : iso, monthFirst };
}

function wholeDay(cell: Cell, around: LocalDate): { readonly iso: LocalDate | null; readonly monthFirst?: boolean } {
  if (typeof cell === 'number') return { iso: dateFromNumber(cell, around) };
  if (typeof cell === 'object' && cell !== null) return { iso: cell.kind === 'date' ? cell.iso : null };
  const value = cellText(cell);
  const relative = relativeDay(value, around);
  if (relative !== null) return { iso: relative };
  return parseFullDate(value, around) ?? { iso: dayAndMonth(numeric(value), around) ?? lastOfRange(value, around) };
}

function relativeDay(value: string, today: LocalDate): LocalDate | null {
  switch (fold(value)) {
    case 'hom nay':
      return today;
    case 'hom qua':
      return addDays(today, -1);
    case 'hom kia':
      return addDays(today, -2);
    default:
      return null;
  }
}

/** d/m without a year. One that would lie up to a month ahead is told as future rather than put back a year. */
function dayAndMonth(plain: string, today: LocalDate): LocalDate | null {
  const match = /^(\d{1,2})[/.-](\d{1,2})$/u.exec(plain);
  if (!match) return null;
  const [day, month] = [Number(match[1]), Number(match[2])];
  const thisYear = makeDate(yearOf(today), month, day);
  return thisYear !== null && thisYear <= addDays(today, 31) ? thisYear : makeDate(yearOf(today) - 1, month, day);
}

/** The last day of "a đến b", "a - b", "3,5/7": what stands after the last connector, completed from nothing else. */
function lastOfRange(value: string, today: LocalDate): LocalDate | null {
  const tail = value.split(/đến|tới|;|,|&|\s-\s|–|\bvà\b|(?<=\d)-(?=\d{1,2}\/)|\n/iu).at(-1);
  if (tail === undefined || tail === value) return null;
  return parseFullDate(tail, today)?.iso ?? dayAndMonth(numeric(tail), today);
}
