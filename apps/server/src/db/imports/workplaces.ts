import { sql } from 'kysely';
import type { Tx } from '../connect.ts';

/** The open places of these units whose name has one of these keys, by key. A name that two places bear names neither. */
export async function findWorkplaces(tx: Tx, unitIds: readonly number[], keys: readonly string[]): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; id: number }>`
    select l.name_key as key, min(l.id) as id from place l
    where l.unit_id = any(${unitIds}::bigint[]) and l.name_key = any(${keys}::text[]) and l.closed_at is null
    group by l.name_key having count(*) = 1`.execute(tx);
  return new Map(rows.map(({ key, id }) => [key, id]));
}
