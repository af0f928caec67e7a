import { remembered } from './remembered.ts';
import { fold, tidy } from './text.ts';

/** Who someone was in contact with, as the list says it: a case code, or words kept as written. */
export type SourceCase = { readonly code: string | null; readonly text: string | null };

/**
 * "BN12345", "bn 12.345", "Tiếp xúc F0: BN 12345 (Thường Xuân)" → code "BN 12345"; the text is kept beside it.
 * Words without a code ("chợ Vạn Hà") stay text.
 */
export const readSourceCase = remembered((cellText: string): SourceCase => {
  const text = textOf(cellText);
  const distinct = new Set(codesIn(text).map(({ code }) => code));
  return { code: distinct.size === 1 ? ([...distinct][0] ?? null) : null, text: text === '' ? null : text };
});

/**
 * Everybody whom a cell names: "F1 của BN 12 và BN 15" met both. Codes with words between them ("BN 15, lây từ BN 12") need not all be contacts:
 * they stay text, for an officer to read.
 */
export const readSourceCases = remembered((cellText: string): readonly SourceCase[] => {
  const text = textOf(cellText);
  const codes = codesIn(text);
  const listed = codes.every(({ at }, i) => i === 0 || joins.test(fold(text).slice(codes[i - 1]?.end, at)));
  const distinct = new Set(codes.map(({ code }) => code));
  return distinct.size < 2 || !listed ? [readSourceCase(cellText)] : [...distinct].map((code) => ({ code, text }));
});

/** Empty for words that name nobody. */
function textOf(cellText: string): string {
  const text = tidy(cellText).slice(0, 200);
  return /^(?:-+|\?+|khong|khong ro|chua ro)$/u.test(fold(text)) ? '' : text;
}

const joins = /^(?:[\s,;&+/\-\n]|va|f0)*$/u;

function codesIn(text: string): ReadonlyArray<{ readonly code: string; readonly at: number; readonly end: number }> {
  const found = fold(text).matchAll(/(?<![a-z])(?:bn|benh nhan)[\s.:_\-#]*(\d{1,3}(?:\.\d{3})+|\d{1,9})/gu);
  return [...found].map((match) => ({
    code: `BN ${(match[1] ?? '').replace(/\./gu, '')}`,
    at: match.index,
    end: match.index + match[0].length,
  }));
}
