import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { openZip } from '../lists/zipParts.ts';
import { bodyParagraph, dateLine, officialLetter } from './officialLetter.ts';
import { withinSentence } from './unitWords.ts';

const letterOf = async (settings: Parameters<typeof officialLetter>[0]['settings']) =>
  await partsOf(await officialLetter({ settings, about: 'báo cáo thử', on: '2021-02-09', body: [bodyParagraph('Nội dung./.')] }));

describe('an official letter', () => {
  it('is an A4 page with the margins of Decree 30/2020: 20 mm above and below, 30 left, 20 right', async () => {
    const { document } = await letterOf({});
    const twips = (mm: number) => Math.round((mm * 1440) / 25.4);
    expect(document).toContain(`<w:pgSz w:w="${twips(210)}" w:h="${twips(297)}"`);
    for (const [side, mm] of [
      ['top', 20],
      ['bottom', 20],
      ['left', 30],
      ['right', 20],
    ] as const) {
      expect(document).toContain(`w:${side}="${twips(mm)}"`);
    }
    expect(document).toContain('<w:titlePg/>');
  });

  it('is set in Times New Roman throughout', async () => {
    const { document, styles } = await letterOf({});
    const fonts = [...`${document}${styles}`.matchAll(/w:ascii="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(fonts)).toEqual(new Set(['Times New Roman']));
  });

  it('carries the motto, the number, the place and day, the addressee, the copies and the signer', async () => {
    const { text } = await letterOf({
      'letter.superior': 'SỞ Y TẾ THỬ',
      'letter.body': 'TRUNG TÂM THỬ',
      'letter.symbol': 'TTYT-PCBTN',
      'letter.place': 'Thiệu Hóa',
      'letter.to': ['Nơi Một', 'Nơi Hai'],
      'letter.copies': ['Như trên', 'Lưu: VT'],
      'letter.signerTitle': ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'],
      'letter.signerName': 'Người Ký Thử',
    });
    for (const part of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      '/TTYT-PCBTN',
      'V/v báo cáo thử',
      'Thiệu Hóa, ngày 09 tháng 02 năm 2021',
      '- Nơi Một;',
      '- Nơi Hai.',
      './.',
      '- Lưu: VT.',
      'PHÓ GIÁM ĐỐC',
      'Người Ký Thử',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('shows what nobody has set as dotted lines', async () => {
    const { text } = await letterOf({});
    expect(text).toMatch(/Kính gửi: \.{20,}/);
    expect(text).toMatch(/Số: \.{8}\/\.{8,}/);
  });

  it('writes a zero before days below 10 and before January and February only', () => {
    expect(dateLine('2021-07-09')).toBe('ngày 09 tháng 7 năm 2021');
    expect(dateLine('2021-01-10')).toBe('ngày 10 tháng 01 năm 2021');
    expect(dateLine('2021-12-31')).toBe('ngày 31 tháng 12 năm 2021');
  });

  it('names a unit within a sentence with its kind in small letters, and nothing else', () => {
    expect(withinSentence('Xã Thiệu Ngọc')).toBe('xã Thiệu Ngọc');
    expect(withinSentence('Thị trấn Thiệu Hóa')).toBe('thị trấn Thiệu Hóa');
    expect(withinSentence('Thôn 2')).toBe('thôn 2');
    expect(withinSentence('Bản Lác')).toBe('bản Lác');
    expect(withinSentence('Trung tâm Y tế')).toBe('Trung tâm Y tế');
  });
});

/** The letter's XML, and its words without mark-up. */
async function partsOf(bytes: Buffer): Promise<{ document: string; styles: string; text: string }> {
  const zip = await openZip(bytes);
  const read = async (name: string) => (await buffer(await zip.open(name))).toString();
  const document = await read('word/document.xml');
  return { document, styles: await read('word/styles.xml'), text: document.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '') };
}
