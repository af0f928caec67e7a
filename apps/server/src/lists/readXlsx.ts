import type { Cell } from '@truyvet/outbreak';
import { encodingName, LegacyCells } from './legacyCells.ts';
import { headRows, type RowSource, rowsAPiece, type SheetHead, type SheetRow, Unreadable } from './listFile.ts';
import { columnIndex, dayOrNumber, dense, type Merge, SheetRows } from './sheetRows.ts';
import { type CellStyles, readCellStyles, readMerges, readSharedStrings, readWorkbook, type SheetPart } from './workbookParts.ts';
import { readXml } from './xml.ts';
import { openZip, type ZipParts } from './zipParts.ts';

type Context = {
  readonly zip: ZipParts;
  readonly shared: readonly string[];
  readonly styles: CellStyles;
  readonly date1904: boolean;
  readonly legacy: LegacyCells;
};

/**
 * An Office Open XML workbook, read as a stream. Our own reader over yauzl and saxes, because the guard against bombs has to count the
 * very bytes that are parsed; libraries that unpack for themselves read other bytes than those that were checked.
 */
export async function openXlsx(bytes: Buffer): Promise<RowSource> {
  const zip = await openZip(bytes);
  const workbook = await readWorkbook(zip);
  const legacy = new LegacyCells();
  const context = {
    zip,
    shared: await readSharedStrings(zip, workbook.sharedPath, legacy),
    styles: await readCellStyles(zip, workbook.stylesPath),
    date1904: workbook.date1904,
    legacy,
  };
  const merges: Merge[][] = [];
  for (const { path } of workbook.sheets) merges.push(await readMerges(zip, path));
  const heads = async () => {
    const read: SheetHead[] = [];
    for (const [i, part] of workbook.sheets.entries()) read.push(await readHead(part, merges[i] ?? [], context));
    return read;
  };
  const sheets = await heads();
  legacy.settle();
  return {
    format: 'xlsx',
    encoding: encodingName(legacy.leaning),
    sheets: legacy.leaning === null ? sheets : await heads(),
    read: async (sheet, each) => {
      const part = workbook.sheets[sheet];
      if (part === undefined) throw new RangeError(`no sheet ${sheet}`);
      const rows = new SheetRows(merges[sheet]);
      await readSheet(part, rows, context, async () => {
        if (rows.ready >= rowsAPiece) await each(rows.take());
        return false;
      });
      if (rows.ready > 0) await each(rows.take());
      return rows.stoppedAtRow;
    },
  };
}

async function readHead(part: SheetPart, merges: readonly Merge[], context: Context): Promise<SheetHead> {
  const rows = new SheetRows(merges);
  await readSheet(part, rows, context, () => rows.ready > headRows);
  const read: SheetRow[] = rows.take();
  return {
    name: part.name,
    hidden: part.hidden,
    rows: dense(read.slice(0, headRows)),
    more: read.length > headRows,
    expectedRows: rows.expectedRows,
  };
}

type OpenCell = { column: number; type: string; style: number; value: string; hasValue: boolean; formula: string | null };

/** Reads the cells of a sheet into `rows`. `enough` is asked now and then; true ends the reading. */
async function readSheet(
  part: SheetPart,
  rows: SheetRows,
  context: Context,
  enough: () => boolean | Promise<boolean>,
): Promise<void> {
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
        case 'dimension':
          rows.expectedRows = Number(/\d+$/u.exec(attributes['ref'] ?? '')?.[0] ?? 0) || null;
          break;
        case 'row':
          row = attributes['r'] === undefined ? row + 1 : Number(attributes['r']) - 1;
          column = -1;
          ended = rows.endedBefore(row);
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
      if (!ended) rows.put(row, cell.column, cellValue(cell, context));
      cell = null;
    },
    enough: async () => ended || (await enough()),
  });
  rows.end();
}

/** ECMA-376 part 1 §18.18.11 (cell types). A formula counts as its cached result. */
function cellValue(cell: OpenCell, context: Context): Cell {
  if (!cell.hasValue) return cell.formula === null ? null : { kind: 'formula', text: cell.formula };
  const { legacy, styles } = context;
  const font = styles.fonts[cell.style] ?? null;
  switch (cell.type) {
    case 's': {
      const text = context.shared[Number(cell.value)];
      return text === undefined ? null : legacy.read(text, font);
    }
    case 'str':
    case 'inlineStr':
      return legacy.read(cell.value, font);
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
  return context.styles.dates[cell.style] === true ? dayOrNumber(value, context.date1904) : value;
}
