import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { json } from './json.ts';

/** What is published: any document with a code and a version. */
export type DialogueDocument = { readonly code: string; readonly version: number };

/**
 * Stores a dialogue as a new version, unless the newest one says the same; returns the row's id. The stored document carries the stored
 * version number.
 */
export async function publishDialogueVersion(tx: Tx, dialogue: DialogueDocument, at: Date): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('dialogue ' || ${dialogue.code}, 0))`.execute(tx);
  const { rows } = await sql<{ id: number; version: number; same: boolean }>`
    select id, version, document - 'version' = ${json(dialogue)}::jsonb - 'version' as same
    from dialogue_version where code = ${dialogue.code} order by version desc limit 1`.execute(tx);
  const newest = rows[0];
  if (newest?.same) return newest.id;
  const version = newest ? newest.version + 1 : dialogue.version;
  const row = { code: dialogue.code, version, document: json({ ...dialogue, version }), published_at: at };
  const inserted = await tx.insertInto('dialogue_version').values(row).returning('id').executeTakeFirstOrThrow();
  return inserted.id;
}

/** The stored document of a version. Throws when it does not exist. */
export async function readDialogueVersion(tx: Tx, id: number): Promise<unknown> {
  const row = await tx.selectFrom('dialogue_version').select('document').where('id', '=', id).executeTakeFirstOrThrow();
  return row.document;
}
