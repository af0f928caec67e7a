import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';

/** Transactions that are doing a part of their work in the system's scope. */
const inside = new WeakSet<Tx>();

/**
 * Does a part of a user's transaction in the system's scope, and returns to the user's: levels move across the borders of communes. What
 * `work` gives must not leave without the scope being asked again. When `work` throws, the transaction ends with it.
 */
export async function asSystem<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  if (inside.has(tx)) return await work();
  const { rows } = await sql<{ scope: string; units: string }>`${kept}
    with before as materialized (
      select coalesce(current_setting('truyvet.scope', true), '') as scope, coalesce(current_setting('truyvet.units', true), '') as units
    )
    select scope, units, set_config('truyvet.scope', 'all', true), set_config('truyvet.units', '', true) from before`.execute(tx);
  const before = rows[0] ?? { scope: '', units: '' };
  inside.add(tx);
  try {
    return await work();
  } finally {
    inside.delete(tx);
    // After a failure nothing can be asked any more; the rollback takes the settings back.
    await sql`${kept}select set_config('truyvet.scope', ${before.scope}, true), set_config('truyvet.units', ${before.units}, true)`
      .execute(tx)
      .catch(ignoreAborted);
  }
}

function ignoreAborted(error: unknown): void {
  const aborted = '25P02';
  if (!(error instanceof Error && 'code' in error && error.code === aborted)) throw error;
}
