import { missing, Problem } from '@truyvet/contract';
import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import type { Database } from './schema.ts';

/** The tables whose rows carry a version. */
export type VersionedTable = {
  [T in keyof Database]: 'id' | 'version' extends keyof Database[T] ? T : never;
}[keyof Database];

/**
 * Locks a row that an officer wants to change, and makes sure it is still the one they saw. The change itself then sets
 * `version: seen + 1` in the same transaction; whoever comes second waits here and is told.
 *
 *     await lockVersion(tx, 'person', id, seen);
 *     await tx.updateTable('person').set({ address, version: seen + 1 }).where('id', '=', id).execute();
 *
 * `field` is where a body names it. Throws `resource.missing` (not there, or not in the scope), `resource.changed` with the version that is there now.
 */
export async function lockVersion(tx: Tx, table: VersionedTable, id: number, seen: number, field?: string): Promise<void> {
  const { rows } = await sql<{
    version: number;
  }>`select version from ${sql.table(table)} where id = ${id} for no key update`.execute(tx);
  const [row] = rows;
  if (!row) throw missing(field);
  if (row.version !== seen) throw new Problem('resource.changed', { version: row.version });
}
