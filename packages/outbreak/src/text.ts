/** Vietnamese text made comparable. Stored text is NFC; everything folded here is for matching only, never for showing. */

/** Printable ASCII without two spaces together: nothing to tidy. Most cells of a list are. */
const simple = /^(?:[!-~]| (?! ))*$/u;

/** NFC, one space between words, none at the ends; zero-width and control characters dropped. */
export function tidy(text: string): string {
  if (simple.test(text)) return text.trim();
  return text
    .normalize('NFC')
    .replace(/[\u200B-\u200D\u2060\uFEFF\u00AD]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

/** Lower case, without marks, đ as d, one space: "Nguyễn  Thị HOÀ" and "nguyen thi hoa" become the same. */
export function fold(text: string): string {
  const tidied = tidy(text);
  if (simple.test(tidied)) return tidied.toLowerCase();
  return tidied
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/đ/gu, 'd')
    .normalize('NFC');
}

/** The words of a folded text: letters and digits only. */
export function words(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The folded text without anything between its letters and digits: "Số điện  thoại:" → "sodienthoai". */
export const squash = (text: string): string => words(text).join('');

const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/u;

/**
 * One place for the tone where two are in use: "hoà" and "hòa", "thuỷ" and "thủy" (final oa, oe, uy; not after q).
 * The tone goes on the first vowel. For comparing marked text only.
 */
export function oneTonePlace(text: string): string {
  const moved = tidy(text)
    .normalize('NFD')
    .replace(/(?<![qQ])([oO])([aeAE])([\u0300\u0301\u0303\u0309\u0323])(?![\p{L}\p{M}])/gu, '$1$3$2')
    .replace(/(?<![qQ])([uU])([yY])([\u0300\u0301\u0303\u0309\u0323])(?![\p{L}\p{M}])/gu, '$1$3$2');
  return moved.normalize('NFC');
}

/** True when the text carries no Vietnamese mark at all, as typed on a plain keyboard. */
export function isUnmarked(text: string): boolean {
  const decomposed = text.normalize('NFD');
  return !toneMarks.test(decomposed) && !/[\u0302\u0306\u031BđĐ]/u.test(decomposed);
}

/**
 * Optimal string alignment distance (insert, delete, replace, swap of neighbours), capped: returns `limit + 1` as soon as it is exceeded.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    before = above;
    above = row;
  }
  return Math.min(above[b.length] ?? 0, limit + 1);
}
