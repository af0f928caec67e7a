import type { Writable } from 'node:stream';
import ExcelJS from 'exceljs';

/** A cell that stands out: `alarm` for who needs help now, `warning` for who needs work, `good` for what is settled. */
export type Tone = 'alarm' | 'warning' | 'good';
export type CellValue = string | number | null;

export type Column<Row> = {
  readonly heading: string;
  /** In characters of the body font. */
  readonly width: number;
  readonly align?: 'left' | 'center';
  readonly value: (row: Row, index: number) => CellValue;
  readonly tone?: (row: Row) => Tone | null;
};

const font = { name: 'Times New Roman', size: 11 } as const;
const line = { style: 'thin', color: { argb: 'FFBFBFBF' } } as const;
const border = { top: line, left: line, bottom: line, right: line } as const;
const solid = (argb: string) => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } }) as const;
const toneStyles = {
  alarm: { fill: solid('FFF8CBAD'), font: { ...font, bold: true, color: { argb: 'FF9C0006' } } },
  warning: { fill: solid('FFFFEB9C'), font: { ...font, color: { argb: 'FF7F6000' } } },
  good: { fill: solid('FFE2EFDA'), font: { ...font, color: { argb: 'FF375623' } } },
} as const;
const headerStyle = {
  fill: solid('FF1F4E78'),
  font: { ...font, bold: true, color: { argb: 'FFFFFFFF' } },
  alignment: { horizontal: 'center', vertical: 'middle', wrapText: true },
  border,
} as const;

/** Rows above the table: organisation, title, remark, and an empty one. */
const headerRow = 5;

/** Points. A row's height is written, because a program that shows the sheet may not measure wrapped text itself. */
const lineHeight = 16;

function heightOf(cells: readonly { readonly text: string; readonly width: number }[]): number {
  return lineHeight * Math.max(1, ...cells.map(({ text, width }) => linesOf(text, width)));
}

/** Lines that a text takes when it is wrapped at words. */
function linesOf(text: string, width: number): number {
  let lines = 1;
  let used = 0;
  for (const word of text.split(' ')) {
    if (used > 0 && used + 1 + word.length > width) {
      lines += 1;
      used = 0;
    }
    used += (used > 0 ? 1 : 0) + word.length;
  }
  return lines;
}

export type TableOptions<Row> = {
  readonly name: string;
  readonly organisation: string;
  readonly title: string;
  readonly remark: string;
  readonly columns: readonly Column<Row>[];
  /** Colour of the sheet's tab. */
  readonly tab: Tone | null;
  /** @default 'A4' */
  readonly paper?: 'A3' | 'A4';
  /** Points; more leaves room for handwriting. @default one line */
  readonly lowestRow?: number;
};

/** A sheet under construction: a title, one heading row that stays in view and can be filtered, and rows as they come. */
export class TableSheet<Row> {
  readonly #sheet: ExcelJS.Worksheet;
  readonly #columns: readonly Column<Row>[];
  readonly #lowestRow: number;
  #rows = 0;

  constructor(workbook: ExcelJS.stream.xlsx.WorkbookWriter, options: TableOptions<Row>) {
    this.#columns = options.columns;
    this.#lowestRow = options.lowestRow ?? lineHeight;
    this.#sheet = workbook.addWorksheet(options.name, sheetOptions(options.tab, headerRow, options.paper ?? 'A4'));
    this.#sheet.columns = options.columns.map(({ width }) => ({ width }));
    writeTitle(this.#sheet, options, options.columns.length);
    const heading = this.#sheet.getRow(headerRow);
    heading.values = options.columns.map((column) => column.heading);
    heading.height = heightOf(options.columns.map((column) => ({ text: column.heading, width: column.width - 1 })));
    heading.eachCell((cell) => Object.assign(cell, headerStyle));
    heading.commit();
  }

  add(row: Row): void {
    const index = this.#rows++;
    const target = this.#sheet.getRow(headerRow + 1 + index);
    const texts: { text: string; width: number }[] = [];
    this.#columns.forEach((column, at) => {
      const cell = target.getCell(at + 1);
      const value = column.value(row, index);
      texts.push({ text: String(value ?? ''), width: column.width });
      const tone = column.tone?.(row);
      Object.assign(cell, tone ? toneStyles[tone] : { font }, {
        value,
        border,
        alignment: { horizontal: column.align ?? 'left', vertical: 'middle', wrapText: true },
      });
    });
    target.height = Math.max(this.#lowestRow, heightOf(texts));
    target.commit();
  }

  /** An empty table says so, so that nobody takes it for a fault. */
  end(emptyText: string): void {
    if (this.#rows === 0) {
      const cell = this.#sheet.getCell(headerRow + 1, 1);
      cell.value = emptyText;
      cell.font = { ...font, italic: true };
      this.#sheet.mergeCells(headerRow + 1, 1, headerRow + 1, this.#columns.length);
    }
    const lastRow = headerRow + Math.max(this.#rows, 1);
    this.#sheet.autoFilter = { from: { row: headerRow, column: 1 }, to: { row: lastRow, column: this.#columns.length } };
    this.#sheet.commit();
  }
}

/** Words and figures under one heading; `tone` colours a figure that is not zero. */
export type FigureBlock = {
  readonly heading: string;
  readonly rows: readonly { readonly label: string; readonly value: number; readonly tone?: Tone }[];
};

/** The first sheet: sentences, then pairs of words and figures. */
export function writeFigureSheet(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  options: {
    name: string;
    organisation: string;
    title: string;
    remark: string;
    sentences: readonly string[];
    blocks: readonly FigureBlock[];
  },
): void {
  const sheet = workbook.addWorksheet(options.name, sheetOptions(null, 0, 'A4'));
  sheet.columns = [{ width: 62 }, { width: 16 }, { width: 30 }];
  writeTitle(sheet, options, 3);
  let at = 5;
  for (const sentence of options.sentences) {
    const cell = sheet.getCell(at, 1);
    cell.value = sentence;
    cell.font = { ...font, size: 12 };
    cell.alignment = { wrapText: true, vertical: 'top' };
    sheet.mergeCells(at, 1, at, 3);
    sheet.getRow(at).height = 17 * linesOf(sentence, 108);
    at += 1;
  }
  for (const { heading, rows } of options.blocks) {
    at += 1;
    sheet.getCell(at, 1).value = heading;
    sheet.getCell(at, 2).value = 'Số người';
    for (const column of [1, 2]) Object.assign(sheet.getCell(at, column), headerStyle);
    for (const { label, value, tone } of rows) {
      at += 1;
      const style = tone && value > 0 ? toneStyles[tone] : { font };
      Object.assign(sheet.getCell(at, 1), style, { value: label, border });
      Object.assign(sheet.getCell(at, 2), style, { value, border, numFmt: '#,##0', alignment: { horizontal: 'right' } });
    }
    at += 1;
  }
  sheet.commit();
}

/** ECMA-376 part 1, 18.3.1.63, paperSize. ExcelJS names A4 only. */
const paperSizes = { A3: 8, A4: 9 } as const;

function sheetOptions(tab: Tone | null, frozenRows: number, paper: 'A3' | 'A4'): Partial<ExcelJS.AddWorksheetOptions> {
  return {
    properties: { defaultRowHeight: lineHeight, ...(tab && { tabColor: toneStyles[tab].fill.fgColor }) },
    views:
      frozenRows > 0 ? [{ state: 'frozen', xSplit: 2, ySplit: frozenRows, showGridLines: false }] : [{ showGridLines: false }],
    pageSetup: {
      paperSize: paperSizes[paper] as ExcelJS.PaperSize,
      orientation: frozenRows > 0 ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      margins: { left: 0.5, right: 0.4, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 },
      ...(frozenRows > 0 && { printTitlesRow: `${frozenRows}:${frozenRows}` }),
    },
    headerFooter: { oddFooter: '&C&"Times New Roman"&10Trang &P/&N' },
  };
}

function writeTitle(
  sheet: ExcelJS.Worksheet,
  { organisation, title, remark }: { organisation: string; title: string; remark: string },
  columns: number,
) {
  const rows: [string, object][] = [
    [organisation, { ...font, size: 12, bold: true }],
    [title, { ...font, size: 15, bold: true, color: { argb: 'FF1F4E78' } }],
    [remark, { ...font, italic: true }],
  ];
  rows.forEach(([text, style], index) => {
    const cell = sheet.getCell(index + 1, 1);
    cell.value = text;
    Object.assign(cell, { font: style, alignment: { vertical: 'middle' } });
    sheet.mergeCells(index + 1, 1, index + 1, columns);
  });
}

/** A workbook that is written as it is filled. `commit` it, then wait for the stream to finish. */
export function openWorkbook(stream: Writable, at: Date): ExcelJS.stream.xlsx.WorkbookWriter {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true });
  return Object.assign(workbook, { creator: 'Truy Vết', lastModifiedBy: 'Truy Vết', created: at, modified: at });
}
