import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';
import { keysOf } from './keysOfDatabase.ts';
import { sealFile, sealRow } from './listSecrets.ts';

const filesAtOnce = 2;
const rowsAtOnce = 1000;

/** Seals some of the files that stand in clear; gives how many. */
export async function sealFiles(tx: Tx, table: 'import_file' | 'import_draft'): Promise<number> {
  const { rows } = await sql<{ id: number; content: Buffer }>`
    select id, content from ${sql.table(table)} where key_id is null and content <> '' order by id limit ${filesAtOnce} for update`.execute(
    tx,
  );
  for (const { id, content } of rows) {
    const sealed = sealFile(tx, content);
    await sql`update ${sql.table(table)} set content = ${sealed.content}, key_id = ${sealed.key_id} where id = ${id}`.execute(tx);
  }
  return rows.length;
}

type PlainRow = { readonly list: number; readonly row: number; readonly cells: unknown[]; readonly problems: unknown[] };

/** Seals some of the rows that stand in clear; gives how many. */
export async function sealRows(tx: Tx, table: 'import_row' | 'import_draft_row'): Promise<number> {
  const list = sql.ref(table === 'import_row' ? 'import_id' : 'draft_id');
  const { rows } = await sql<PlainRow>`
    select ${list} as list, row_number as row, cells, problems from ${sql.table(table)}
    where jsonb_typeof(cells) <> 'string' and cells <> '[]' order by ${list}, row_number limit ${rowsAtOnce} for update`.execute(
    tx,
  );
  if (rows.length === 0) return 0;
  const ring = keysOf(tx);
  const sealed = rows.map(({ list: of, row, cells, problems }) => ({ list: of, row, ...sealRow(ring, { cells, problems }) }));
  await sql`
    update ${sql.table(table)} t set cells = s.cells, problems = s.problems
    from jsonb_to_recordset(${json(sealed)}::jsonb) as s (list bigint, row integer, cells jsonb, problems jsonb)
    where t.${list} = s.list and t.row_number = s.row`.execute(tx);
  return rows.length;
}
