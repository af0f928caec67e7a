import { compareNames, familyName, givenName, nameKey } from '../names.ts';
import { editDistance } from '../text.ts';

/**
 * How alike two spellings of a name are, best first.
 * - `same`: equal, tone placement and case aside. `unmarked`: equal, and one of them was typed without marks.
 * - `marks`: equal only without marks ("Hoa", "Hòa"): a typo, or two sisters.
 * - `order`: the same words, but one of them does not begin with the family name ("An Nguyễn Văn").
 * - `typo`: one letter apart. `short`: the middle name is missing or abbreviated ("Lê Hoa", "Lê T. Hoa").
 * - `swapped`: the same words after the same family name, in another order ("Hoa Mai", "Mai Hoa"): as a rule two sisters.
 */
export type NameLikeness = 'same' | 'unmarked' | 'marks' | 'order' | 'typo' | 'short' | 'swapped' | 'different';

/** Names shorter than this have too many neighbours one letter apart. */
const typoFromLetters = 8;

export function nameLikeness(a: string, b: string): NameLikeness {
  const [keyA, keyB] = [nameKey(a), nameKey(b)];
  if (keyA === keyB) {
    if (compareNames(a, b) === 'marksDiffer') return 'marks';
    return a.normalize('NFC').length === b.normalize('NFC').length && sameMarks(a, b) ? 'same' : 'unmarked';
  }
  const [wordsA, wordsB] = [keyA.split(' '), keyB.split(' ')];
  if (wordsA.length === wordsB.length && wordsA.toSorted().join(' ') === wordsB.toSorted().join(' ')) {
    return wordsA[0] === wordsB[0] ? 'swapped' : 'order';
  }
  if (shortened(wordsA, wordsB) || shortened(wordsB, wordsA)) return 'short';
  const long = Math.min(keyA.length, keyB.length) >= typoFromLetters;
  return long && givenName(keyA) === givenName(keyB) && editDistance(keyA, keyB, 1) <= 1 ? 'typo' : 'different';
}

/** Told apart from "one of them without marks": both have marks, or neither has. */
const sameMarks = (a: string, b: string): boolean => isBare(a) === isBare(b);
const isBare = (text: string): boolean => !/[^\p{ASCII}]/u.test(text);

/** The same family and given name, with every middle word of `brief` a word of `full` or its first letter, and at least one missing or cut. */
function shortened(brief: readonly string[], full: readonly string[]): boolean {
  if (brief.length < 2 || full.length < 3 || brief[0] !== full[0] || brief.at(-1) !== full.at(-1)) return false;
  let at = 1;
  for (const word of brief.slice(1, -1)) {
    const bare = word.replace(/\./gu, '');
    while (at < full.length - 1 && full[at] !== word && !(bare.length === 1 && full[at]?.startsWith(bare))) at++;
    if (at >= full.length - 1) return false;
    at++;
  }
  return true;
}

/**
 * The keys under which a name may have been stored when its words were ordered otherwise: the family name moved to the end, or the given name
 * to the front. For looking up, the name's own key first.
 */
export function nameKeyVariants(key: string): string[] {
  const all = key.split(' ');
  const [family, given] = [familyName(key), givenName(key)];
  if (all.length < 2) return [key];
  const familyLast = [...all.slice(1), family].join(' ');
  const givenFirst = [given, ...all.slice(0, -1)].join(' ');
  return [...new Set([key, familyLast, givenFirst, all.toReversed().join(' ')])];
}
