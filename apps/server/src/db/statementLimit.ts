import { sql } from 'kysely';
import type { Tx } from './connect.ts';

/** How long each statement of this transaction may take, instead of the connection's own limit. */
export async function limitStatements(tx: Tx, mostMs: number): Promise<void> {
  await sql`select set_config('statement_timeout', ${String(mostMs)}, true)`.execute(tx);
}

/** PostgreSQL's query_canceled (SQLSTATE 57014): a statement ran into its limit. */
export const endedByLimit = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && (error as { code?: unknown }).code === '57014';
