import { Problem } from '@truyvet/contract';
import type { Db, Tx } from '../../db/connect.ts';
import { amendDraftRows } from '../../db/imports/amendRows.ts';
import { type DraftCounts, deleteDraftRows, insertDraftRows, type NewDraftRow } from '../../db/imports/drafts.ts';
import { lockUnitForImport } from '../../db/imports.ts';
import { enterScope, type Scope } from '../../db/scope.ts';
import type { ChosenSheet } from '../../lists/chooseSheet.ts';
import type { OpenedList } from '../../lists/openedList.ts';
import { type ImportRequest, type ImportSummary, storeList } from '../importList.ts';
import type { StoredRow } from './listStore.ts';

type Draft = {
  readonly request: ImportRequest;
  readonly draftId: number;
  readonly sha256: Buffer;
  readonly disease: string;
  readonly list: OpenedList;
  readonly chosen: ChosenSheet;
};

/**
 * Judges every row of a draft by storing the list for trial, in a transaction that is rolled back: what the preview says is what confirming does, by
 * the same code. The rows are kept with the draft, in the transaction `keep`.
 */
export async function judgeDraft(db: Db, keep: Tx, trial: Draft): Promise<DraftCounts> {
  const { request, draftId } = trial;
  await deleteDraftRows(keep, draftId);
  const added = new Set<number>();
  const summary = await rolledBack(db, request.scope, async (tx) => {
    await lockUnitForImport(tx, request.unitId);
    const decisions = new Map();
    const settled = {
      importId: draftId,
      sheetName: null,
      fields: [],
      decisions,
      around: (_: Tx, store: () => Promise<ImportSummary>) => store(),
    };
    return await storeList(tx, { ...request, settled }, trial, {
      onRows: async (rows) => {
        for (const { outcome, personId } of rows) if (outcome === 'stored' && personId !== null) added.add(personId);
        await insertDraftRows(
          keep,
          draftId,
          request.unitId,
          rows.map((row) => draftRow(row, added)),
        );
      },
      onAmended: (rows) => amendDraftRows(keep, draftId, rows),
    });
  });
  const { rows, stored, merged, unchanged, rejected } = summary;
  return { rows, stored, merged, unchanged, rejected };
}

/** People whom the trial itself added exist no more. */
const draftRow = (
  { rowNumber, outcome, personId, problems, duplicates, cells }: StoredRow,
  added: ReadonlySet<number>,
): NewDraftRow => ({
  rowNumber,
  outcome,
  personId: personId === null || added.has(personId) ? null : personId,
  problems,
  duplicates: duplicates.filter((one) => !added.has(one.personId)),
  cells,
});

class RolledBack<T> extends Error {
  readonly result: T;

  constructor(result: T) {
    super('rolled back on purpose');
    this.result = result;
  }
}

async function rolledBack<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db.transaction().execute(async (tx): Promise<T> => {
      await enterScope(tx, scope);
      throw new RolledBack(await work(tx));
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.result as T;
    throw error;
  }
}

/** A draft that may still be confirmed. Throws `import.draftExpired`. */
export function requireFresh(draft: { readonly expiresAt: Date } | undefined, now: Date): void {
  if (!draft) throw new Problem('resource.missing');
  if (draft.expiresAt < now) throw new Problem('import.draftExpired');
}
