import type { Cell } from '@truyvet/outbreak';
import { type ListFile, type Sheet, Unreadable } from './listFile.ts';
import { columnIndex, dayOrNumber, SheetCells } from './sheetCells.ts';
import { readDateStyles, readSharedStrings, readWorkbook, type SheetPart } from './workbookParts.ts';
import { readXml } from './xml.ts';
import { openZip, type ZipParts } from './zipParts.ts';

type Context = {
  readonly zip: ZipParts;
  readonly shared: readonly string[];
  readonly dateStyles: readonly boolean[];
  readonly date1904: boolean;
};

/**
 * An Office Open XML workbook, read as a stream. Our own reader over yauzl and saxes, because the guard against bombs has to count the
 * very bytes that are parsed; libraries that unpack for themselves read other bytes than those that were checked.
 */
export async function readXlsx(bytes: Buffer): Promise<ListFile> {
  const zip = await openZip(bytes);
  const workbook = await readWorkbook(zip);
  const context = {
    zip,
    shared: await readSharedStrings(zip, workbook.sharedPath),
    dateStyles: await readDateStyles(zip, workbook.stylesPath),
    date1904: workbook.date1904,
  };
  const sheets: Sheet[] = [];
  for (const part of workbook.sheets) sheets.push(await readSheet(part, context));
  return { format: 'xlsx', encoding: null, sheets };
}

type OpenCell = { column: number; type: string; style: number; value: string; hasValue: boolean; formula: string | null };

async function readSheet(part: SheetPart, context: Context): Promise<Sheet> {
  const cells = new SheetCells();
  let row = -1;
  let cell: OpenCell | null = null;
  let column = -1;
  let into: 'value' | 'formula' | null = null;
  let phonetic = false;
  let ended = false;
  await readXml(await context.zip.open(part.path), {
    open: (name, attributes) => {
      if (ended) return;
      switch (name) {
        case 'row':
          row = attributes['r'] === undefined ? row + 1 : Number(attributes['r']) - 1;
          column = -1;
          ended = cells.endedBefore(row);
          break;
        case 'c':
          column = attributes['r'] === undefined ? column + 1 : columnIndex(attributes['r'].replace(/\d+$/u, ''));
          cell = {
            column,
            type: attributes['t'] ?? 'n',
            style: Number(attributes['s'] ?? 0),
            value: '',
            hasValue: false,
            formula: null,
          };
          break;
        case 'f':
          if (cell) cell.formula = '';
          into = 'formula';
          break;
        case 'v':
        case 't':
          if (cell) cell.hasValue = true;
          into = phonetic ? null : 'value';
          break;
        case 'rPh':
          phonetic = true;
          break;
        case 'mergeCell':
          cells.merge(attributes['ref'] ?? '');
          break;
      }
    },
    text: (text) => {
      if (cell === null || into === null) return;
      if (into === 'value') cell.value += text;
      else cell.formula = (cell.formula ?? '') + text;
    },
    close: (name) => {
      if (name === 'v' || name === 't' || name === 'f') into = null;
      if (name === 'rPh') phonetic = false;
      if (name !== 'c' || cell === null) return;
      if (!ended) cells.put(row, cell.column, cellValue(cell, context));
      cell = null;
    },
    enough: () => ended,
  });
  const entries = cells.entries();
  return { name: part.name, hidden: part.hidden, rows: dense(entries), stoppedAtRow: cells.stoppedAtRow };
}

/** ECMA-376 part 1 §18.18.11 (cell types). A formula counts as its cached result. */
function cellValue(cell: OpenCell, context: Context): Cell {
  if (!cell.hasValue) return cell.formula === null ? null : { kind: 'formula', text: cell.formula };
  switch (cell.type) {
    case 's':
      return context.shared[Number(cell.value)] ?? null;
    case 'str':
    case 'inlineStr':
      return cell.value;
    case 'b':
      return cell.value === '1' || cell.value === 'true';
    case 'e':
      return { kind: 'error', text: cell.value };
    case 'd':
      return /^\d{4}-\d{2}-\d{2}/u.test(cell.value) ? { kind: 'date', iso: cell.value.slice(0, 10) } : cell.value;
    default:
      return numberOf(cell, context);
  }
}

function numberOf(cell: OpenCell, context: Context): Cell {
  if (cell.value.trim() === '') return cell.formula === null ? null : { kind: 'formula', text: cell.formula };
  const value = Number(cell.value);
  if (!Number.isFinite(value)) throw new Unreadable('file.unreadable');
  return context.dateStyles[cell.style] === true ? dayOrNumber(value, context.date1904) : value;
}

const blank: readonly Cell[] = [];

/** Rows with their gaps filled by one shared blank row. */
export function dense(entries: ReadonlyArray<readonly [index: number, cells: readonly Cell[]]>): Array<readonly Cell[]> {
  const rows = Array.from({ length: (entries.at(-1)?.[0] ?? -1) + 1 }, () => blank);
  for (const [index, cells] of entries) rows[index] = cells;
  return rows;
}
