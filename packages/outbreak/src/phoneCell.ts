import { type Cell, cellText } from './cell.ts';
import { type PhoneReading, readPhone } from './phone.ts';
import { type RowProblem, rowProblem } from './rowProblems.ts';

/** A number of a row; `ownerRelation` is whose it is when the list says so ("con gái"). */
export type ListedPhone = { readonly e164: string; readonly ownerRelation: string | null };
export type PhoneCell = { readonly phones: readonly ListedPhone[]; readonly problems: readonly RowProblem[] };

const separators = /[;/,|\n\r&]|\s(?:và|hoặc|hay)\s/iu;
const fillers =
  /(?<![\p{L}\p{M}])(?:số|sđt|sdt|đt|dt|tel|phone|điện thoại|dien thoai|di động|zalo|của|là|liên hệ|liên lạc)(?![\p{L}\p{M}])/giu;

/**
 * A phone cell: text or number, one number or several, with or without words about the owner.
 * A cell without any digit gives nothing (the caller says "missing"). Each unusable number gives its own problem.
 *
 * @param headerOwner whose phones the column holds, from its header ("SĐT con gái" → "con gái").
 * @example readPhoneCell('0912 345 678 (con gái), 0237.3842.123', null)
 */
export function readPhoneCell(cell: Cell, headerOwner: string | null): PhoneCell {
  const text = plainText(cell);
  if (digitsAlone.test(text)) return oneNumber(text, headerOwner);
  const phones = new Map<string, ListedPhone>();
  const problems: RowProblem[] = [];
  for (const part of parts(text)) {
    const owner = ownerIn(part) ?? headerOwner;
    for (const { raw, reading } of numbersIn(part)) {
      if (reading.ok) {
        if (!phones.has(reading.e164)) phones.set(reading.e164, { e164: reading.e164, ownerRelation: owner });
      } else {
        problems.push(rowProblem(reading.code, 'phone', { value: raw }));
      }
    }
  }
  return { phones: [...phones.values()], problems };
}

/** One number and no word about whose it is, as most cells are. */
const digitsAlone = /^\+?\d{1,40}$/u;

function oneNumber(text: string, owner: string | null): PhoneCell {
  const reading = readPhone(text);
  if (reading.ok) return { phones: [{ e164: reading.e164, ownerRelation: owner }], problems: [] };
  return { phones: [], problems: [rowProblem(reading.code, 'phone', { value: text })] };
}

/** Line breaks separate numbers, so they survive here; a number in exponent notation is written out. */
function plainText(cell: Cell): string {
  const text = typeof cell === 'string' ? cell.normalize('NFC') : cellText(cell);
  const compact = text.trim();
  if (/^\d(?:[.,]\d+)?e\+?\d{1,2}$/iu.test(compact)) return Number(compact.replace(',', '.')).toFixed(0);
  return text.replace(/(?<![\p{L}\p{M}])[oO](?=\d)/gu, '0').replace(/^(\d{8,12})[.,]0+$/u, '$1');
}

/** Cut at separators, unless the pieces only make a number together ("0912,345,678"). */
function parts(text: string): string[] {
  if (readPhone(text).ok && !/[()\n]/u.test(text)) return [text];
  return text.split(separators).filter((part) => part.trim() !== '');
}

function ownerIn(part: string): string | null {
  const rest = part
    .replace(/[\d+().:\-–_*#]+/gu, ' ')
    .replace(fillers, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return /\p{L}{2}/u.test(rest) ? rest.slice(0, 60) : null;
}

type Found = { readonly raw: string; readonly reading: PhoneReading };

/** A plus sign begins a number. */
const numbersIn = (part: string): Found[] => part.split(/(?=\+)/u).flatMap(numbersInRun);

/**
 * Runs of digits grouped into numbers: one number if all together are one, else the fewest groups that are all valid, else the one valid
 * number beside stray digits. A foreign number is never searched for a Vietnamese one inside it.
 */
function numbersInRun(run: string): Found[] {
  const groups = run.match(/\+?\d+/gu) ?? [];
  if (groups.length === 0) return [];
  const reading = readPhone(joined(groups));
  const whole = [{ raw: run.trim().slice(0, 60), reading }];
  const foreign = !reading.ok && reading.code === 'phone.foreign';
  if (reading.ok || foreign || groups.length === 1 || groups.length > 24) return whole;
  return allValid(groups, 0) ?? besideStrayDigits(groups) ?? whole;
}

const joined = (groups: readonly string[]): string => groups.join('');

function allValid(groups: readonly string[], from: number): Found[] | null {
  if (from === groups.length) return [];
  for (let to = groups.length; to > from; to--) {
    const raw = joined(groups.slice(from, to));
    if (raw.length > 16) continue;
    const reading = readPhone(raw);
    const rest = reading.ok ? allValid(groups, to) : null;
    if (rest !== null) return [{ raw, reading }, ...rest];
  }
  return null;
}

/**
 * "nhà số 5, 0912345678": the number is kept when it is written in one run with its zero, or leaves at most two digits over. Anything less sure
 * might ring a stranger. Three or more digits left over are told.
 */
function besideStrayDigits(groups: readonly string[]): Found[] | null {
  for (let from = 0; from < groups.length; from++) {
    for (let to = groups.length; to > from; to--) {
      const raw = joined(groups.slice(from, to));
      const stray = [...groups.slice(0, from), ...groups.slice(to)].join(' ');
      const sure = (to - from === 1 && /^(?:0|\+?84)/u.test(raw)) || stray.length <= 2;
      const reading = sure && raw.length <= 16 ? readPhone(raw) : null;
      if (reading?.ok !== true) continue;
      return stray.length < 3
        ? [{ raw, reading }]
        : [
            { raw, reading },
            { raw: stray, reading: readPhone(stray) },
          ];
    }
  }
  return null;
}
