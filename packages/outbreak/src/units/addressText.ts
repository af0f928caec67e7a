import { fold, isUnmarked, tidy } from '../text.ts';
import { isUnitWord, type NamedPart, namedPart } from './unitName.ts';

/** One part of a written address, from left (house) to right (province). */
export type AddressPart = NamedPart & { readonly text: string };

/** Words that begin a unit in the middle of a text without commas. */
const beginnings =
  /(?:^|(?<=\s))(?:to dan pho|thanh pho|khu pho|tieu khu|thi xa|thi tran|tinh|huyen|quan|phuong|thon|xom|xa|tp|tdp)(?=[\s.])/gu;

const belowCommune = /^(?:to dan pho|tdp|khu pho|tieu khu|thon|xom)$/u;

/** The one province whose name has a dash between spaces, at which nothing ends. */
const dashedName = /(b[àa] r[ịi]a)\s*[-–]\s*(?=v[ũu]ng t[àa]u)/giu;

/**
 * Splits an address as people write it: at commas, semicolons, slashes with spaces and dashes with spaces, and, where a part holds several
 * words like "xã" and "huyện", before each of them.
 */
export function readAddressText(text: string): AddressPart[] {
  return tidy(text)
    .replace(dashedName, '$1-')
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
  const unmarked = isUnmarked(clean);
  const cuts: number[] = [];
  let nameFrom = 0;
  let wasAbove = false;
  for (const { index, 0: word } of folded.matchAll(beginnings)) {
    // Right after another such word it begins the name: "huyện Quan Hóa", "thị trấn Phố Châu".
    const beginsName = index > 0 && folded.slice(nameFrom, index).trim() === '';
    // What is smaller stands before: after "xã" it is part of a name ("xã Tam Thôn Hiệp").
    const isBelow = belowCommune.test(word);
    if (beginsName || (isBelow && wasAbove) || !isUnitWord(clean.slice(index, index + word.length), unmarked)) continue;
    wasAbove ||= !isBelow;
    if (index > 0) cuts.push(index);
    nameFrom = index + word.length;
  }
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
