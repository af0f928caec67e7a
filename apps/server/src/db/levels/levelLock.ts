import type { LevelProfile } from '@truyvet/outbreak';
import { levelProfileOf } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';

/** Any constant, different from the other advisory locks of this database. */
const lockClass = 7_720_116;

/**
 * Lets one transaction at a time change what levels are derived from in an outbreak; held until it ends. Taken before the first such change,
 * so that two results at once see each other: the second derives from what the first has committed.
 */
export async function lockLevels(tx: Tx, outbreakId: number): Promise<void> {
  // Compiling the plans of the cascade would take longer than running them.
  await sql`select pg_advisory_xact_lock(${lockClass}::int, ${outbreakId}::int), set_config('jit', 'off', true)`.execute(tx);
}

/** How levels are derived in an outbreak. Undefined when there is no such outbreak. */
export async function readLevelProfile(tx: Tx, outbreakId: number): Promise<LevelProfile | undefined> {
  const row = await tx.selectFrom('outbreak').select('disease').where('id', '=', outbreakId).executeTakeFirst();
  return row && levelProfileOf(row.disease);
}

/** For a transaction that writes a whole outbreak: longer than any question of a page may take. */
export async function allowLongStatements(tx: Tx): Promise<void> {
  await sql`select set_config('statement_timeout', '600000', true), set_config('lock_timeout', '600000', true)`.execute(tx);
}
