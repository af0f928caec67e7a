/**
 * VNI-Windows: a letter is followed by a character that carries its marks (á = "aù", ấ = "aá"); ơ, ư, đ, ỵ and i with a tone have a character
 * of their own. Read as Latin-1 characters, 0xC0–0xFC.
 */
const tones = ['', '\u0301', '\u0300', '\u0309', '\u0303', '\u0323'];
const plain = ['', 'ù', 'ø', 'û', 'õ', 'ï'];
const hats = ['â', 'á', 'à', 'å', 'ã', 'ä'];
const breves = ['ê', 'é', 'è', 'ú', 'ü', 'ë'];
const onI = ['i', 'í', 'ì', 'æ', 'ó', 'ò'];

const decoded = new Map<string, string>();
const encoded = new Map<string, string>();

function add(code: string, letter: string): void {
  decoded.set(code, letter);
  if (code.length === 2) {
    decoded.set(code.toUpperCase(), letter.toUpperCase());
    decoded.set(code.charAt(0).toUpperCase() + code.charAt(1), letter.toUpperCase());
  } else decoded.set(code.toUpperCase(), letter.toUpperCase());
  if (!encoded.has(letter)) {
    encoded.set(letter, code);
    encoded.set(letter.toUpperCase(), code.toUpperCase());
  }
}

tones.forEach((tone, i) => {
  const toned = (letter: string) => (letter + tone).normalize('NFC');
  if (i > 0) {
    for (const letter of 'aeou') add(letter + (plain[i] ?? ''), toned(letter));
    add(`ô${plain[i] ?? ''}`, toned('ơ'));
    add(`ö${plain[i] ?? ''}`, toned('ư'));
    if (tone !== '\u0323') add(`y${plain[i] ?? ''}`, toned('y'));
    add(onI[i] ?? '', toned('i'));
  }
  for (const [letter, hatted] of ['aâ', 'eê', 'oô']) add((letter ?? '') + (hats[i] ?? ''), toned(hatted ?? ''));
  add(`a${breves[i] ?? ''}`, toned('ă'));
});
add('ô', 'ơ');
add('ö', 'ư');
add('ñ', 'đ');
add('î', 'ỵ');

/**
 * VNI-Windows text as Unicode; characters that are no codes stay.
 *
 * @example decodeVni('Nguyeãn Vaên Ñöùc') // 'Nguyễn Văn Đức'
 */
export function decodeVni(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    const pair = decoded.get(text.slice(at, at + 2));
    if (pair !== undefined && at + 1 < text.length) {
      out += pair;
      at++;
    } else out += decoded.get(text.charAt(at)) ?? text.charAt(at);
  }
  return out;
}

/** Unicode text in VNI-Windows codes, for tests and exchange. */
export const encodeVni = (text: string): string => [...text.normalize('NFC')].map((one) => encoded.get(one) ?? one).join('');
