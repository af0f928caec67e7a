import { type CellObject, read, SSF, set_cptable, utils, type WorkBook, type WorkSheet } from '@e965/xlsx';
import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs';
import type { Cell } from '@truyvet/outbreak';
import { limits } from './limits.ts';
import { type ListFile, type Sheet, Unreadable } from './listFile.ts';
import { dense } from './readXlsx.ts';
import { dayOrNumber, SheetCells } from './sheetCells.ts';

/** A workbook of Excel 97–2003 (BIFF) and before. Only read, only in the memory-capped child: the format is old and the parser trusts it. */
export function readXls(bytes: Buffer): ListFile {
  set_cptable(codepages);
  const workbook = parse(bytes);
  const sheets = workbook.SheetNames.map((name, i): Sheet => {
    const hidden = (workbook.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0;
    return readSheet(name, hidden, workbook.Sheets[name], workbook.Workbook?.WBProps?.date1904 === true);
  });
  return { format: 'xls', encoding: null, sheets };
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

function readSheet(name: string, hidden: boolean, sheet: WorkSheet | undefined, date1904: boolean): Sheet {
  const cells = new SheetCells();
  const data: ReadonlyArray<ReadonlyArray<CellObject | undefined> | undefined> = sheet?.['!data'] ?? [];
  for (let row = 0; row < data.length && !cells.endedBefore(row); row++) {
    data[row]?.forEach((cell, column) => {
      if (cell !== undefined) cells.put(row, column, cellValue(cell, date1904));
    });
  }
  for (const merge of sheet?.['!merges'] ?? []) cells.merge(utils.encode_range(merge));
  return { name, hidden, rows: dense(cells.entries()), stoppedAtRow: cells.stoppedAtRow };
}

function cellValue(cell: CellObject, date1904: boolean): Cell {
  if (cell.v === undefined || cell.t === 'z') return cell.f === undefined ? null : { kind: 'formula', text: cell.f };
  if (cell.t === 'e') return { kind: 'error', text: cell.w ?? '#ERR' };
  if (typeof cell.v !== 'number') return cell.v instanceof Date ? null : cell.v;
  return typeof cell.z === 'string' && SSF.is_date(cell.z) ? dayOrNumber(cell.v, date1904) : cell.v;
}
