import { fold, tidy } from '../text.ts';
import { type NamedPart, namedPart } from './unitName.ts';

/** One part of a written address, from left (house) to right (province). */
export type AddressPart = NamedPart & { readonly text: string };

/** Words that begin a unit in the middle of a text without commas. "thị xã" before "xã". */
const beginnings =
  /(?<=\s)(?:(?:to dan pho|thi xa|thi tran|thanh pho|khu pho|tieu khu|tinh|huyen|quan|phuong|thon|xom|tp\.?|tdp)\s|(?<!thi )xa\s|(?<!khu |dan |thanh )pho\s)/gu;

/**
 * Splits an address as people write it: at commas, semicolons, slashes with spaces and dashes with spaces, and, where a part holds several
 * words like "xã" and "huyện", before each of them.
 */
export function readAddressText(text: string): AddressPart[] {
  return tidy(text)
    .split(/[,;\n]|\s[-–—/]\s?|\s?[–—]\s/u)
    .flatMap(splitAtWords)
    .map((part) => part.replace(/^[\s.:-]+|[\s.:-]+$/gu, ''))
    .filter((part) => part !== '')
    .map((part) => ({ text: part, ...namedPart(part) }));
}

function splitAtWords(part: string): string[] {
  const clean = tidy(part);
  const folded = fold(clean);
  if (folded.length !== clean.length) return [clean];
  const cuts = [...folded.matchAll(beginnings)].map(({ index }) => index);
  return [0, ...cuts].map((from, i) => clean.slice(from, cuts[i]));
}

/** The lower levels of an address as written, once the parts that name units are taken away. */
export type LowerLevels = { readonly hamlet: string | null; readonly group: string | null; readonly detail: string | null };

export function lowerLevels(parts: readonly AddressPart[]): LowerLevels {
  const hamlet = parts.find(({ word }) => word === 'hamlet') ?? parts.find(({ word }) => word === 'block');
  const group = parts.find((part) => part !== hamlet && (part.word === 'group' || part.word === 'block'));
  const rest = parts.filter((part) => part !== hamlet && part !== group).map(({ text }) => text);
  return { hamlet: hamlet?.text ?? null, group: group?.text ?? null, detail: rest.length > 0 ? rest.join(', ') : null };
}
