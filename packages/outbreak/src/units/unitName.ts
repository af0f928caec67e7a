import { fold, isUnmarked, oneTonePlace, tidy } from '../text.ts';

/** What stands before a unit's name. `city` may be a province or a district. */
export type UnitWord =
  | 'province'
  | 'city'
  | 'district'
  | 'town'
  | 'commune'
  | 'ward'
  | 'township'
  | 'hamlet'
  | 'block'
  | 'group'
  | 'detail';

/** The words in full and how they are cut short; what begins like another stands before it. */
const spellings: ReadonlyArray<readonly [word: UnitWord, full: readonly string[], short?: readonly string[]]> = [
  ['block', ['tổ dân phố'], ['tdp']],
  ['city', ['thành phố'], ['t\\.? ?p']],
  ['town', ['thị xã'], ['t\\.? ?x']],
  ['township', ['thị trấn'], ['t\\.? ?t']],
  ['province', ['tỉnh']],
  ['district', ['huyện', 'quận'], ['h', 'q']],
  ['commune', ['xã'], ['x']],
  ['ward', ['phường'], ['p']],
  ['hamlet', ['khu phố', 'tiểu khu', 'thôn', 'xóm', 'bản', 'làng', 'ấp', 'buôn', 'khu', 'phố'], ['kp']],
  ['group', ['tổ liên gia', 'tổ', 'cụm', 'đội', 'nhóm']],
  ['detail', ['số nhà', 'số', 'đường', 'ngõ', 'ngách', 'hẻm', 'kiệt']],
];
const words = spellings.map(([word]) => word);
const choices = spellings.map(([, full, short = []]) => `(${[...full.map(fold), ...short].join('|')})`).join('|');
const beginning = new RegExp(`^(?:${choices})(?:\\.\\s*|\\s+|(?=\\d))`, 'u');
const fullWords = new Map(spellings.flatMap(([word, full]) => full.map((text) => [text, word] as const)));
const foldedWords = new Set([...fullWords.keys()].map(fold));

/** Is this the word itself, with its marks? "Quan" in "Quan Hóa" is not "quận"; where nobody writes marks it may be. */
export function isUnitWord(written: string, unmarkedText: boolean): boolean {
  const text = oneTonePlace(written).toLowerCase();
  if (fullWords.has(text)) return true;
  // Cut short, there is no other reading: "H.", "TP".
  return foldedWords.has(fold(text)) ? unmarkedText : true;
}

/** `key`: the bare name without marks. What an index is kept by; never enough to tell a unit by. */
export type NamedPart = { readonly word: UnitWord | null; readonly bare: string; readonly key: string };

/** "Xã Thiệu Ngọc" → commune, "Thiệu Ngọc"; "P.3" → ward, "3"; "Thiệu Ngọc" and "Quan Hóa" → no word. */
export function namedPart(text: string): NamedPart {
  const clean = tidy(text);
  const folded = fold(clean);
  const found = folded.length === clean.length ? beginning.exec(folded) : null;
  const length = found?.[0].length ?? 0;
  const written = clean.slice(0, length).replace(/[.\s]+$/u, '');
  if (!found || length === clean.length || !isUnitWord(written, isUnmarked(clean)))
    return { word: null, bare: clean, key: keyOf(folded) };
  const word = words[found.slice(1).findIndex((group) => group !== undefined)] ?? null;
  return { word, bare: clean.slice(length).trim(), key: keyOf(folded.slice(length)) };
}

export const unitNameKey = (bare: string): string => keyOf(fold(bare));

/** Phường 01 is Phường 1. */
const withoutLeadingZeros = (text: string): string => text.replace(/(?<!\d)0+(?=\d)/gu, '');

/** One letter for i and y, too: "Quí" and "Quý". */
const keyOf = (folded: string): string =>
  withoutLeadingZeros(folded)
    .replace(/[^a-z0-9]+/gu, ' ')
    .trim()
    .replaceAll('y', 'i');

/** Marked spelling with one place for the tone and one letter for i and y: "Quí" and "Quý", "Thuỷ" and "Thủy". */
function marked(bare: string): string {
  return oneTonePlace(withoutLeadingZeros(bare))
    .toLowerCase()
    .normalize('NFD')
    .replace(/(?<=(?:^|[^\p{L}\p{M}])(?:qu|[bcdđghklmnpqrstvx]{1,3}))y(?=\p{M}*(?:[^\p{L}\p{M}]|$))/gu, 'i')
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * `same`: the marks agree, or the writer used none. `marksDiffer`: "Đồng Tiến" written for "Đông Tiến": never enough alone.
 */
export function compareUnitNames(written: string, name: string): 'same' | 'unmarked' | 'marksDiffer' | 'different' {
  if (unitNameKey(written) !== unitNameKey(name)) return 'different';
  if (marked(written) === marked(name)) return 'same';
  return isUnmarked(written) ? 'unmarked' : 'marksDiffer';
}
