import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';
import { type KeyRing, openBytes, openText, sealBytes, sealText } from './keyRing.ts';
import { type SealedPlace, sealedOtherwise } from './sealedPlaces.ts';

/** Where a batch ended: the last row's primary key. */
export type Position = readonly unknown[];
export type Resealed = { readonly rows: number; readonly last: Position | null };

/** How many rows are sealed with another key than `current`. */
export async function countSealedOtherwise(tx: Tx, place: SealedPlace, current: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${sql.table(place.table)} where ${sealedOtherwise(place, current)}`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Seals the next rows after `after` with the ring's current key. */
export async function resealBatch(tx: Tx, ring: KeyRing, place: SealedPlace, after: Position | null): Promise<Resealed> {
  const rows = await nextRows(tx, ring, place, after);
  if (place.form === 'bytes') await resealBytes(tx, ring, place, rows);
  else await resealTexts(tx, ring, place, rows);
  return { rows: rows.length, last: rows.at(-1)?.key ?? null };
}

type Row = { readonly key: Position; readonly value: string | Buffer; readonly keyId: string | null };

async function nextRows(tx: Tx, ring: KeyRing, place: SealedPlace, after: Position | null): Promise<Row[]> {
  const { table, primaryKey, column, form, rowsAtOnce } = place;
  const key = sql.join(primaryKey.map((name) => sql.ref(name)));
  const { rows } = await sql<Row>`
    select jsonb_build_array(${key}) as key, ${sql.ref(column)} as value, ${form === 'bytes' ? sql`key_id` : sql`null`} as "keyId"
    from ${sql.table(table)}
    where ${sealedOtherwise(place, ring.read().current)} and ${after === null ? sql`true` : sql`(${key}) > (${sql.join(after)})`}
    order by ${key} limit ${rowsAtOnce} for update`.execute(tx);
  return rows;
}

async function resealTexts(
  tx: Tx,
  ring: KeyRing,
  { table, primaryKey, column, kind }: SealedPlace,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  const records = rows.map(({ key, value }) => ({
    ...Object.fromEntries(primaryKey.map((name, i) => [name, key[i]])),
    [column]: sealText(ring, kind, openText(ring, kind, String(value))),
  }));
  const same = sql.join(
    primaryKey.map((name) => sql`t.${sql.ref(name)} = s.${sql.ref(name)}`),
    sql` and `,
  );
  await sql`
    update ${sql.table(table)} t set ${sql.ref(column)} = s.${sql.ref(column)}
    from jsonb_populate_recordset(null::${sql.table(table)}, ${json(records)}::jsonb) s where ${same}`.execute(tx);
}

async function resealBytes(
  tx: Tx,
  ring: KeyRing,
  { table, primaryKey, column, kind }: SealedPlace,
  rows: readonly Row[],
): Promise<void> {
  for (const { key, value, keyId } of rows) {
    if (typeof value === 'string' || keyId === null) continue;
    const resealed = sealBytes(ring, kind, openBytes(ring, kind, keyId, value));
    const same = sql.join(
      primaryKey.map((name, i) => sql`${sql.ref(name)} = ${key[i]}`),
      sql` and `,
    );
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${resealed.sealed}, key_id = ${resealed.keyId} where ${same}`.execute(
      tx,
    );
  }
}
