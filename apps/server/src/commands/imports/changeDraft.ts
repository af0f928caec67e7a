import { type ImportDraftChange, Problem } from '@truyvet/contract';
import { type FieldCode, importFields } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import {
  type DraftRecord,
  readDraft,
  readDraftContent,
  readProposed,
  updateDraft,
  writeDecisions,
} from '../../db/imports/drafts.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { openListFile } from '../../lists/readListFile.ts';
import { localDate } from '../../localTime.ts';
import { type ImportRequest, placeOfList } from '../importList.ts';
import { judgeDraft, requireFresh } from './judgeDraft.ts';
import { readable, settledColumns } from './previewList.ts';
import { settledSheet } from './settledSheet.ts';

export type DraftChange = {
  readonly scope: Scope;
  readonly id: number;
  /** The version that the officer saw. */
  readonly seen: number;
  readonly change: ImportDraftChange;
  readonly userId: number | null;
  readonly now: Date;
  /** @default openListFile */
  readonly open?: ImportRequest['open'];
};

/**
 * Changes how a draft's columns are read (then all rows are judged anew), or what was decided about its rows.
 *
 * @throws Problem `resource.missing`, `resource.changed`, `import.draftExpired`, `import.columns`, `import.rowUnknown`
 */
export async function changeDraft(db: Db, request: DraftChange): Promise<void> {
  const { scope, id, seen, change, userId, now: at } = request;
  await inScope(db, scope, async (tx) => {
    await lockVersion(tx, 'import_draft', id, seen);
    const draft = await readDraft(tx, id);
    requireFresh(draft, at);
    if (!draft) return;
    if (change.columns) await readColumnsAnew(db, tx, draft, request, change.columns);
    if (change.decisions) await decide(tx, draft, change.decisions);
    await updateDraft(tx, id, { version: seen + 1 });
    const details = { columns: change.columns?.length ?? 0, decisions: change.decisions?.length ?? 0 };
    await appendAudit(tx, { at, userId, unitId: draft.unitId, action: 'change', subject: 'importDraft', subjectId: id, details });
  });
}

const fieldCodes = new Set<string>(importFields.map(({ field }) => field));
const isField = (field: string): field is FieldCode => fieldCodes.has(field);

async function readColumnsAnew(
  db: Db,
  tx: Tx,
  draft: DraftRecord,
  request: DraftChange,
  changes: NonNullable<ImportDraftChange['columns']>,
): Promise<void> {
  const wanted = changes.map(({ index, field }) => {
    if (field !== null && !isField(field)) throw new Problem('import.columns');
    return { index, field };
  });
  const columns = settledColumns(draft.header.columns, wanted);
  if (!readable(columns)) throw new Problem('import.columns');
  const bytes = await readDraftContent(tx, draft.id);
  const { unitId, outbreakId, fileName, sheetName } = draft;
  const { scope, userId, now } = request;
  const place = await placeOfList(tx, scope, unitId, outbreakId);
  const list = await (request.open ?? openListFile)(bytes, fileName);
  try {
    const options = { today: localDate(now), communeName: place.unitName };
    const fields = columns.map(({ field }) => field);
    const chosen = settledSheet(list, { sheetName, fileName, fields }, options);
    const sha256 = Buffer.alloc(32);
    const trial = {
      request: { scope, unitId, outbreakId, fileName, bytes, userId, now },
      draftId: draft.id,
      sha256,
      disease: place.disease,
    };
    const counts = await judgeDraft(db, tx, { ...trial, list, chosen });
    await updateDraft(tx, draft.id, { header: { ...draft.header, columns }, counts });
  } finally {
    list.close();
  }
}

async function decide(tx: Tx, draft: DraftRecord, decisions: NonNullable<ImportDraftChange['decisions']>): Promise<void> {
  const proposed = await readProposed(
    tx,
    draft.id,
    decisions.map(({ rowNumber }) => rowNumber),
  );
  const made = decisions.map(({ rowNumber, decision, personId }) => {
    const people = proposed.get(rowNumber);
    if (!people || (decision === 'same' && (personId === undefined || !people.has(personId)))) {
      throw new Problem('import.rowUnknown', { row: rowNumber });
    }
    if (decision === 'same' && personId !== undefined) return { rowNumber, decision: { kind: decision, personId } } as const;
    return { rowNumber, decision: decision === null ? null : ({ kind: decision === 'leave' ? 'leave' : 'new' } as const) };
  });
  await writeDecisions(tx, draft.id, draft.unitId, made);
}
