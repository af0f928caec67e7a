import type { ColumnProposal } from '@truyvet/outbreak';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';
import type { ImportOutcome } from '../schema.ts';
import { keysOf } from '../secrets/keysOfDatabase.ts';
import { openFile, openRow, sealFile, sealRow } from '../secrets/listSecrets.ts';
import type { RowDecision } from './rowDecision.ts';

export type DraftHeader = { readonly row: number; readonly columns: readonly ColumnProposal[] };
/** What confirming would do; null while the columns do not allow to judge. */
export type DraftCounts = { readonly rows: number } & Readonly<Record<ImportOutcome, number>>;

export type NewDraft = {
  readonly id: number;
  readonly outbreakId: number;
  readonly unitId: number;
  readonly sha256: Buffer;
  readonly fileName: string;
  readonly content: Uint8Array;
  readonly sheetName: string | null;
  readonly encoding: string | null;
  readonly header: DraftHeader;
  readonly fingerprint: string;
  readonly otherSheets: readonly string[];
  readonly createdBy: number | null;
  readonly at: Date;
  readonly expiresAt: Date;
};

/** Keeps a draft; an earlier one of the same file makes room. */
export async function insertDraft(tx: Tx, draft: NewDraft): Promise<void> {
  await tx
    .deleteFrom('import_draft')
    .where('outbreak_id', '=', draft.outbreakId)
    .where('unit_id', '=', draft.unitId)
    .where('sha256', '=', draft.sha256)
    .execute();
  await tx
    .insertInto('import_draft')
    .values({
      id: draft.id,
      outbreak_id: draft.outbreakId,
      unit_id: draft.unitId,
      sha256: draft.sha256,
      file_name: draft.fileName,
      ...sealFile(tx, draft.content),
      sheet_name: draft.sheetName,
      encoding: draft.encoding,
      header: json(draft.header),
      fingerprint: draft.fingerprint,
      counts: json(null),
      other_sheets: json(draft.otherSheets),
      created_by: draft.createdBy,
      created_at: draft.at,
      expires_at: draft.expiresAt,
    })
    .execute();
}

export type NewDraftRow = {
  readonly rowNumber: number;
  readonly outcome: ImportOutcome;
  readonly personId: number | null;
  readonly problems: readonly unknown[];
  readonly duplicates: readonly unknown[];
  readonly cells: readonly unknown[];
};

export async function insertDraftRows(tx: Tx, draftId: number, unitId: number, rows: readonly NewDraftRow[]): Promise<void> {
  if (rows.length === 0) return;
  const ring = keysOf(tx);
  const records = rows.map((row) => ({ ...row, ...sealRow(ring, row) }));
  await sql`
    insert into import_draft_row (draft_id, row_number, unit_id, outcome, person_id, problems, duplicates, cells)
    select ${draftId}, r."rowNumber", ${unitId}, r.outcome, r."personId", r.problems, r.duplicates, r.cells
    from jsonb_to_recordset(${json(records)}::jsonb)
      as r("rowNumber" integer, outcome text, "personId" bigint, problems jsonb, duplicates jsonb, cells jsonb)`.execute(tx);
}

export async function deleteDraftRows(tx: Tx, draftId: number): Promise<void> {
  await tx.deleteFrom('import_draft_row').where('draft_id', '=', draftId).execute();
}

export async function updateDraft(
  tx: Tx,
  id: number,
  change: { readonly header?: DraftHeader; readonly counts?: DraftCounts | null; readonly version?: number },
): Promise<void> {
  const { header, counts, version } = change;
  const set = {
    ...(header !== undefined && { header: json(header) }),
    ...(counts !== undefined && { counts: json(counts) }),
    ...(version !== undefined && { version }),
  };
  await tx.updateTable('import_draft').set(set).where('id', '=', id).execute();
}

export type DraftRecord = {
  readonly id: number;
  readonly version: number;
  readonly outbreakId: number;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly fileName: string;
  readonly sheetName: string | null;
  readonly encoding: string | null;
  readonly header: DraftHeader;
  readonly fingerprint: string;
  readonly counts: DraftCounts | null;
  readonly otherSheets: readonly string[];
  readonly withDuplicates: number;
  readonly undecided: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** A draft with what is still to decide. */
export async function readDraft(tx: Tx, id: number): Promise<DraftRecord | undefined> {
  const { rows } = await sql<DraftRecord>`
    select d.id, d.version, d.outbreak_id as "outbreakId", d.unit_id as "unitId", u.code as "unitCode", u.name as "unitName",
      d.file_name as "fileName", d.sheet_name as "sheetName", d.encoding, d.header, d.fingerprint, d.counts, d.other_sheets as "otherSheets",
      n.all as "withDuplicates", n.open as undecided, d.created_at as "createdAt", d.expires_at as "expiresAt"
    from import_draft d join unit u on u.id = d.unit_id
    cross join lateral (
      select count(*) as all, count(*) filter (where not exists (
        select from import_decision c where c.draft_id = r.draft_id and c.row_number = r.row_number)) as open
      from import_draft_row r where r.draft_id = d.id and r.duplicates <> '[]'
    ) n
    where d.id = ${id}`.execute(tx);
  return rows[0];
}

export async function readDraftContent(tx: Tx, id: number): Promise<Buffer> {
  const { content, key_id } = await tx
    .selectFrom('import_draft')
    .select(['content', 'key_id'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return openFile(tx, content, key_id);
}

export type DraftRow = NewDraftRow & {
  readonly decision: 'new' | 'same' | 'leave' | null;
  readonly decidedPersonId: number | null;
};

export type DraftRowFilter = ImportOutcome | 'duplicates' | 'problems';

/** Rows of a draft after `afterRow`, by row number. */
export async function readDraftRows(
  tx: Tx,
  draftId: number,
  asked: { readonly afterRow: number; readonly limit: number; readonly show?: DraftRowFilter | undefined },
): Promise<DraftRow[]> {
  const { rows } = await sql<DraftRow>`
    select r.row_number as "rowNumber", r.outcome, r.person_id as "personId", r.problems, r.duplicates, r.cells,
      c.decision, c.person_id as "decidedPersonId"
    from import_draft_row r left join import_decision c on c.draft_id = r.draft_id and c.row_number = r.row_number
    where r.draft_id = ${draftId} and r.row_number > ${asked.afterRow} and ${shown(asked.show)}
    order by r.row_number limit ${asked.limit}`.execute(tx);
  return rows.map((row) => openRow(tx, row));
}

function shown(show: DraftRowFilter | undefined): RawBuilder<unknown> {
  if (show === undefined) return sql`true`;
  if (show === 'duplicates') return sql`r.duplicates <> '[]'`;
  return show === 'problems' ? sql`r.problems <> '[]'` : sql`r.outcome = ${show}`;
}

export type StoredDecision = { readonly rowNumber: number; readonly decision: RowDecision | null };

/** Writes decisions about rows; null takes one back. */
export async function writeDecisions(
  tx: Tx,
  draftId: number,
  unitId: number,
  decisions: readonly StoredDecision[],
): Promise<void> {
  const back = decisions.flatMap(({ rowNumber, decision }) => (decision === null ? [rowNumber] : []));
  await tx
    .deleteFrom('import_decision')
    .where('draft_id', '=', draftId)
    .where('row_number', '=', sql<number>`any(${back}::int[])`)
    .execute();
  const made = decisions.flatMap(({ rowNumber, decision }) =>
    decision === null
      ? []
      : [{ rowNumber, decision: decision.kind, personId: decision.kind === 'same' ? decision.personId : null }],
  );
  if (made.length === 0) return;
  await sql`
    insert into import_decision (draft_id, row_number, unit_id, decision, person_id)
    select ${draftId}, r."rowNumber", ${unitId}, r.decision, r."personId"
    from jsonb_to_recordset(${json(made)}::jsonb) as r("rowNumber" integer, decision text, "personId" bigint)
    on conflict (draft_id, row_number) do update set decision = excluded.decision, person_id = excluded.person_id`.execute(tx);
}

export async function readDecisions(tx: Tx, draftId: number): Promise<Map<number, RowDecision>> {
  const rows = await tx
    .selectFrom('import_decision')
    .select(['row_number', 'decision', 'person_id'])
    .where('draft_id', '=', draftId)
    .execute();
  return new Map(
    rows.map(({ row_number, decision, person_id }) => [
      row_number,
      decision === 'same' && person_id !== null
        ? { kind: 'same', personId: person_id }
        : { kind: decision === 'leave' ? 'leave' : 'new' },
    ]),
  );
}

/** The people proposed for these rows. */
export async function readProposed(
  tx: Tx,
  draftId: number,
  rowNumbers: readonly number[],
): Promise<Map<number, ReadonlySet<number>>> {
  const { rows } = await sql<{ rowNumber: number; people: number[] }>`
    select row_number as "rowNumber",
      coalesce((select jsonb_agg(d -> 'personId') from jsonb_array_elements(duplicates) d), '[]') || coalesce(to_jsonb(person_id), '[]') as people
    from import_draft_row where draft_id = ${draftId} and row_number = any(${rowNumbers}::int[])`.execute(tx);
  return new Map(rows.map(({ rowNumber, people }) => [rowNumber, new Set(people)]));
}

export async function deleteDraft(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('import_draft').where('id', '=', id).execute();
}

/** Drafts of the scope that nobody confirmed in time. Gives how many went. */
export async function deleteExpiredDrafts(tx: Tx, now: Date): Promise<number> {
  const result = await tx.deleteFrom('import_draft').where('expires_at', '<', now).executeTakeFirst();
  return Number(result.numDeletedRows);
}
