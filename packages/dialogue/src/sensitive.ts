/**
 * What discloses something about the person called: their level, exposure, disease, orders, samples (design §6). A prompt is
 * sensitive by the words it says or the variables it uses. Asking an unknown caller about themselves discloses nothing.
 */

/** Phrases that tell, NFC, lower case. Those of two words and more are also found without their marks. */
const telling: readonly string[] = [
  'f0',
  'f1',
  'f2',
  'f3',
  'f4',
  'f5',
  'f 0',
  'f 1',
  'f 2',
  'f 3',
  'f không',
  'f một',
  'f hai',
  'f ba',
  'tiếp xúc',
  'covid',
  'corona',
  'ncov',
  'sars',
  'cách ly',
  'phong tỏa',
  'phong toả',
  'xét nghiệm',
  'lấy mẫu',
  'mẫu bệnh phẩm',
  'dương tính',
  'âm tính',
  'ca bệnh',
  'ca nhiễm',
  'mắc bệnh',
  'người mắc',
  'nhiễm',
  'lây',
  'truy vết',
  'vùng dịch',
  'ổ dịch',
  'nguy cơ',
  'điều trị',
];

/** Variables that tell by being spoken or by steering what is spoken, whatever the author says. */
const tellingVariables = new Set([
  'level',
  'cap_f',
  'muc_f',
  'bien_phap',
  'ngay_quyet_dinh',
  'so_quyet_dinh',
  'ket_qua',
  'quan_he',
]);

const tokens = (text: string): readonly string[] =>
  text
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** Vietnamese letters without their marks: `tiếp xúc` → `tiep xuc`. */
export function withoutMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').normalize('NFC');
}

const phrases = telling.map((phrase) => ({ words: tokens(phrase), bare: tokens(withoutMarks(phrase)) }));

/** Whether the words from `at` on are a telling phrase; its length in words, else 0. */
function tellingLength(words: readonly string[], at: number): number {
  const here = (phrase: readonly string[], read: (word: string) => string) =>
    phrase.every((word, i) => read(words[at + i] ?? '') === word);
  const fits = phrases.filter(
    ({ words: phrase, bare }) => here(phrase, String) || (phrase.length > 1 && here(bare, withoutMarks)),
  );
  return Math.max(0, ...fits.map((phrase) => phrase.words.length));
}

/** The first telling phrase in a text, or null. */
export function sensitivePhrase(text: string): string | null {
  const words = tokens(text);
  for (let at = 0; at < words.length; at++) {
    const length = tellingLength(words, at);
    if (length > 0) return words.slice(at, at + length).join(' ');
  }
  return null;
}

/** A variable tells if the author says so, if it is a known one, or if its very name does (`ngay_tiep_xuc`). */
export function isSensitiveVariable(name: string, raisedByAuthor: boolean): boolean {
  return raisedByAuthor || tellingVariables.has(name) || sensitivePhrase(name.replaceAll('_', ' ')) !== null;
}

/** The words of a text that remain when telling phrases are taken out. A text without any is returned as it is, single-spaced. */
export function withoutSensitiveWords(text: string): string {
  if (sensitivePhrase(text) === null) return text.replace(/\s+/g, ' ').trim();
  const words = text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const lower = words.map((word) => word.toLowerCase());
  const kept: string[] = [];
  for (let at = 0; at < words.length; ) {
    const length = tellingLength(lower, at);
    if (length === 0) kept.push(words[at] ?? '');
    at += Math.max(1, length);
  }
  return kept.join(' ');
}
