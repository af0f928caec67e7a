import { dayText, type LocalDate } from './localDate.ts';

/**
 * One cell as a reader hands it over; plain JSON. A date cell carries the day it shows. A formula is its cached result; one without a
 * result, or with an error for a result, is said as such, so that a row never loses a value silently.
 */
export type Cell =
  | string
  | number
  | boolean
  | null
  | { readonly kind: 'date'; readonly iso: LocalDate }
  | { readonly kind: 'formula'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string };

/** Printable ASCII without two spaces together: shown as it is. */
const simple = /^(?:[!-~]| (?! ))*$/u;

/**
 * The cell as a person would read it on the screen. Numbers without exponent, dates as dd/mm/yyyy. Halves of a surrogate pair, which an old workbook
 * may hold, become the sign for what cannot be read.
 */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string')
    return simple.test(cell)
      ? cell.trim()
      : cell
          .normalize('NFC')
          .replace(/[\p{Cc}\s]+/gu, ' ')
          .replace(/\p{Surrogate}/gu, '\ufffd')
          .trim();
  if (typeof cell === 'number') return numberText(cell);
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (cell.kind === 'date') return dayText(cell.iso);
  return cell.kind === 'formula' ? `=${cell.text}` : cell.text;
}

const numberText = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e21 ? value.toFixed(0) : String(value);

export const isBlank = (cell: Cell | undefined): boolean => cellText(cell) === '';
