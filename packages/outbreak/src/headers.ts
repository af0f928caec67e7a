import { type FieldCode, importFields } from './data/importFields.ts';
import { editDistance, fold, squash, tidy, words } from './text.ts';

/** A header cell and the field it stands for; `score` 1 is an exact label, lower ones are typos or labels inside longer text. */
export type HeaderMatch = { readonly field: FieldCode; readonly score: number };

type Label = { readonly field: FieldCode; readonly words: readonly string[]; readonly squashed: string };

const labels: readonly Label[] = importFields.flatMap(({ field, labels: found, alsoSeen }) =>
  [...found, ...alsoSeen].map((label) => ({ field, words: words(label), squashed: squash(label) })),
);

/** Below this a header is not taken for the field. */
const leastScore = 0.25;

/**
 * The fields a header cell may stand for, best first. Case, marks, punctuation and spaces do not count; one typo is forgiven from
 * 5 letters, two from 10; a label may stand inside a longer header ("Số điện thoại liên hệ (bắt buộc)").
 */
export function matchHeader(text: string): HeaderMatch[] {
  const headerWords = words(text);
  const squashed = headerWords.join('');
  if (squashed === '' || squashed.length > 120) return [];
  const best = new Map<FieldCode, number>();
  for (const label of labels) {
    const score = labelScore(label, headerWords, squashed);
    if (score >= leastScore && score > (best.get(label.field) ?? 0)) best.set(label.field, score);
  }
  const phoneScore = phoneOfSomeone(text);
  if (phoneScore > (best.get('phone') ?? 0)) best.set('phone', phoneScore);
  return [...best].map(([field, score]) => ({ field, score })).sort((a, b) => b.score - a.score);
}

/** "SĐT con gái", "SĐT công ty": a phone header once its owner is taken away; words that name an owner do not weaken it. */
function phoneOfSomeone(text: string): number {
  const bare = tidy(text).toLowerCase().replace(kinship, ' ');
  if (bare === tidy(text).toLowerCase()) return 0;
  const bareWords = words(bare);
  const scores = labels
    .filter((label) => label.field === 'phone')
    .map((label) => labelScore(label, bareWords, bareWords.join('')));
  return 0.9 * Math.max(0, ...scores);
}

function labelScore(label: Label, headerWords: readonly string[], squashed: string): number {
  if (label.squashed === squashed) return 1;
  const shorter = Math.min(label.squashed.length, squashed.length);
  const forgiven = shorter >= 10 ? 2 : shorter >= 5 ? 1 : 0;
  const typos = forgiven > 0 ? editDistance(label.squashed, squashed, forgiven) : 1;
  if (typos <= forgiven) return 0.95 - 0.05 * typos;
  const distinctive = label.words.length >= 2 || label.squashed.length >= 3;
  if (!distinctive || !contains(headerWords, label.words)) return 0;
  return (0.85 * label.squashed.length) / squashed.length;
}

/** The label's words in the header's, in order and in one run; one typo in words from 5 letters. */
function contains(header: readonly string[], label: readonly string[]): boolean {
  for (let start = 0; start + label.length <= header.length; start++) {
    if (label.every((word, i) => sameWord(word, header[start + i] ?? ''))) return true;
  }
  return false;
}

const sameWord = (a: string, b: string): boolean => a === b || (a.length >= 5 && b.length >= 5 && editDistance(a, b, 1) <= 1);

const kinship =
  /(?<![\p{L}])(con(?: gái| trai| dâu| rể)?|vợ|chồng|bố|mẹ|cha|ba|má|anh|chị|em|ông|bà|cháu|cô|dì|chú|bác|cậu|mợ|người thân|người nhà|gia đình|chủ hộ|hàng xóm|người giám hộ|giám hộ|phụ huynh|bạn|công ty|cơ quan)(?![\p{L}])/giu;

/** Whose phone a header speaks of: "SĐT con gái" → "con gái"; null for the person's own. */
export function phoneOwnerIn(header: string): string | null {
  const found = tidy(header).toLowerCase().match(kinship);
  return found === null ? null : found.join(' ');
}

/** The header says "Tuổi" and nothing about a year or a date. */
export const isAgeHeader = (header: string): boolean =>
  /\btuoi\b/u.test(fold(header)) && !/nam sinh|ngay|sinh/u.test(fold(header));
