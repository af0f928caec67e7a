import type { UnitSettingValues } from '@truyvet/contract';
import { AlignmentType, BorderStyle, Document, ImageRun, Packer, PageOrientation, Paragraph, TextRun } from 'docx';
import QRCode from 'qrcode';
import { dots } from './dots.ts';

const font = 'Times New Roman';
const mm = (length: number): number => Math.round((length * 1440) / 25.4);
const green = '0B6B46';

type Look = { readonly size: number; readonly bold?: boolean; readonly color?: string };
const text = (words: string, { size, ...look }: Look) => new TextRun({ text: words, font, size: size * 2, ...look });
const centred = (words: string, look: Look, before = 0) =>
  new Paragraph({ alignment: AlignmentType.CENTER, spacing: { before }, children: [text(words, look)] });
const bullet = (words: string) =>
  new Paragraph({
    bullet: { level: 0 },
    alignment: AlignmentType.LEFT,
    spacing: { before: 50 },
    children: [text(words, { size: 12 })],
  });
const heading = (words: string) =>
  new Paragraph({
    spacing: { before: 140, after: 20 },
    keepNext: true,
    children: [text(words, { size: 14, bold: true, color: green })],
  });

/** An A5 leaflet for every household: who calls, from which number, how to answer, where to call, where to declare. */
export async function leaflet(
  settings: UnitSettingValues,
  unit: { readonly name: string; readonly code: string },
): Promise<Buffer> {
  const who = settings['organisation.name'] ?? unit.name;
  const caller = settings['caller.number'] ?? dots(22);
  const hotline = settings['hotline.number'] ?? dots(22);
  const callerName = settings['caller.name'];
  const named = callerName === undefined ? [] : ([[`Màn hình hiện tên: ${callerName}`, 13, true]] as const);
  const children = [
    centred(who.toUpperCase(), { size: 12, bold: true }),
    centred('CUỘC GỌI TỰ ĐỘNG', { size: 19, bold: true, color: green }, 80),
    centred('PHÒNG, CHỐNG DỊCH', { size: 19, bold: true, color: green }),
    centred('Xin bà con nghe máy và trả lời đúng sự thật', { size: 13 }, 40),
    boxed([['Số máy gọi đến', 12, false], [caller, 20, true], ...named]),
    heading('Khi máy gọi'),
    bullet('Máy nói rõ mình là máy, của cơ quan nào, rồi mới hỏi.'),
    bullet('Bấm phím 1 là Có, phím 2 là Không, phím 3 là Không rõ. Phím 9 để nghe lại, phím 0 để gặp cán bộ.'),
    bullet('Máy chỉ hỏi năm sinh để biết đúng người, rồi hỏi về sức khỏe và việc đi lại.'),
    bullet('Lỡ cuộc gọi: xin gọi lại đường dây nóng ở dưới.'),
    heading('Cẩn thận kẻ giả mạo'),
    bullet('Máy không bao giờ hỏi số tài khoản, mật khẩu, mã OTP, không yêu cầu chuyển tiền.'),
    bullet('Ai hỏi những điều đó là lừa đảo: xin gác máy và báo công an xã.'),
    heading('Có sốt, ho, khó thở; mới từ nơi khác về; muốn phản ánh'),
    boxed([
      ['Đường dây nóng', 12, false],
      [hotline, 20, true],
      ['Khó thở, tức ngực, cấp cứu: gọi ngay 115', 13, true],
    ]),
    ...(await declareOnline(settings, unit.code)),
  ];
  const size = { width: mm(148), height: mm(210), orientation: PageOrientation.PORTRAIT };
  const margin = { top: mm(11), bottom: mm(10), left: mm(13), right: mm(13) };
  const document = new Document({
    creator: 'Truy Vết',
    title: 'Cuộc gọi tự động phòng, chống dịch',
    sections: [{ properties: { page: { size, margin } }, children }],
  });
  return await Packer.toBuffer(document);
}

/** Lines in a green frame. */
function boxed(lines: readonly (readonly [words: string, size: number, bold: boolean])[]): Paragraph {
  const edge = { style: BorderStyle.SINGLE, size: 12, color: green, space: 4 };
  const runs = lines.map(
    ([words, size, bold], index) => new TextRun({ text: words, font, size: size * 2, bold, ...(index > 0 && { break: 1 }) }),
  );
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 120, after: 60 },
    border: { top: edge, bottom: edge, left: edge, right: edge },
    children: runs,
  });
}

/** A QR code of the declaration form with the commune chosen; left out while the public address is not set. */
async function declareOnline(settings: UnitSettingValues, unitCode: string): Promise<Paragraph[]> {
  const base = settings['public.address'];
  if (base === undefined) return [];
  const address = `${base}/khai-bao?xa=${encodeURIComponent(unitCode)}`;
  const data = await QRCode.toBuffer(address, { type: 'png', margin: 1, scale: 8, errorCorrectionLevel: 'M' });
  const image = new ImageRun({ type: 'png', data, transformation: { width: 84, height: 84 } });
  return [
    new Paragraph({ alignment: AlignmentType.CENTER, spacing: { before: 80 }, children: [image] }),
    centred('Khai báo y tế trên điện thoại: quét mã này', { size: 11 }),
  ];
}
