import type { ProblemCode, ProblemDetails } from '@truyvet/contract';
import type { Cell, RosterPlan, RowResult } from '@truyvet/outbreak';

/** A filled row: its index from 0 and its cells. */
export type SheetRow = readonly [index: number, cells: readonly Cell[]];

/** The beginning of a sheet: `rows[0]` is row 1, blank rows included. A CSV file has one sheet without a name. */
export type SheetHead = {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: ReadonlyArray<readonly Cell[]>;
  /** There is more than `rows`. */
  readonly more: boolean;
  /** Rows that the sheet says or is known to have, for a progress bar; null where it does not say. */
  readonly expectedRows: number | null;
};

/** A sheet read whole. */
export type Sheet = Omit<SheetHead, 'more' | 'expectedRows'> & {
  /** The row at which reading stopped because only blank rows followed; null when the sheet was read to its end. */
  readonly stoppedAtRow: number | null;
};

export type FileFormat = 'xlsx' | 'xls' | 'csv';
export type ListFile = { readonly format: FileFormat; readonly encoding: string | null; readonly sheets: readonly Sheet[] };

/** A list whose rows are read piece by piece, in order. Cells are Unicode, whatever the file was written in. */
export type RowSource = {
  readonly format: FileFormat;
  /** Of the whole file (CSV), or the code that most of its legacy cells are in. */
  readonly encoding: string | null;
  readonly sheets: readonly SheetHead[];
  /** Reads one sheet from its first row; `each` gets the next filled rows and is awaited. Tells where it stopped, as `Sheet` does. */
  readonly read: (sheet: number, each: (rows: readonly SheetRow[]) => Promise<void>) => Promise<number | null>;
};

/** The first rows of a sheet that are looked at to choose it and to find its header. */
export const headRows = 200;
/** Rows handed over at a time. */
export const rowsAPiece = 1_000;

/** Thrown by the readers; becomes a Problem in the parent process, which knows the file's name. */
export class Unreadable extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;

  constructor(code: ProblemCode, details: ProblemDetails = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'Unreadable';
    this.code = code;
    this.details = details;
  }
}

/** What the parent asks of the reading process. With a plan it gets what the rows say, else their cells. */
export type ParentMessage =
  | { readonly kind: 'read'; readonly sheet: number; readonly plan: RosterPlan | null }
  | { readonly kind: 'more' };

/** What the reading process answers: first the heads of all sheets, then one piece for each `read` or `more`, then the end. */
export type ChildMessage =
  | ({ readonly kind: 'opened' } & Pick<RowSource, 'format' | 'encoding' | 'sheets'>)
  | { readonly kind: 'rows'; readonly rows: readonly SheetRow[] }
  | { readonly kind: 'results'; readonly results: readonly RowResult[] }
  | { readonly kind: 'end'; readonly stoppedAtRow: number | null }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly details: ProblemDetails };
