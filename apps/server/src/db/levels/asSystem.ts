import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { enterScope, systemScope } from '../scope.ts';

/**
 * Does a part of a user's transaction in the system's scope, and returns to the user's: levels move across the borders of communes. What
 * `work` gives must not leave without the scope being asked again.
 */
export async function asSystem<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ scope: string; units: string }>`
    select coalesce(current_setting('truyvet.scope', true), '') as scope, coalesce(current_setting('truyvet.units', true), '') as units`.execute(
    tx,
  );
  const before = rows[0] ?? { scope: '', units: '' };
  if (before.scope === systemScope.kind) return await work();
  await enterScope(tx, systemScope);
  const result = await work();
  await sql`select set_config('truyvet.scope', ${before.scope}, true), set_config('truyvet.units', ${before.units}, true)`.execute(
    tx,
  );
  return result;
}
