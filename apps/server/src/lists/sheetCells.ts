import { addDays, type Cell, fromSerial } from '@truyvet/outbreak';
import { wellFormed } from './decodeText.ts';
import { limits } from './limits.ts';
import { Unreadable } from './listFile.ts';

/** Rows as they fill up: sparse at first, so that a million blank rows cost nothing. */
export class SheetCells {
  readonly #rows = new Map<number, Cell[]>();
  #textLength = 0;
  #last = -1;
  stoppedAtRow: number | null = null;

  /** Puts a cell; indexes from 0. Blank cells and columns beyond the limit are left out. */
  put(row: number, column: number, cell: Cell): void {
    if (cell === null || (typeof cell === 'string' && cell.trim() === '') || column >= limits.columns) return;
    let cells = this.#rows.get(row);
    if (cells === undefined) {
      if (this.#rows.size >= limits.rows) throw new Unreadable('list.tooManyRows', { limit: limits.rows });
      cells = [];
      this.#rows.set(row, cells);
    }
    while (cells.length < column) cells.push(null);
    cells[column] = typeof cell === 'string' ? wellFormed(cell) : cell;
    this.#last = Math.max(this.#last, row);
    this.#textLength += typeof cell === 'string' ? cell.length : 8;
    if (this.#textLength > limits.textLength) throw new Unreadable('file.tooHeavy');
  }

  /** True once so many blank rows passed that the sheet has ended. */
  endedBefore(row: number): boolean {
    if (row - this.#last <= limits.blankRows) return false;
    this.stoppedAtRow = row + 1;
    return true;
  }

  /** A cell merged downwards belongs to each of its rows (one phone for a household). `A3:A5`; wider merges fill their first column. */
  merge(range: string): void {
    const match = /^([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)$/u.exec(range);
    if (!match) return;
    const [column, first, last] = [columnIndex(match[1] ?? ''), Number(match[2]) - 1, Number(match[3]) - 1];
    const value = this.#rows.get(first)?.[column] ?? null;
    if (value === null || last - first > limits.mergedRows) return;
    for (let row = first + 1; row <= last; row++) {
      if (this.#rows.has(row) && (this.#rows.get(row)?.[column] ?? null) === null) this.put(row, column, value);
    }
  }

  /** Filled rows by index from 0, in order. */
  entries(): Array<readonly [index: number, cells: readonly Cell[]]> {
    return [...this.#rows].sort(([a], [b]) => a - b);
  }
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
