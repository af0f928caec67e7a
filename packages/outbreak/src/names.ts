import { remembered } from './remembered.ts';
import { fold, isUnmarked, oneTonePlace, tidy } from './text.ts';

export type PersonName = {
  /** NFC, one space between words, "Nguyễn Văn An" also when the list shouted "NGUYỄN VĂN AN". */
  readonly full: string;
  /** Folded for matching: "nguyen van an". */
  readonly key: string;
  /** What stood in brackets after the name: "con ông Bình". */
  readonly note: string | null;
};

const titles = /^(?:ông|bà|anh|chị|em|cháu|bé|ô|b)[.:\s]\s*(?=\p{L}+\s)/iu;

/**
 * A name cell. Vietnamese names put the family name first and the given name last.
 * Returns null when the text cannot be a name (digits, no letters, longer than 80 characters).
 */
export function parseName(text: string): PersonName | null {
  const clean = tidy(text);
  const note = /\(([^()]*)\)?\s*$/u.exec(clean)?.[1]?.trim() ?? null;
  const bare = clean
    .replace(/\([^()]*\)?\s*$/u, '')
    .replace(/^(?:\d{1,4}|[-+*•])[.)\s-]\s*/u, '')
    .replace(titles, '')
    .replace(/[.,;:\s]+$/u, '')
    .trim();
  if (!/^[\p{L}\p{M}'’.\- ]{2,80}$/u.test(bare) || !/\p{L}{2}/u.test(bare)) return null;
  const full = inTitleCase(bare);
  return { full, key: nameKey(full), note: note === '' ? null : note };
}

/** The matching key of a name, as kept in person.name_key. */
export const nameKey = remembered(fold, 5_000);

/** What `person` keeps of a name to find people by (see migration 0011): its words from the last to the first, the given name before the others. */
export type NameKeys = { readonly reversed: string; readonly given: string; readonly marked: string };

export function nameKeys(full: string, key: string = nameKey(full)): NameKeys {
  const [given, rest] = [givenName(key), key.slice(0, key.lastIndexOf(' '))];
  return {
    reversed: backwards(key),
    given: key.includes(' ') ? `${given} ${rest}` : key,
    marked: backwards(oneTonePlace(full).toLowerCase()),
  };
}

const backwards = (words: string): string => words.split(' ').reverse().join(' ');

/** The word people are greeted and sorted by: the last one. */
export const givenName = (full: string): string => full.slice(full.lastIndexOf(' ') + 1);

export const familyName = (full: string): string => full.split(' ', 1)[0] ?? full;

/** Shouted or whispered names get capitals; a name in mixed case is left as its writer spelled it. */
function inTitleCase(name: string): string {
  const mixed = name !== name.toUpperCase() && name !== name.toLowerCase();
  if (mixed) return name;
  return name
    .toLowerCase()
    .replace(/(^|[\s\-'’.])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

/**
 * How alike two spellings of a name are. `same`: equal, tone placement aside, or one of them typed without any mark.
 * `marksDiffer`: equal only without marks ("Hoa" and "Hòa"): may be a typo, may be two sisters.
 */
export function compareNames(a: string, b: string): 'same' | 'marksDiffer' | 'different' {
  if (nameKey(a) !== nameKey(b)) return 'different';
  if (isUnmarked(a) || isUnmarked(b)) return 'same';
  return oneTonePlace(a).toLowerCase() === oneTonePlace(b).toLowerCase() ? 'same' : 'marksDiffer';
}
