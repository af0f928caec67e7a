import type { Birth } from './birth.ts';
import { type Cell, cellText } from './cell.ts';
import { type RowProblem, rowProblem } from './rowProblems.ts';
import type { Sex } from './sex.ts';

export type NationalId = {
  readonly number: string;
  readonly kind: 'cccd' | 'cmnd' | 'passport';
  /** What a CCCD says of its holder: digit 4 is century and sex, digits 5–6 the year (Circular 07/2016/TT-BCA). */
  readonly sex: Sex | null;
  readonly birthYear: number | null;
};

/**
 * An identity number: CCCD (12 digits), CMND (9 digits), or a Vietnamese passport (a letter and 7 or 8 digits). Numbers that lost
 * leading zeros in Excel get them back. Null for anything else; there is no check digit to verify.
 */
export function parseNationalId(cell: Cell): NationalId | null {
  const text = cellText(cell).toUpperCase();
  if (/^[A-Z]\d{7,8}$/u.test(text.replace(/\s/gu, ''))) {
    return { number: text.replace(/\s/gu, ''), kind: 'passport', sex: null, birthYear: null };
  }
  const digits = text.replace(/^(?:CCCD|CMND|CMTND|CMT|SỐ)[\s:.]*/u, '').replace(/[\s.'’-]/gu, '');
  if (!/^\d{8,12}$/u.test(digits) || /^(\d)\1+$/u.test(digits)) return null;
  if (digits.length <= 9) return { number: digits.padStart(9, '0'), kind: 'cmnd', sex: null, birthYear: null };
  return cccd(digits.padStart(12, '0'));
}

/** Province of registration 001–096; digit 4: 0 and 1 for the 20th century (male, female), 2 and 3 for the 21st. */
function cccd(number: string): NationalId | null {
  const provinceCode = Number(number.slice(0, 3));
  const marker = Number(number[3]);
  if (provinceCode < 1 || provinceCode > 96 || marker > 9) return null;
  return {
    number,
    kind: 'cccd',
    sex: marker % 2 === 0 ? 'male' : 'female',
    birthYear: 1900 + Math.floor(marker / 2) * 100 + Number(number.slice(4, 6)),
  };
}

/** Does the number fit what the row says? Differences are warnings: both sides are typed by hand. */
export function crossCheck(id: NationalId, birth: Birth | null, sex: Sex | null): RowProblem[] {
  const problems: RowProblem[] = [];
  if (id.sex !== null && sex !== null && id.sex !== sex) problems.push(rowProblem('nationalId.sexDiffers', 'nationalId'));
  const slack = birth?.precision === 'age' ? 1 : 0;
  if (id.birthYear !== null && birth !== null && Math.abs(id.birthYear - birth.year) > slack) {
    problems.push(rowProblem('nationalId.yearDiffers', 'nationalId', { year: id.birthYear }));
  }
  return problems;
}
