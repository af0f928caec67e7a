import { sql } from 'kysely';
import type { Tx } from '../connect.ts';

/** The open places of these units. */
export async function readOpenPlaces(
  tx: Tx,
  unitIds: readonly number[],
): Promise<{ readonly id: number; readonly name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`
    select l.id, l.name from place l where l.unit_id = any(${unitIds}::bigint[]) and l.closed_at is null`.execute(tx);
  return rows;
}
