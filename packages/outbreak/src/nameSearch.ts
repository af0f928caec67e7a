import { fold, isUnmarked, oneTonePlace, tidy } from './text.ts';

/** What somebody typed to find a person. */
export type PeopleSearch =
  | { readonly kind: 'name'; readonly words: readonly string[]; readonly marked: readonly string[] | null }
  | { readonly kind: 'phone'; readonly lastDigits: string }
  | { readonly kind: 'nothing' };

/** Fewer digits than these fit too many numbers to be of use. */
const fewestDigits = 4;
const mostWords = 10;

/**
 * Reads what was typed. Digits are the end of a phone number (the whole number is an end as well; the leading 0 or +84 is left out, which
 * numbers are not stored with). Words are parts of a name, folded in `words`; when any of them carries a mark all of them are meant with
 * their marks, in `marked` (lower case, the tone in one place), so that "an" in "Trần An" does not find Ân. Anything else finds nobody.
 */
export function readPeopleSearch(text: string): PeopleSearch {
  const clean = tidy(text);
  const digits = clean.replace(/[\s.()-]/gu, '').replace(/^(?:\+?84|0)(?=\d{4})/u, '');
  if (/^\d+$/u.test(digits)) return digits.length < fewestDigits ? { kind: 'nothing' } : { kind: 'phone', lastDigits: digits };
  const words = wordsOf(fold(clean));
  if (words.length === 0 || words.length > mostWords) return { kind: 'nothing' };
  return { kind: 'name', words, marked: isUnmarked(clean) ? null : wordsOf(oneTonePlace(clean).toLowerCase()) };
}

/** Signs that stand in no name part words as blanks do. */
function wordsOf(text: string): string[] {
  return text.replace(/’/gu, "'").match(/[\p{L}\p{M}\p{N}'.-]*[\p{L}\p{N}][\p{L}\p{M}\p{N}'.-]*/gu) ?? [];
}
