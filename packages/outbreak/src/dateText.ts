import { fromSerial, fullYear, type LocalDate, makeDate, yearOf } from './localDate.ts';
import { tidy } from './text.ts';

/** A day as written: `monthFirst` when it only makes sense as mm/dd. */
export type WrittenDate = { readonly iso: LocalDate; readonly monthFirst: boolean };

const dayMonthYear = /^(\d{1,2})[/.\-–, ]+(\d{1,2})[/.\-–, ]+(\d{4}|\d{2})$/u;
const yearMonthDay = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[T ][\d:.]*Z?)?$/u;

/**
 * One full date of a Vietnamese list: dd/mm/yyyy, d-m-yy, dd.mm.yyyy, "ngày 3 tháng 7 năm 2021", ddmmyyyy, yyyy-mm-dd.
 * Day before month, as people write it; month first only where nothing else is possible. Null when it is no such date.
 */
export function parseFullDate(text: string, today: LocalDate): WrittenDate | null {
  const plain = numeric(text);
  const iso = yearMonthDay.exec(plain);
  if (iso) return found(makeDate(Number(iso[1]), Number(iso[2]), Number(iso[3])), false);
  const packed = /^(\d{1,2})(\d{2})((?:18|19|20)\d{2})$/u.exec(plain);
  const match = dayMonthYear.exec(plain) ?? packed;
  if (!match) return null;
  const [first, second, written] = [Number(match[1]), Number(match[2]), match[3] ?? ''];
  const year = written.length === 2 ? fullYear(Number(written), today) : Number(written);
  return found(makeDate(year, second, first), false) ?? found(makeDate(year, first, second), true);
}

const found = (iso: LocalDate | null, monthFirst: boolean): WrittenDate | null => (iso === null ? null : { iso, monthFirst });

/** Digits with one separator between: as it would come out. */
const plain = /^\d+(?:[/.-]\d+)*$/u;

/** "Ngày 03 tháng 7 năm 2021" → "03/7/2021"; weekday, hours and brackets dropped. */
export function numeric(text: string): string {
  if (plain.test(text)) return text;
  return tidy(text)
    .toLowerCase()
    .replace(/\([^)]*\)?/gu, ' ')
    .replace(/\b\d{1,2}\s*(?:[h:]|giờ)\s*\d{0,2}(?::\d{2})?(?:\s*(?:am|pm))?/gu, ' ')
    .replace(/(?:sáng|chiều|tối|trưa|lúc|khoảng|ngày|sinh|năm sinh|ns|sn)\b[.:]?/gu, ' ')
    .replace(/\s*(?:tháng|năm)\s*/gu, '/')
    .replace(/\s*([/.\-–])\s*/gu, '$1')
    .replace(/^[\s/,]+|[\s/,.;]+$/gu, '')
    .replace(/\s+/gu, ' ');
}

/** A number in a date column: an Excel serial from 1920 on, else ddmmyyyy without separators. */
export function dateFromNumber(value: number, today: LocalDate): LocalDate | null {
  if (!Number.isFinite(value) || value < 0) return null;
  if (value >= 1_000_000 && Number.isInteger(value)) return parseFullDate(String(value), today)?.iso ?? null;
  const iso = fromSerial(value);
  return iso !== null && yearOf(iso) >= 1900 ? iso : null;
}
