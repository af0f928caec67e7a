import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './connect.ts';
import type { ImportOutcome } from './schema.ts';
import { openRow } from './secrets/listSecrets.ts';

export type ImportRecord = {
  readonly id: number;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly fileName: string;
  readonly sheetName: string | null;
  readonly headerRow: number | null;
  readonly columns: unknown;
  readonly rows: number;
  readonly stored: number;
  readonly merged: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly uploadedAt: Date;
  readonly uploadedBy: string | null;
};

/** Lists that were imported, newest first: those before `beforeId`, of one unit and below, or the one with this id. */
export async function readImports(
  tx: Tx,
  asked: { readonly beforeId?: number | undefined; readonly id?: number | undefined; readonly limit: number },
): Promise<ImportRecord[]> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (asked.beforeId !== undefined) conditions.push(sql`f.id < ${asked.beforeId}`);
  if (asked.id !== undefined) conditions.push(sql`f.id = ${asked.id}`);
  const { rows } = await sql<ImportRecord>`
    select f.id, u.id as "unitId", u.code as "unitCode", u.name as "unitName", f.file_name as "fileName", f.sheet_name as "sheetName",
      f.header_row as "headerRow", f.columns, n.rows, n.stored, n.merged, n.unchanged, n.rejected,
      f.uploaded_at as "uploadedAt", w.display_name as "uploadedBy"
    from import_file f join unit u on u.id = f.unit_id left join app_user w on w.id = f.uploaded_by
    cross join lateral (
      select count(*) as rows, count(*) filter (where r.outcome = 'stored') as stored, count(*) filter (where r.outcome = 'merged') as merged,
        count(*) filter (where r.outcome = 'unchanged') as unchanged, count(*) filter (where r.outcome = 'rejected') as rejected
      from import_row r where r.import_id = f.id
    ) n
    where ${sql.join(conditions, sql` and `)}
    order by f.id desc limit ${asked.limit}`.execute(tx);
  return rows;
}

export type ImportRowRecord = {
  readonly rowNumber: number;
  readonly outcome: ImportOutcome;
  readonly personId: number | null;
  readonly problems: unknown;
  readonly cells: unknown;
};

/** Rows of one list after `afterRow`, by row number; `warned`: kept rows that have problems. */
export async function readImportRows(
  tx: Tx,
  importId: number,
  asked: { readonly afterRow: number; readonly limit: number; readonly outcome?: ImportOutcome | 'warned' | undefined },
): Promise<ImportRowRecord[]> {
  let query = tx
    .selectFrom('import_row')
    .select(['row_number as rowNumber', 'outcome', 'person_id as personId', 'problems', 'cells'])
    .where('import_id', '=', importId)
    .where('row_number', '>', asked.afterRow);
  if (asked.outcome === 'warned') query = query.where('outcome', '<>', 'rejected').where(sql<boolean>`problems <> '[]'`);
  else if (asked.outcome) query = query.where('outcome', '=', asked.outcome);
  return (await query.orderBy('row_number').limit(asked.limit).execute()).map((row) => openRow(tx, row));
}
