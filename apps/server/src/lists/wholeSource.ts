import { type FileFormat, headRows, type RowSource, rowsAPiece, type SheetRow } from './listFile.ts';
import { dense } from './sheetRows.ts';

export type WholeSheet = {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly SheetRow[];
  readonly stoppedAtRow: number | null;
};

/** A row source over sheets that had to be read whole (.xls, .csv). */
export function wholeSource(format: FileFormat, encoding: string | null, sheets: readonly WholeSheet[]): RowSource {
  return {
    format,
    encoding,
    sheets: sheets.map(({ name, hidden, rows }) => ({
      name,
      hidden,
      rows: dense(rows.slice(0, headRows)),
      more: rows.length > headRows,
      expectedRows: rows.length,
    })),
    read: async (index, each) => {
      const sheet = sheets[index];
      if (sheet === undefined) throw new RangeError(`no sheet ${index}`);
      for (let from = 0; from < sheet.rows.length; from += rowsAPiece) await each(sheet.rows.slice(from, from + rowsAPiece));
      return sheet.stoppedAtRow;
    },
  };
}
