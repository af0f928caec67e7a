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

/** Spellings without marks, longest first; each may be followed by a dot. */
const spellings: ReadonlyArray<readonly [word: UnitWord, pattern: string]> = [
  ['block', 'to dan pho|tdp'],
  ['city', 'thanh pho|t\\.? ?p'],
  ['town', 'thi xa|t\\.? ?x'],
  ['township', 'thi tran|t\\.? ?t'],
  ['province', 'tinh'],
  ['district', 'huyen|quan|h|q'],
  ['commune', 'xa|x'],
  ['ward', 'phuong|p'],
  ['hamlet', 'khu pho|tieu khu|thon|xom|ban|lang|ap|buon|khu|pho|kp'],
  ['group', 'to lien gia|to|cum|doi|nhom'],
  ['detail', 'so nha|so|duong|ngo|ngach|hem|kiet'],
];
const words = spellings.map(([word]) => word);
const beginning = new RegExp(`^(?:${spellings.map(([, pattern]) => `(${pattern})`).join('|')})(?:\\.\\s*|\\s+|(?=\\d))`, 'u');

/** `key`: the bare name without marks. What an index is kept by; never enough to tell a unit by. */
export type NamedPart = { readonly word: UnitWord | null; readonly bare: string; readonly key: string };

/** "Xã Thiệu Ngọc" → commune, "Thiệu Ngọc"; "P.3" → ward, "3"; "Thiệu Ngọc" → no word. */
export function namedPart(text: string): NamedPart {
  const clean = tidy(text);
  const folded = fold(clean);
  const found = folded.length === clean.length ? beginning.exec(folded) : null;
  const length = found?.[0].length ?? 0;
  if (!found || length === clean.length) return { word: null, bare: clean, key: keyOf(folded) };
  const word = words[found.slice(1).findIndex((group) => group !== undefined)] ?? null;
  return { word, bare: clean.slice(length).trim(), key: keyOf(folded.slice(length)) };
}

export const unitNameKey = (bare: string): string => keyOf(fold(bare));

/** One letter for i and y, too: "Quí" and "Quý". */
const keyOf = (folded: string): string =>
  folded
    .replace(/[^a-z0-9]+/gu, ' ')
    .trim()
    .replaceAll('y', 'i');

/** Marked spelling with one place for the tone and one letter for i and y: "Quí" and "Quý", "Thuỷ" and "Thủy". */
function marked(bare: string): string {
  return oneTonePlace(bare)
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
