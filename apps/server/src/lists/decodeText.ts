import { decodeLegacy, syllableShare } from '@truyvet/outbreak';
import iconv from 'iconv-lite';
import { Unreadable } from './listFile.ts';

export type DecodedText = {
  readonly text: string;
  readonly encoding: 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'Windows-1258' | 'TCVN3' | 'VNI';
};

/**
 * A text file as NFC text. Byte order marks decide; without one UTF-16 shows by its zero bytes, then what is valid UTF-8 is UTF-8. The rest is
 * Windows-1258 (which writes tone marks as characters of their own, hence NFC), TCVN3 or VNI: whichever makes most words Vietnamese syllables.
 * Text in the latter two comes as its codes, to be read cell by cell (legacyCells.ts). Binary data and other code pages are refused: they would
 * become wrong names.
 */
export function decodeText(bytes: Buffer): DecodedText {
  const utf16 = utf16Kind(bytes);
  if (utf16 !== null) return { text: wellFormed(utf16Text(bytes, utf16)), encoding: utf16 };
  if (bytes.includes(0)) throw new Unreadable('file.wrongKind', { kind: 'binary' });
  const utf8 = utf8Text(bytes);
  if (utf8 !== null) return { text: utf8.normalize('NFC'), encoding: 'UTF-8' };
  return eightBits(bytes);
}

/** Bytes that are looked at to tell eight-bit codes apart. */
const sampleBytes = 64 * 1024;
const leastSound = 0.5;

function eightBits(bytes: Buffer): DecodedText {
  const sample = bytes.subarray(0, sampleBytes);
  const latin1 = sample.toString('latin1');
  const readings = [
    { encoding: 'Windows-1258', sound: syllableShare(iconv.decode(sample, 'windows-1258').normalize('NFC')) },
    { encoding: 'TCVN3', sound: syllableShare(decodeLegacy(latin1, 'tcvn3')) },
    { encoding: 'VNI', sound: syllableShare(decodeLegacy(latin1, 'vni')) },
  ] as const;
  const best = readings.toSorted((a, b) => b.sound - a.sound)[0];
  if (best !== undefined && best.encoding !== 'Windows-1258' && best.sound >= leastSound) {
    return { text: bytes.toString('latin1'), encoding: best.encoding };
  }
  const text = iconv.decode(bytes, 'windows-1258').normalize('NFC');
  if (!looksVietnamese(text)) throw new Unreadable('file.encoding');
  return { text, encoding: 'Windows-1258' };
}

/** Without NUL and lone surrogates, which no database text can hold. */
export function wellFormed(text: string): string {
  return /[\0\uD800-\uDFFF]/.test(text) ? Buffer.from(text).toString().replaceAll('\0', '') : text;
}

function utf16Kind(bytes: Buffer): 'UTF-16LE' | 'UTF-16BE' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE';
  const sample = bytes.subarray(0, 4096);
  let [even, odd] = [0, 0];
  sample.forEach((byte, i) => {
    if (byte === 0 && i % 2 === 0) even++;
    if (byte === 0 && i % 2 === 1) odd++;
  });
  const many = sample.length / 8;
  if (odd > many && odd > even * 8) return 'UTF-16LE';
  return even > many && even > odd * 8 ? 'UTF-16BE' : null;
}

function utf16Text(bytes: Buffer, encoding: 'UTF-16LE' | 'UTF-16BE'): string {
  if (bytes.length % 2 === 1) throw new Unreadable('file.unreadable');
  return iconv.decode(bytes, encoding).normalize('NFC');
}

/** Null when it is no UTF-8; a file that is UTF-8 but for a last character cut in two was cut short. */
function utf8Text(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  const head = bytes.subarray(0, bytes.length - 3);
  const cut = [bytes.length - 1, bytes.length - 2, bytes.length - 3].some((end) => end > 0 && isUtf8(bytes.subarray(0, end)));
  if (cut && head.some((byte) => byte >= 0x80)) throw new Unreadable('file.unreadable');
  return null;
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** No tone mark without its vowel, and few signs (¨ ¸ µ » …) touching letters, as TCVN3, VNI or broken UTF-8 would leave. */
function looksVietnamese(text: string): boolean {
  const marked = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
  const loose = text.match(/[\u0300\u0301\u0303\u0309\u0323]/gu)?.length ?? 0;
  const signs = text.match(/(?<=\p{L})[¡-¿÷×]|[¡-¿÷×](?=\p{L})/gu)?.length ?? 0;
  return loose + signs <= marked * 0.02;
}
