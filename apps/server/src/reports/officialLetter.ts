import type { UnitSettingValues } from '@truyvet/contract';
import {
  AlignmentType,
  BorderStyle,
  Document,
  Header,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import { dots } from './dots.ts';

/** An official letter by Decree 30/2020/NĐ-CP, Annex I: A4, Times New Roman, the elements at their places. */
export type OfficialLetter = {
  readonly settings: UnitSettingValues;
  /** After "V/v". */
  readonly about: string;
  /** The day of the letter, YYYY-MM-DD. */
  readonly on: string;
  readonly body: readonly (Paragraph | Table)[];
  readonly signingPlace?: string;
  /** The kind of a document that has a name, "QUYẾT ĐỊNH": it stands above `about` in the middle, instead of "V/v" and "Kính gửi". */
  readonly title?: string;
};

const font = 'Times New Roman';
/** Twentieths of a point to a millimetre. */
const mm = (length: number): number => Math.round((length * 1440) / 25.4);
const points = (size: number): number => size * 2;

const none = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const noBorders = { top: none, bottom: none, left: none, right: none, insideHorizontal: none, insideVertical: none };
const line = { bottom: { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 1 } };
/** Inside the margins: 210 mm less 30 left and 20 right. */
const textWidth = 160;
const leftHead = 64;

type Style = { readonly size?: number; readonly bold?: boolean; readonly italics?: boolean; readonly allCaps?: boolean };
const run = (text: string, { size = 14, ...style }: Style = {}) => new TextRun({ text, font, size: points(size), ...style });
const centred = (text: string, style: Style = {}) =>
  new Paragraph({ alignment: AlignmentType.CENTER, children: [run(text, style)] });
/** A line under the words above it: an empty paragraph as low as can be. */
const rule = (indent: number) =>
  new Paragraph({
    border: line,
    indent: { left: mm(indent), right: mm(indent) },
    run: { size: 2 },
    spacing: { after: 120, line: 40, lineRule: LineRuleType.EXACT },
    children: [],
  });

/** A paragraph of the text: justified, first line 10 mm in, 6 points apart; `after` in twentieths of a point, before a table. */
export function bodyParagraph(text: string, style: Style = {}, after = 0): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.JUSTIFIED,
    indent: { firstLine: mm(10) },
    spacing: { before: 120, after, line: 300 },
    children: [run(text, style)],
  });
}

/** A table of the text. The first column is to the left, figures are centred; the last row is bold when it is a sum. */
export function bodyTable(headings: readonly string[], rows: readonly (readonly string[])[], widths: readonly number[]): Table {
  const cell = (text: string, index: number, bold: boolean) =>
    new TableCell({
      width: { size: mm(widths[index] ?? 20), type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      margins: { top: 40, bottom: 40, left: 80, right: 80 },
      children: [
        new Paragraph({
          alignment: index === 1 && !bold ? AlignmentType.LEFT : AlignmentType.CENTER,
          children: [run(text, { size: 12, bold })],
        }),
      ],
    });
  const line = (cells: readonly string[], bold: boolean, heading = false) =>
    new TableRow({ tableHeader: heading, cantSplit: true, children: cells.map((text, index) => cell(text, index, bold)) });
  return new Table({
    alignment: AlignmentType.CENTER,
    columnWidths: widths.map(mm),
    width: { size: mm(widths.reduce((sum, width) => sum + width, 0)), type: WidthType.DXA },
    rows: [line(headings, true, true), ...rows.map((cells, index) => line(cells, index === rows.length - 1 && cells[0] === ''))],
  });
}

/** The letter as a .docx file. */
export async function officialLetter(letter: OfficialLetter): Promise<Buffer> {
  const document = new Document({
    creator: 'Truy Vết',
    title: letter.about,
    styles: { default: { document: { run: { font, size: points(14) } } } },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(20), bottom: mm(20), left: mm(30), right: mm(20), header: mm(10), footer: mm(10) },
          },
        },
        headers: { first: new Header({ children: [new Paragraph({})] }), default: pageNumber() },
        children: [
          head(letter),
          ...(letter.title ? titleBlock(letter.title, letter.about) : addressees(letter.settings)),
          ...letter.body,
          foot(letter),
        ],
      },
    ],
  });
  return await Packer.toBuffer(document);
}

/** Centred at the top, 13 points, not on the first page. */
function pageNumber(): Header {
  const number = new TextRun({ children: [PageNumber.CURRENT], font, size: points(13) });
  return new Header({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [number] })] });
}

function head({ settings, about, on, title }: OfficialLetter): Table {
  const body = settings['letter.body'] ?? dots(26);
  const left = [
    centred(settings['letter.superior'] ?? dots(26), { size: 12 }),
    centred(body, { size: 12, bold: true }),
    rule(20),
    centred(`Số: ${dots(8)}/${settings['letter.symbol'] ?? dots(12)}`, { size: 13 }),
    ...(title ? [] : [centred(`V/v ${about}`, { size: 12 })]),
  ];
  const right = [
    centred('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', { size: 12, bold: true }),
    centred('Độc lập - Tự do - Hạnh phúc', { size: 13, bold: true }),
    rule(20.5),
    centred(`${settings['letter.place'] ?? dots(16)}, ${dateLine(on)}`, { size: 13, italics: true }),
  ];
  const column = (children: readonly Paragraph[], width: number) =>
    new TableCell({
      borders: noBorders,
      width: { size: mm(width), type: WidthType.DXA },
      margins: { left: 0, right: 0 },
      children: [...children],
    });
  return new Table({
    borders: noBorders,
    columnWidths: [mm(leftHead), mm(textWidth - leftHead)],
    width: { size: mm(textWidth), type: WidthType.DXA },
    rows: [new TableRow({ children: [column(left, leftHead), column(right, textWidth - leftHead)] })],
  });
}

/** "ngày 09 tháng 7 năm 2021": days below 10 and the months 1 and 2 have a zero before them (Annex I, II.4). */
export function dateLine(on: string): string {
  const [year = '', month = '', day = ''] = on.split('-');
  return `ngày ${day} tháng ${Number(month) <= 2 ? month : Number(month)} năm ${year}`;
}

/** Name and summary of a document, a line under them (Annex I, II.5). */
function titleBlock(title: string, about: string): Paragraph[] {
  const name = new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 360 },
    children: [run(title, { bold: true })],
  });
  return [name, centred(about, { bold: true }), rule(55)];
}

/** A line of the text in the middle, in bold: "QUYẾT ĐỊNH:". */
export const centredLine = (text: string): Paragraph =>
  new Paragraph({ alignment: AlignmentType.CENTER, spacing: { before: 240, after: 120 }, children: [run(text, { bold: true })] });

function addressees(settings: UnitSettingValues): Paragraph[] {
  const to = settings['letter.to'] ?? [dots(40)];
  const spacing = { before: 360, after: 240 };
  if (to.length === 1)
    return [new Paragraph({ alignment: AlignmentType.CENTER, spacing, children: [run(`Kính gửi: ${to[0] ?? ''}.`)] })];
  const lines = to.map((name, index) => `- ${name}${index === to.length - 1 ? '.' : ';'}`);
  return [
    new Paragraph({ indent: { left: mm(30) }, spacing: { before: 360 }, children: [run('Kính gửi:')] }),
    ...lines.map(
      (text, index) =>
        new Paragraph({
          indent: { left: mm(50) },
          spacing: { after: index === lines.length - 1 ? 240 : 0 },
          children: [run(text)],
        }),
    ),
  ];
}

function foot({ settings, signingPlace }: OfficialLetter): Table {
  const copies = settings['letter.copies'] ?? ['Như trên', `Lưu: VT${dots(8)}`];
  const left = [
    new Paragraph({ children: [run('Nơi nhận:', { size: 12, bold: true, italics: true })] }),
    ...copies.map(
      (name, index) => new Paragraph({ children: [run(`- ${name}${index === copies.length - 1 ? '.' : ';'}`, { size: 11 })] }),
    ),
  ];
  const title = settings['letter.signerTitle'] ?? [dots(24)];
  const name = settings['letter.signerName'];
  const right = [
    ...title.map((text) => centred(text, { size: 14, bold: true })),
    ...Array.from({ length: 4 }, () => centred('')),
    centred(name ?? dots(30), { size: 14, bold: name !== undefined }),
    ...(signingPlace === undefined ? [] : [centred(signingPlace, { size: 12, italics: true })]),
  ];
  const cell = (children: readonly Paragraph[]) =>
    new TableCell({
      borders: noBorders,
      width: { size: mm(textWidth / 2), type: WidthType.DXA },
      margins: { left: 0, right: 0, top: mm(6) },
      children: [...children],
    });
  return new Table({
    borders: noBorders,
    columnWidths: [mm(textWidth / 2), mm(textWidth / 2)],
    width: { size: mm(textWidth), type: WidthType.DXA },
    rows: [new TableRow({ cantSplit: true, children: [cell(left), cell(right)] })],
  });
}
