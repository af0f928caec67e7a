/**
 * A list looked at before it is stored.
 * - `POST /api/imports/preview?unitId=&outbreakId=` multipart, one part `file` → 201 `importDraft` with its version as ETag; nothing is stored but the draft
 * - `GET /api/imports/:id/draft` → `importDraft`; `GET /api/imports/:id/draft/rows?show=` page of `importDraftRow`
 * - `PATCH /api/imports/:id/draft` (If-Match) `importDraftChange` → `importDraft`: other columns judge all rows anew
 * - `POST /api/imports/:id/confirm` (If-Match) → `importDetail`: stores the list in one transaction, under the same id
 * - `DELETE /api/imports/:id/draft` → 204
 *
 * A draft expires after a day. How its columns were read is remembered for the next list of the unit with these headings.
 */
import { z } from 'zod';
import { bilingual, id, instant, pageOf, pageQuery, unitName } from './common.ts';
import { duplicate } from './duplicates.ts';
import { rowOutcome, rowProblem } from './imports.ts';

export const columnProposal = z.object({
  /** Columns from 0, left to right. */
  index: z.number().int(),
  heading: z.string(),
  /** Null: not read. */
  field: z.string().nullable(),
  /** 0–1; 1 for what an officer chose. */
  confidence: z.number().min(0).max(1),
  reasons: z.array(z.object({ code: z.string(), message: bilingual })),
});
export type ColumnProposal = z.infer<typeof columnProposal>;

export const importDraft = z.object({
  id,
  version: z.number().int(),
  unit: unitName,
  fileName: z.string(),
  sheetName: z.string().nullable(),
  /** Of the text: UTF-8, Windows-1258, TCVN3, VNI…; null where the format says it itself. */
  encoding: z.string().nullable(),
  headerRow: z.number().int(),
  columns: z.array(columnProposal),
  /** False while a name or a phone column is missing: rows are judged when columns say so. */
  judged: z.boolean(),
  rows: z.number().int(),
  /** What confirming would do, by row; they add up to `rows`. */
  stored: z.number().int(),
  merged: z.number().int(),
  unchanged: z.number().int(),
  rejected: z.number().int(),
  /** Rows for which somebody stored may be the same person, and how many of them are not decided. */
  withDuplicates: z.number().int(),
  undecided: z.number().int(),
  otherSheets: z.array(z.string()),
  createdAt: instant,
  expiresAt: instant,
});
export type ImportDraft = z.infer<typeof importDraft>;

export const rowDecision = z.enum(['new', 'same', 'leave']);
export const importDraftRow = z.object({
  rowNumber: z.number().int(),
  outcome: rowOutcome,
  /** The stored person whom the row would complete. */
  personId: id.nullable(),
  problems: z.array(rowProblem),
  /** Who else it may be, most likely first. */
  duplicates: z.array(duplicate),
  decision: z.object({ decision: rowDecision, personId: id.nullable() }).nullable(),
  cells: z.array(z.string()),
});
export type ImportDraftRow = z.infer<typeof importDraftRow>;
export const importDraftRowPage = pageOf(importDraftRow);
export const importDraftRowQuery = pageQuery.extend({
  /** `duplicates`: rows with somebody proposed; `problems`: rows with problems; else one outcome. */
  show: z.enum(['duplicates', 'problems', ...rowOutcome.options]).optional(),
});

export const importDraftChange = z
  .strictObject({
    /** Columns to read otherwise; those not named stay. */
    columns: z
      .array(z.strictObject({ index: z.number().int().min(0).max(255), field: z.string().max(60).nullable() }))
      .max(256)
      .optional(),
    /** `null` takes a decision back. `same` names one of the people proposed for the row. */
    decisions: z
      .array(
        z.strictObject({
          rowNumber: z.number().int().positive(),
          decision: rowDecision.nullable(),
          personId: id.optional(),
        }),
      )
      .max(10_000)
      .optional(),
  })
  .refine(({ columns, decisions }) => columns !== undefined || decisions !== undefined, 'columns or decisions needed');
export type ImportDraftChange = z.infer<typeof importDraftChange>;
