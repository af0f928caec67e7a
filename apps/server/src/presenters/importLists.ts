import type { ImportDetail, ImportRow, ImportSummary, RowProblem } from '@truyvet/contract';
import { type Cell, cellText, rowProblems, rowProblemText } from '@truyvet/outbreak';
import { z } from 'zod';
import type { ImportRecord, ImportRowRecord } from '../db/importLists.ts';
import { instantText } from './dateText.ts';
import { unitNameOf } from './inboxItems.ts';

export function presentImport(record: ImportRecord): ImportSummary {
  return {
    id: record.id,
    unit: unitNameOf(record),
    fileName: record.fileName,
    sheetName: record.sheetName,
    headerRow: record.headerRow,
    rows: record.rows,
    stored: record.stored,
    merged: record.merged,
    unchanged: record.unchanged,
    rejected: record.rejected,
    uploadedAt: instantText(record.uploadedAt),
    uploadedBy: record.uploadedBy,
  };
}

/** `seenBefore`: this upload stored nothing, so every row that was kept counts as unchanged. */
export function presentImportDetail(
  record: ImportRecord,
  rows: { readonly rejected: readonly ImportRowRecord[]; readonly warned: readonly ImportRowRecord[] },
  seenBefore: boolean,
): ImportDetail {
  const counts = presentImport(record);
  const { stored, merged, unchanged } = counts;
  return {
    ...counts,
    ...(seenBefore && { stored: 0, merged: 0, unchanged: stored + merged + unchanged }),
    seenBefore,
    columns: storedColumns.parse(record.columns).map(({ header, field }) => ({ heading: header, field })),
    rejectedRows: rows.rejected.map(presentImportRow),
    warnedRows: rows.warned.map(presentImportRow),
  };
}

export function presentImportRow(record: ImportRowRecord): ImportRow {
  return {
    rowNumber: record.rowNumber,
    outcome: record.outcome,
    personId: record.personId,
    problems: storedProblems.parse(record.problems).map(presentProblem),
    cells: storedCells.parse(record.cells).map(cellText),
  };
}

const storedColumns = z.array(z.object({ header: z.string(), field: z.string().nullable() })).catch([]);
const storedCells = z.array(z.custom<Cell>()).catch([]);
export const storedProblems = z.array(
  z.object({
    code: z.custom<keyof typeof rowProblems>((code) => typeof code === 'string' && code in rowProblems),
    field: z.custom<Parameters<typeof rowProblemText>[0]['field']>(),
    details: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  }),
);

export function presentProblem(problem: z.output<typeof storedProblems>[number]): RowProblem {
  return {
    code: problem.code,
    field: problem.field,
    severity: rowProblems[problem.code].severity === 'reject' ? 'error' : 'warning',
    message: { vi: rowProblemText(problem, 'vi'), en: rowProblemText(problem, 'en') },
  };
}
