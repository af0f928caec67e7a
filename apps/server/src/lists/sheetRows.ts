import { addDays, type Cell, fromSerial } from '@truyvet/outbreak';
import { wellFormed } from './decodeText.ts';
import { limits } from './limits.ts';
import { type SheetRow, Unreadable } from './listFile.ts';

/** Cells merged downwards, in the column of their first cell; indexes from 0. */
export type Merge = { readonly column: number; readonly first: number; readonly last: number };

/**
 * The rows of a sheet as its cells come, row after row: only filled ones, so that a million blank rows cost nothing, and never more than the
 * reader takes at a time. A cell merged downwards belongs to each of its filled rows (one phone for a household).
 */
export class SheetRows {
  readonly #mergesFrom = new Map<number, Merge[]>();
  #spanning: Array<{ readonly merge: Merge; readonly value: Cell }> = [];
  #ready: SheetRow[] = [];
  #open: { readonly index: number; readonly cells: Cell[] } | null = null;
  #last = -1;
  #count = 0;
  #textLength = 0;
  stoppedAtRow: number | null = null;
  /** What the sheet says of its own size. */
  expectedRows: number | null = null;

  constructor(merges: readonly Merge[] = []) {
    for (const merge of merges) {
      const from = this.#mergesFrom.get(merge.first);
      if (from) from.push(merge);
      else this.#mergesFrom.set(merge.first, [merge]);
    }
  }

  /** Puts a cell; indexes from 0, rows ascending. Blank cells and columns beyond the limit are left out. */
  put(row: number, column: number, cell: Cell): void {
    if (cell === null || (typeof cell === 'string' && cell.trim() === '') || column >= limits.columns) return;
    const cells = this.#cellsOf(row);
    while (cells.length < column) cells.push(null);
    cells[column] = typeof cell === 'string' ? wellFormed(cell) : cell;
    this.#textLength += typeof cell === 'string' ? cell.length : 8;
    if (this.#textLength > limits.textLength) throw new Unreadable('file.tooHeavy');
  }

  #cellsOf(row: number): Cell[] {
    if (this.#open?.index === row) return this.#open.cells;
    this.end();
    if (!(row > this.#last)) throw new Unreadable('file.unreadable', { detail: 'rows out of order' });
    if (this.#count >= limits.rows) throw new Unreadable('list.tooManyRows', { limit: limits.rows });
    this.#count++;
    this.#last = row;
    this.#open = { index: row, cells: [] };
    return this.#open.cells;
  }

  /** Closes the last row: nothing more comes for it. */
  end(): void {
    if (this.#open === null) return;
    const { index, cells } = this.#open;
    this.#open = null;
    this.#spanning = this.#spanning.filter(({ merge }) => merge.last >= index);
    for (const { merge, value } of this.#spanning) {
      if ((cells[merge.column] ?? null) !== null) continue;
      while (cells.length < merge.column) cells.push(null);
      cells[merge.column] = value;
    }
    for (const merge of this.#mergesFrom.get(index) ?? []) {
      const value = cells[merge.column] ?? null;
      if (value !== null) this.#spanning.push({ merge, value });
    }
    this.#ready.push([index, cells]);
  }

  /** True once so many blank rows passed that the sheet has ended. */
  endedBefore(row: number): boolean {
    if (row - this.#last <= limits.blankRows) return false;
    this.stoppedAtRow = row + 1;
    return true;
  }

  get ready(): number {
    return this.#ready.length;
  }

  /** The rows that are complete, handed over once. */
  take(): SheetRow[] {
    const rows = this.#ready;
    this.#ready = [];
    return rows;
  }
}

/** "A3:A5" as a merge downwards; null for one row, nonsense, and merges too long to mean a household. */
export function downwardMerge(range: string): Merge | null {
  const match = /^([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})$/u.exec(range);
  if (!match) return null;
  const [column, first, last] = [columnIndex(match[1] ?? ''), Number(match[2]) - 1, Number(match[3]) - 1];
  return last > first && last - first <= limits.mergedRows && column < limits.columns ? { column, first, last } : null;
}

/** "A" → 0, "AB" → 27. */
export function columnIndex(letters: string): number {
  let index = 0;
  for (const letter of letters) index = index * 26 + letter.charCodeAt(0) - 64;
  return index - 1;
}

/** A number in a cell that shows a day: the day (time of day dropped); numbers that are no day stay numbers. */
export function dayOrNumber(value: number, date1904: boolean): Cell {
  const iso = date1904 ? (value >= 0 && value < 2_957_004 ? addDays('1904-01-01', Math.floor(value)) : null) : fromSerial(value);
  return iso === null ? value : { kind: 'date', iso };
}

const blank: readonly Cell[] = [];

/** Rows with their gaps filled by one shared blank row. */
export function dense(entries: readonly SheetRow[]): Array<readonly Cell[]> {
  const rows = Array.from({ length: (entries.at(-1)?.[0] ?? -1) + 1 }, () => blank);
  for (const [index, cells] of entries) rows[index] = cells;
  return rows;
}
