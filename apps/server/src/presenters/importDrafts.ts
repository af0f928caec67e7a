import type { Duplicate, ImportDraft, ImportDraftRow } from '@truyvet/contract';
import { type Cell, cellText, columnReasonText, type Evidence, evidenceText, speaksFor } from '@truyvet/outbreak';
import { z } from 'zod';
import type { DraftRecord, DraftRow } from '../db/imports/drafts.ts';
import type { PersonBrief } from '../db/matching/candidates.ts';
import { instantText } from './dateText.ts';
import { presentProblem, storedProblems } from './importLists.ts';
import { unitNameOf } from './inboxItems.ts';

export function presentDraft(draft: DraftRecord): ImportDraft {
  const { id, version, fileName, sheetName, encoding, header, withDuplicates, undecided, otherSheets } = draft;
  const { rows, stored, merged, unchanged, rejected } = draft.counts ?? {
    rows: 0,
    stored: 0,
    merged: 0,
    unchanged: 0,
    rejected: 0,
  };
  return {
    id,
    version,
    unit: unitNameOf(draft),
    fileName,
    sheetName,
    encoding,
    headerRow: header.row,
    columns: header.columns.map(({ reasons, ...column }) => ({
      ...column,
      reasons: reasons.map((reason) => ({
        code: reason.code,
        message: { vi: columnReasonText(reason, 'vi'), en: columnReasonText(reason, 'en') },
      })),
    })),
    judged: draft.counts !== null,
    rows,
    stored,
    merged,
    unchanged,
    rejected,
    withDuplicates,
    undecided,
    otherSheets: [...otherSheets],
    createdAt: instantText(draft.createdAt),
    expiresAt: instantText(draft.expiresAt),
  };
}

/** `people`: those proposed, by id; who is gone meanwhile is proposed no more. */
export function presentDraftRow(row: DraftRow, people: ReadonlyMap<number, PersonBrief>): ImportDraftRow {
  return {
    rowNumber: row.rowNumber,
    outcome: row.outcome,
    personId: row.personId,
    problems: storedProblems.parse(row.problems).map(presentProblem),
    duplicates: storedDuplicates.parse(row.duplicates).flatMap(({ personId, score, evidence }) => {
      const person = people.get(personId);
      return person ? [presentDuplicate(person, score, evidence)] : [];
    }),
    decision: row.decision === null ? null : { decision: row.decision, personId: row.decidedPersonId },
    cells: storedCells.parse(row.cells).map(cellText),
  };
}

export const storedDuplicates = z.array(
  z.object({ personId: z.number(), score: z.number(), evidence: z.array(z.custom<Evidence>()) }),
);
const storedCells = z.array(z.custom<Cell>()).catch([]);

export function presentDuplicate(person: PersonBrief, score: number, evidence: readonly Evidence[]): Duplicate {
  return {
    personId: person.id,
    fullName: person.fullName,
    birthYear: person.birthYear,
    unit: unitNameOf(person),
    hamlet: person.hamlet,
    score,
    reasons: evidence.map((one) => ({
      code: one.code,
      speaksFor: speaksFor(one),
      message: { vi: evidenceText(one, 'vi'), en: evidenceText(one, 'en') },
    })),
  };
}
