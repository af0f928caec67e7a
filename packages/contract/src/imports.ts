/**
 * Lists of people.
 * - `POST /api/imports?unitId=&outbreakId=` multipart, one part `file` → 201 `importDetail`
 * - `GET /api/imports` page of `importSummary`, newest first
 * - `GET /api/imports/:id` → `importDetail`
 * - `GET /api/imports/:id/rows?outcome=` page of `importRow`, by row number
 * - `GET /api/imports/:id/rejected.xlsx` the rejected rows as they stood, with the reason in the last column
 */
import { z } from 'zod';
import { bilingual, id, instant, pageOf, pageQuery, unitName } from './common.ts';

/** Largest list accepted, bytes. */
export const maxListBytes = 20 * 1024 * 1024;

export const importBodyQuery = z.object({
  unitId: z.coerce.number().int().positive(),
  /** @default the default outbreak, see `defaultOutbreak` */
  outbreakId: z.coerce.number().int().positive().optional(),
});

export const rowOutcome = z.enum(['stored', 'merged', 'unchanged', 'rejected']);
export type RowOutcome = z.infer<typeof rowOutcome>;

export const rowProblem = z.object({
  /** Stable code, e.g. `phone.missing`. */
  code: z.string(),
  /** The column's field, if the problem is about one cell. */
  field: z.string().nullable(),
  /** `error` rejects the row; `warning` does not. */
  severity: z.enum(['error', 'warning']),
  message: bilingual,
});
export type RowProblem = z.infer<typeof rowProblem>;

export const importRow = z.object({
  /** As Excel counts: the first row of the sheet is 1. */
  rowNumber: z.number().int().positive(),
  outcome: rowOutcome,
  personId: id.nullable(),
  problems: z.array(rowProblem),
  /** What stood in the cells, left to right. */
  cells: z.array(z.string()),
});
export type ImportRow = z.infer<typeof importRow>;
export const importRowQuery = pageQuery.extend({ outcome: rowOutcome.optional() });
export const importRowPage = pageOf(importRow);

export const importSummary = z.object({
  id,
  unit: unitName,
  fileName: z.string(),
  sheetName: z.string().nullable(),
  headerRow: z.number().int().nullable(),
  rows: z.number().int(),
  /** Rows by outcome; they add up to `rows`. */
  stored: z.number().int(),
  merged: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.number().int(),
  uploadedAt: instant,
  uploadedBy: z.string().nullable(),
});
export type ImportSummary = z.infer<typeof importSummary>;
export const importPage = pageOf(importSummary);

export const importDetail = importSummary.extend({
  /** True when this file had been imported before: nothing changed. */
  seenBefore: z.boolean(),
  /** Headings of the sheet, left to right, and what each was understood as (null: not used). */
  columns: z.array(z.object({ heading: z.string(), field: z.string().nullable() })),
  /** The first 200 rejected rows. */
  rejectedRows: z.array(importRow),
  /** The first 200 rows that were kept but have a warning. */
  warnedRows: z.array(importRow),
});
export type ImportDetail = z.infer<typeof importDetail>;
