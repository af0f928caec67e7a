import type { ProblemCode, ProblemDetails } from '@truyvet/contract';
import type { Cell } from '@truyvet/outbreak';

/** A sheet as read: `rows[0]` is row 1. A CSV file has one sheet without a name. */
export type Sheet = {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: ReadonlyArray<readonly Cell[]>;
  /** The row at which reading stopped because only blank rows followed; null when the sheet was read to its end. */
  readonly stoppedAtRow: number | null;
};

export type FileFormat = 'xlsx' | 'xls' | 'csv';
export type ListFile = { readonly format: FileFormat; readonly encoding: string | null; readonly sheets: readonly Sheet[] };

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

/** What the child process says, in order: each sheet, its rows in pieces, then the end or a refusal. */
export type ChildMessage =
  | { readonly kind: 'sheet'; readonly name: string; readonly hidden: boolean; readonly stoppedAtRow: number | null }
  | { readonly kind: 'rows'; readonly rows: ReadonlyArray<readonly [index: number, cells: readonly Cell[]]> }
  | { readonly kind: 'end'; readonly format: FileFormat; readonly encoding: string | null }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly details: ProblemDetails };
