import { type Kysely, sql } from 'kysely';
import type { Db } from './connect.ts';
import type { Database } from './schema.ts';

/** PostgreSQL notices within moments that a process was killed; so long a new one waits. */
const lookAgainMs = 200;

/**
 * Runs `work` while this process alone is the engine of that name: a session-level advisory lock on a connection of its own. PostgreSQL
 * frees it when the process dies, however it dies. Resolves to null, without running anything, when another process still holds it after
 * `waitMs`.
 */
export async function asEngine<T>(
  db: Db,
  engine: string,
  waitMs: number,
  work: () => Promise<T>,
): Promise<{ readonly result: T } | null> {
  return await db.connection().execute(async (connection) => {
    const key = sql`hashtextextended(${`engine ${engine}`}, 0)`;
    for (let waitedMs = 0; !(await tryLock(connection, key)); waitedMs += lookAgainMs) {
      if (waitedMs >= waitMs) return null;
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
    }
    try {
      return { result: await work() };
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(connection);
    }
  });
}

async function tryLock(connection: Kysely<Database>, key: ReturnType<typeof sql>): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_lock(${key}) as locked`.execute(connection);
  return rows[0]?.locked ?? false;
}
