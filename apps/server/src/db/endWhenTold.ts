import { sql } from 'kysely';
import type { Db, Tx } from './connect.ts';

/**
 * Runs `work` in a transaction that may take minutes. When told to stop, PostgreSQL ends its connection, so that `work` fails at once and a server
 * that stops need not wait for it. Throws what `work` throws, or why it could not be ended.
 */
export async function endWhenTold<T>(db: Db, tx: Tx, stopping: AbortSignal, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
  const pid = rows[0]?.pid ?? 0;
  stopping.throwIfAborted();
  let end = () => {};
  const notEnded = new Promise<never>((_, reject) => {
    end = () => void endConnection(db, pid).catch(reject);
  });
  stopping.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work(), notEnded]);
  } finally {
    stopping.removeEventListener('abort', end);
  }
}

/** The application's role may end nothing; who has signed in may end their own. */
async function endConnection(db: Db, pid: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local role none`.execute(tx);
    await sql`select pg_terminate_backend(${pid})`.execute(tx);
  });
}
