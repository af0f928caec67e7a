import { type Cell, cellText } from './cell.ts';

/** A number as people write it: eight digits or more, singly apart; seven after the letters of a passport or an insurance card. */
const numberWritten = /(?<![\p{L}\d])(?:[A-Za-z]{1,2}\d(?:[\s.'’-]?\d){6,}|\d(?:[\s.'’-]?\d){7,})(?!\d)/gu;
/** "12.05.1985", "12-5-1985", "1985-05-12": a day, which names nobody. */
const dayWritten = /^(?:\d{1,2}[.-]\d{1,2}[.-]\d{4}|\d{4}[.-]\d{1,2}[.-]\d{1,2})$/u;

/** The text with its long numbers (identity, insurance, telephone) made unreadable: "038***234". Days and shorter numbers stay. */
export function maskNumbers(text: string): string {
  return text.replace(numberWritten, (written) => (dayWritten.test(written) ? written : masked(signsOf(written))));
}

/** A CCCD, or the long form of an insurance card's number (see cards/bhytQr.ts). */
const surelyIdentity = /^(?:0\d{11}|[A-Z]{2}[1-5]\d{12})$/u;

/** The text with the numbers masked that cannot be anything but an identity or insurance number. Telephones and old numbers of nine digits stay. */
export function maskIdentityNumbers(text: string): string {
  return text.replace(numberWritten, (written) =>
    isSurelyIdentity(written)
      ? masked(signsOf(written))
      : written.replace(unbroken, (one) => (isSurelyIdentity(one) ? masked(one) : one)),
  );
}

/** Of several numbers in a row, such as an identity number and a telephone. */
const unbroken = /[A-Za-z]{0,2}\d+/gu;
const isSurelyIdentity = (written: string): boolean => surelyIdentity.test(signsOf(written).toUpperCase());
const signsOf = (written: string): string => written.replace(/[^A-Za-z\d]/gu, '');
const masked = (signs: string): string => `${signs.slice(0, 3)}***${signs.slice(-3)}`;

/** A cell with its long numbers masked, whether it holds them as text or as a number. */
export function maskCell(cell: Cell): Cell {
  const text = cellText(cell);
  const masked = maskNumbers(text);
  return masked === text ? cell : masked;
}
