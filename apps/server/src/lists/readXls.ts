import { type CellObject, read, SSF, set_cptable, utils, type WorkBook, type WorkSheet } from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import type { Cell } from '@truyvet/outbreak';
import { encodingName, LegacyCells } from './legacyCells.ts';
import { limits } from './limits.ts';
import { type RowSource, Unreadable } from './listFile.ts';
import { dayOrNumber, downwardMerge, SheetRows } from './sheetRows.ts';
import { type WholeSheet, wholeSource } from './wholeSource.ts';
import { type CellFonts, cellFonts } from './xlsFonts.ts';

/** A workbook of Excel 97–2003 (BIFF) and before. Only read, only in the memory-capped child: the format is old and the parser trusts it. */
export function openXls(bytes: Buffer): RowSource {
  set_cptable(codepages);
  const workbook = parse(bytes);
  const fonts = cellFonts(bytes);
  const legacy = new LegacyCells();
  const read = () =>
    workbook.SheetNames.map((name, i): WholeSheet => {
      const hidden = (workbook.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0;
      const date1904 = workbook.Workbook?.WBProps?.date1904 === true;
      const rows = readSheet(workbook.Sheets[name], { date1904, legacy, fonts: fonts[i] });
      return { name, hidden, rows: rows.take(), stoppedAtRow: rows.stoppedAtRow };
    });
  const sheets = read();
  legacy.settle();
  return wholeSource('xls', encodingName(legacy.leaning), legacy.leaning === null ? sheets : read());
}

function parse(bytes: Buffer): WorkBook {
  try {
    return read(bytes, {
      type: 'buffer',
      cellFormula: true,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      dense: true,
      sheetRows: limits.rows + 1,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Unreadable(/password|encrypt/iu.test(message) ? 'file.encrypted' : 'file.unreadable', {}, { cause: error });
  }
}

type Context = { readonly date1904: boolean; readonly legacy: LegacyCells; readonly fonts: CellFonts | undefined };

function readSheet(sheet: WorkSheet | undefined, context: Context): SheetRows {
  const merges = (sheet?.['!merges'] ?? []).flatMap((merge) => downwardMerge(utils.encode_range(merge)) ?? []);
  const rows = new SheetRows(merges);
  const data: ReadonlyArray<ReadonlyArray<CellObject | undefined> | undefined> = sheet?.['!data'] ?? [];
  for (let row = 0; row < data.length && !rows.endedBefore(row); row++) {
    data[row]?.forEach((cell, column) => {
      if (cell !== undefined) rows.put(row, column, cellValue(cell, row, column, context));
    });
  }
  rows.end();
  return rows;
}

function cellValue(cell: CellObject, row: number, column: number, { date1904, legacy, fonts }: Context): Cell {
  if (cell.v === undefined || cell.t === 'z') return cell.f === undefined ? null : { kind: 'formula', text: cell.f };
  if (cell.t === 'e') return { kind: 'error', text: cell.w ?? '#ERR' };
  if (typeof cell.v === 'string') return legacy.read(cell.v, fonts?.at(row, column) ?? null);
  if (typeof cell.v !== 'number') return cell.v instanceof Date ? null : cell.v;
  return typeof cell.z === 'string' && SSF.is_date(cell.z) ? dayOrNumber(cell.v, date1904) : cell.v;
}
