import { describe, expect, it, test } from 'vitest';
import { decode, leaningOf, legacyFont, recogniseLegacy } from './recognise.ts';
import { isSyllable, onsets, rhymes, toneMarks } from './syllables.ts';
import { decodeTcvn3, encodeTcvn3 } from './tcvn3.ts';
import { decodeVni, encodeVni } from './vni.ts';

/** Every syllable with every tone, the mark on each of its vowels in turn: both ways of placing it are among them. */
function* allSyllables(): Generator<string> {
  for (const onset of onsets) {
    for (const rhyme of rhymes) {
      for (const tone of toneMarks) {
        for (const place of [...rhyme].keys()) {
          const letters = [...rhyme];
          if (!/[aăâeêioôơuưy]/u.test(letters[place] ?? '')) continue;
          letters[place] += tone;
          yield (onset + letters.join('')).normalize('NFC');
        }
      }
    }
  }
}
const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

describe('every Vietnamese syllable', () => {
  const syllables = [...new Set(allSyllables())];

  it('goes to TCVN3 and back', () => {
    expect(syllables.length).toBeGreaterThan(30_000);
    expect(syllables.filter((word) => decodeTcvn3(encodeTcvn3(word)) !== word)).toEqual([]);
  });

  it('goes to TCVN3 in capitals, drawn by a font of capitals, and back', () => {
    const wrong = syllables.filter(
      (word) => decodeTcvn3(encodeTcvn3(word.toUpperCase()), { capitals: true }) !== word.toUpperCase(),
    );
    expect(wrong).toEqual([]);
  });

  it('goes to VNI and back, small, capitalised and in capitals', () => {
    const wrong = syllables
      .flatMap((word) => [word, capitalised(word), word.toUpperCase()])
      .filter((word) => decodeVni(encodeVni(word)) !== word);
    expect(wrong).toEqual([]);
  });

  it('is known as one, and is not two', () => {
    expect(syllables.filter((word) => /[cptgh]$/u.test(word) === false && !isSyllable(word))).toEqual([]);
    for (const word of ['bỡnh', 'nguyÔn', 'nguyeãn', 'hµ', 'tuấnn', 'cạt́']) expect(isSyllable(word)).toBe(false);
  });
});

const names = [
  'Nguyễn Văn An',
  'Lê Thị Hằng',
  'Trịnh Đình Đức',
  'Phạm Thị Ánh Tuyết',
  'Vũ Đức Thưởng',
  'Đỗ Thị Ước',
  'Hoàng Hữu Lộc',
  'Bùi Thị Yến',
];

describe('one cell', () => {
  it.each(names)('"%s" is read from both codes by its words alone', (name) => {
    expect(recogniseLegacy(encodeTcvn3(name))).toEqual({ text: name, kind: 'tcvn3' });
    expect(recogniseLegacy(encodeVni(name))).toEqual({ text: name, kind: 'vni' });
  });

  it.each([
    ...names,
    'Thôn Đồng Chí, xã Thiệu Viên',
    'Trần Bình',
    'Hà Lê',
    'Cô Bé',
    'Hoà',
    'Số điện thoại',
    'café',
    '15°C ± 2',
    '½',
    'Đã gặp F0 – ngày 5/7',
  ])('"%s" stays when it is Unicode', (text) => {
    expect(recogniseLegacy(text)).toEqual({ text, kind: null });
  });

  test('"ư" is 0xAD in TCVN3, which others strip as a soft hyphen', () => {
    expect(recogniseLegacy('H\u00ADng Yªn').text).toBe('Hưng Yên');
  });

  test('the name that a published converter gets wrong', () => {
    expect(recogniseLegacy('Ñöùc')).toEqual({ text: 'Đức', kind: 'vni' });
  });

  test('a font of capitals draws small codes large, and plain letters too', () => {
    expect(recogniseLegacy('nguyÔn v¨n an', { font: legacyFont('.VnTimeH') }).text).toBe('NGUYỄN VĂN AN');
    expect(recogniseLegacy('an thanh', { font: 'tcvn3Capitals' }).text).toBe('AN THANH');
  });

  test('capitals typed without their font become capitals', () => {
    expect(recogniseLegacy('NGUYÔN V¡N B×NH').text).toBe('NGUYỄN VĂN BÌNH');
  });

  test('a font left behind on Unicode text does no harm', () => {
    expect(recogniseLegacy('Nguyễn Đức Bình', { font: 'tcvn3' })).toEqual({ text: 'Nguyễn Đức Bình', kind: null });
    expect(recogniseLegacy('Bình', { font: 'vni' })).toEqual({ text: 'Bình', kind: null });
  });

  test('text that is sound both ways follows the font, else the list', () => {
    expect(recogniseLegacy('Vò').text).toBe('Vò');
    expect(recogniseLegacy('Vò', { font: 'tcvn3' }).text).toBe('Vũ');
    expect(recogniseLegacy('Vò', { leaning: 'tcvn3' }).text).toBe('Vũ');
  });

  test('codes that a Vietnamese Windows took for Windows-1258 are found by the font', () => {
    // 0xEC "ỡ" came through as a combining acute, 0xD0 "é" as Đ.
    expect(recogniseLegacy('b\u0110', { font: 'tcvn3' }).text).toBe('bé');
  });
});

test('fonts say which code they draw', () => {
  expect(['.VnTime', '.VnArialH', 'VNI-Times', 'VNI Helve', 'Times New Roman', 'Vnithing'].map(legacyFont)).toEqual([
    'tcvn3',
    'tcvn3Capitals',
    'vni',
    'vni',
    null,
    null,
  ]);
});

test('a list leans to the code of its recognised cells; a Unicode list to none', () => {
  expect(leaningOf([...names.map(encodeTcvn3), 'Vò', 'Lê', '0912345678'])).toBe('tcvn3');
  expect(leaningOf(names.map(encodeVni))).toBe('vni');
  expect(leaningOf([...names, 'Hà', encodeTcvn3('Đỗ Thị Ước')])).toBeNull();
  expect(decode('Ñoã', 'vni')).toBe('Đỗ');
});
