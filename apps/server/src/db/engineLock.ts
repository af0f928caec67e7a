import { sql } from 'kysely';
import type { Db } from './connect.ts';

/**
 * Runs `work` while this process alone is the engine of that name: a session-level advisory lock on a connection of its own. PostgreSQL
 * frees it when the process dies, however it dies. Resolves to null, without running anything, when another process holds it.
 */
export async function asEngine<T>(db: Db, engine: string, work: () => Promise<T>): Promise<{ readonly result: T } | null> {
  return await db.connection().execute(async (connection) => {
    const key = sql`hashtextextended(${`engine ${engine}`}, 0)`;
    const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_lock(${key}) as locked`.execute(connection);
    if (!rows[0]?.locked) return null;
    try {
      return { result: await work() };
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(connection);
    }
  });
}
