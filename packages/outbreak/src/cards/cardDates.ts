import type { Birth } from '../birth.ts';
import { type LocalDate, makeDate } from '../localDate.ts';

/**
 * A date on a card: `ddMMyyyy`, `dd/MM/yyyy`, `MM/yyyy` or `yyyy`; day or month 00 means unknown. Null when it is none, or after `today`.
 */
export function readDmy(text: string, today: LocalDate): Birth | null {
  const found = /^(?:(\d{2})[/.-]?(\d{2})[/.-]?|(\d{2})[/.-])?(\d{4})$/u.exec(text);
  if (!found) return null;
  const day = Number(found[1] ?? 0);
  const month = Number(found[2] ?? found[3] ?? 0);
  const year = Number(found[4]);
  if (year < 1900 || year > Number(today.slice(0, 4))) return null;
  if (month === 0) return day === 0 ? { year, date: null, precision: 'year' } : null;
  const date = makeDate(year, month, day === 0 ? 1 : day);
  if (date === null || date > today) return null;
  return { year, date, precision: day === 0 ? 'month' : 'day' };
}

/** A whole date on a card, also one in the future. */
export function readCardDay(text: string): LocalDate | null {
  const found = /^(\d{2})[/.-]?(\d{2})[/.-]?(\d{4})$/u.exec(text);
  return found ? makeDate(Number(found[3]), Number(found[2]), Number(found[1])) : null;
}
