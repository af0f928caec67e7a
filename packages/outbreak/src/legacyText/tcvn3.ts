/**
 * TCVN 5712:1993, repertoire VN3 ("TCVN3", "ABC"): one byte a letter, 0xA1–0xFE, read as Latin-1 characters. It has no capitals with a tone:
 * fonts whose name ends in H draw the small letters as capitals. 0xAD is "ư" (a soft hyphen to everybody else: it must not be dropped).
 */
const rows: ReadonlyArray<readonly [firstCode: number, letters: string]> = [
  [0xa1, 'ĂÂÊÔƠƯĐăâêôơưđ'],
  [0xb5, 'àảãáạ'],
  [0xbb, 'ằẳẵắ'],
  [0xc6, 'ặầẩẫấậè'],
  [0xce, 'ẻẽéẹềểễếệìỉ'],
  [0xdc, 'ĩíịò'],
  [0xe1, 'ỏõóọồổỗốộờởỡớợù'],
  [0xf1, 'ủũúụừửữứựỳỷỹýỵ'],
];

const decoded = new Map<string, string>();
const encoded = new Map<string, string>();
for (const [firstCode, letters] of rows) {
  [...letters].forEach((letter, i) => {
    const code = String.fromCharCode(firstCode + i);
    decoded.set(code, letter);
    encoded.set(letter, code);
  });
}

/** What a Vietnamese Windows makes of some of the codes (Windows-1258), and the codes themselves, in the same order. */
const in1258 = [...'ĂƠƯĐăơưđ\u0300\u0301\u0303\u0309\u0323\u20AB'];
const codes1258 = [...'ÃÕÝÐãõýðÌìÞÒòþ'];
const from1258 = new Map(in1258.map((letter, i) => [letter, codes1258[i] ?? letter]));

export type Tcvn3Options = {
  /** The font draws capitals (.VnTimeH): every letter is one. @default false */
  readonly capitals?: boolean;
};

/**
 * TCVN3 text as Unicode. Characters that are no codes stay. A text typed in capitals becomes one, its toned letters included; a word of a name
 * that could not begin with a capital for want of a code gets it.
 *
 * @example decodeTcvn3('NguyÔn V¨n ¸nh') // 'Nguyễn Văn Ánh'
 */
export function decodeTcvn3(text: string, options: Tcvn3Options = {}): string {
  const letters = [...text].map((one) => decoded.get(one) ?? one).join('');
  if (options.capitals || shouted(text)) return letters.toUpperCase();
  const words = letters.split(/(\s+)/u);
  const others = words.filter((word) => /\p{L}/u.test(word) && !startsToned(word));
  if (others.length === 0 || !others.every((word) => /^\p{Lu}/u.test(word))) return letters;
  return words.map((word) => (startsToned(word) ? word.charAt(0).toUpperCase() + word.slice(1) : word)).join('');
}

/** "NGUYÔN V¡N AN" was typed in capitals, though ễ has none. */
const shouted = (text: string): boolean => /[A-Z]{2}/u.test(text) && !/[a-z]/u.test(text);

const startsToned = (word: string): boolean =>
  /^\p{Ll}/u.test(word) && !/^[a-z]/u.test(word) && !encoded.has(word.charAt(0).toUpperCase());

/** Text whose codes were read as Windows-1258 with its codes as Latin-1 characters again. */
export const undo1258 = (text: string): string => [...text].map((one) => from1258.get(one) ?? one).join('');

/** Unicode text in TCVN3 codes, for tests and exchange. Capitals with a tone become small letters, as the code has none. */
export function encodeTcvn3(text: string): string {
  return [...text.normalize('NFC')].map((one) => encoded.get(one) ?? encoded.get(one.toLowerCase()) ?? one).join('');
}
