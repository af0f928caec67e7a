import { type Cell, cellText } from './cell.ts';
import { dateFromNumber, numeric, parseFullDate } from './dateText.ts';
import { addDays, fullYear, type LocalDate, makeDate, monthOf, yearOf } from './localDate.ts';
import { type RowProblem, rowProblem } from './rowProblems.ts';
import { fold, tidy } from './text.ts';

/** When someone was born and how well that is known. With precision `age` the year may be off by one. */
export type Birth = {
  readonly year: number;
  /** The day, or the first of the month with precision `month`; null with `year` and `age`. */
  readonly date: LocalDate | null;
  readonly precision: 'day' | 'month' | 'year' | 'age';
};
export type BirthReading = { readonly birth: Birth | null; readonly problem: RowProblem | null };

const oldestAge = 120;
/** A bare number below this is an age, as the importers of 2021 had it; one up to `oldestAge` is believed. */
const ageBelow = 150;
const unknownWords = /^(?:khong ro|khong nho|khong biet|chua ro|k ro|ko ro|\?+|-+|x+|n\/a|\.+)$/u;

/**
 * A birth cell: a date, dd/mm/yyyy, mm/yyyy, d-m-yy, an Excel serial, a year, or an age ("36", "36 tuổi", "8 tháng tuổi").
 * Before 1900 years ago or in the future is a problem, never a guess.
 *
 * @param isAgeColumn the header says "Tuổi"; elsewhere a two-digit number is read as an age with a warning.
 */
export function readBirth(cell: Cell, today: LocalDate, isAgeColumn = false): BirthReading {
  const value = cellText(cell);
  if (value === '' || unknownWords.test(fold(value))) return failed('birth.missing');
  if (typeof cell === 'number') return fromNumber(cell, value, today, isAgeColumn);
  if (typeof cell === 'object' && cell !== null) {
    return cell.kind === 'date' ? checked(onDay(cell.iso), value, today) : failed('birth.unreadable', value);
  }
  return fromText(value, today, isAgeColumn);
}

const failed = (code: 'birth.missing' | 'birth.unreadable', value = ''): BirthReading => ({
  birth: null,
  problem: rowProblem(code, 'birth', value === '' ? {} : { value }),
});

const onDay = (date: LocalDate): Birth => ({ year: yearOf(date), date, precision: 'day' });

function fromText(value: string, today: LocalDate, isAgeColumn: boolean): BirthReading {
  const age = ageInWords(value, today);
  if (age !== null) return checked(age, value, today);
  const plain = numeric(value);
  if (/^\d{1,4}$/u.test(plain)) return fromNumber(Number(plain), value, today, isAgeColumn);
  const written = parseFullDate(value, today);
  if (written) {
    const reading = checked(onDay(written.iso), value, today);
    if (reading.problem !== null || !written.monthFirst) return reading;
    return { ...reading, problem: rowProblem('date.monthFirst', 'birth', { value, date: written.iso }) };
  }
  const month = /^(\d{1,2})[/.-](\d{4}|\d{2})$/u.exec(plain);
  if (month) return fromMonth(Number(month[1]), month[2] ?? '', value, today);
  return failed('birth.unreadable', value);
}

function fromMonth(month: number, written: string, value: string, today: LocalDate): BirthReading {
  const year = written.length === 2 ? fullYear(Number(written), today) : Number(written);
  const date = makeDate(year, month, 1);
  return date === null ? failed('birth.unreadable', value) : checked({ year, date, precision: 'month' }, value, today);
}

function fromNumber(number: number, value: string, today: LocalDate, isAgeColumn: boolean): BirthReading {
  if (!Number.isInteger(number) && number < 10_000) return failed('birth.unreadable', value);
  if (number >= 0 && number < ageBelow) {
    const reading = checked(ofAge(number, today), value, today);
    if (isAgeColumn || reading.problem !== null || reading.birth === null) return reading;
    return { ...reading, problem: rowProblem('birth.readAsAge', 'birth', { value, year: reading.birth.year }) };
  }
  if (number >= 1700 && number <= 2200) return checked({ year: number, date: null, precision: 'year' }, value, today);
  const date = number >= 2200 ? dateFromNumber(number, today) : null;
  return date === null ? failed('birth.unreadable', value) : checked(onDay(date), value, today);
}

const ofAge = (age: number, today: LocalDate): Birth => ({ year: yearOf(today) - age, date: null, precision: 'age' });

function ageInWords(value: string, today: LocalDate): Birth | null {
  if (!/\p{L}/u.test(value)) return null;
  const folded = fold(tidy(value));
  const years = /^(?:tuoi\s*:?\s*)?(\d{1,3})\s*(?:t|tuoi)?\.?$/u.exec(folded);
  if (years && /t/u.test(folded)) return ofAge(Number(years[1]), today);
  const months = /^(\d{1,2})\s*(?:th|thang)(?:\s*tuoi)?\.?$/u.exec(folded);
  if (!months) return null;
  const born = addDays(today, -Math.round(Number(months[1]) * 30.44));
  return { year: yearOf(born), date: makeDate(yearOf(born), monthOf(born), 1), precision: 'month' };
}

function checked(birth: Birth, value: string, today: LocalDate): BirthReading {
  const future = birth.date === null ? birth.year > yearOf(today) : birth.date > today;
  if (future) return { birth: null, problem: rowProblem('birth.future', 'birth', { value }) };
  if (yearOf(today) - birth.year > oldestAge) return { birth: null, problem: rowProblem('birth.tooOld', 'birth', { value }) };
  return { birth, problem: null };
}

/** Could these be one person's births? Unknown fits all; an age fits the year before and after. */
export function birthsAgree(a: Birth | null, b: Birth | null): boolean {
  if (a === null || b === null) return true;
  if (a.precision === 'age' || b.precision === 'age') return Math.abs(a.year - b.year) <= 1;
  if (a.precision === 'day' && b.precision === 'day') return a.date === b.date;
  if (a.date !== null && b.date !== null) return a.date.slice(0, 7) === b.date.slice(0, 7);
  return a.year === b.year;
}

const ranks = { age: 0, year: 1, month: 2, day: 3 } as const;

/** The better known of two births that agree. */
export function betterBirth(a: Birth | null, b: Birth | null): Birth | null {
  if (a === null || b === null) return a ?? b;
  return ranks[b.precision] > ranks[a.precision] ? b : a;
}
