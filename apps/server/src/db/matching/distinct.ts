import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';

export type Pair = { readonly a: number; readonly b: number };

/** Remembers that these are pairs of two people. Known pairs stay as they are. */
export async function rememberDistinct(tx: Tx, pairs: readonly Pair[], at: Date, userId: number | null): Promise<void> {
  if (pairs.length === 0) return;
  await sql`
    insert into person_distinct (a_id, b_id, decided_at, decided_by)
    select distinct least(a, b), greatest(a, b), ${at}::timestamptz, ${userId}::bigint
    from jsonb_to_recordset(${json(pairs)}::jsonb) as r(a bigint, b bigint) where a <> b
    on conflict do nothing`.execute(tx);
}

/** People known not to be this one. */
export async function readDistinct(tx: Tx, personId: number): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    select b_id as id from person_distinct where a_id = ${personId} union select a_id from person_distinct where b_id = ${personId}`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Of these people, who is known not to be whom; both ways. */
export async function readDistinctAmong(tx: Tx, personIds: readonly number[]): Promise<Map<number, Set<number>>> {
  const { rows } = await sql<Pair>`
    select a_id as a, b_id as b from person_distinct where a_id = any(${personIds}::bigint[]) and b_id = any(${personIds}::bigint[])`.execute(
    tx,
  );
  const found = new Map<number, Set<number>>();
  const note = (one: number, other: number) => found.set(one, (found.get(one) ?? new Set()).add(other));
  for (const { a, b } of rows) {
    note(a, b);
    note(b, a);
  }
  return found;
}

export async function forgetDistinct(tx: Tx, { a, b }: Pair): Promise<void> {
  await tx.deleteFrom('person_distinct').where('a_id', '=', Math.min(a, b)).where('b_id', '=', Math.max(a, b)).execute();
}
