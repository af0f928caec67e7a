import { Problem } from '@truyvet/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../connect.ts';
import { json } from '../json.ts';
import { inScope, systemScope } from '../scope.ts';
import { readKeyFile, writeKeyFile } from './keyFile.ts';
import { type KeyRing, openBytes, openText, type SealedKind, sealBytes, sealText, withFreshKey } from './keyRing.ts';
import { noteKeys } from './openKeys.ts';

/** A column of cipher texts that carry their key's id: `<key id>.<…>`. */
type TextColumn = { readonly table: string; readonly column: string; readonly kind: SealedKind };
const textColumns: readonly TextColumn[] = [
  { table: 'person', column: 'national_id_sealed', kind: 'nationalId' },
  { table: 'person', column: 'insurance_number_sealed', kind: 'insuranceNumber' },
  { table: 'webhook', column: 'secret', kind: 'webhookSecret' },
];
const rowsAtOnce = 1000;
const recordingsAtOnce = 50;

export type Rotation = { readonly current: string; readonly resealed: number; readonly resumed: boolean };

/**
 * Puts in a new key and encrypts everything anew with it, in batches that are committed one by one. Stopped half way, the next call goes on
 * with the key that is current then. A server that runs meanwhile sees the new key within a second; `settle` waits for that.
 * Old keys stay in the file: backups of the database need them.
 */
export async function rotateKeys(
  db: Db,
  file: string,
  settle: () => Promise<void>,
  onBatch: (resealed: number) => void = () => undefined,
): Promise<Rotation> {
  const before = readKeyFile(file);
  const resumed = (await left(db, before.current)) > 0;
  const keys = resumed ? before : withFreshKey(before);
  if (!resumed) {
    // First the file, then the note: a crash in between leaves a file that knows more than the database, which is no harm.
    writeKeyFile(file, keys);
    await inScope(db, systemScope, (tx) => noteKeys(tx, keys));
    await settle();
  }
  const ring: KeyRing = { read: () => keys };
  let resealed = 0;
  for (const batch of [
    ...textColumns.map((column) => (tx: Tx) => resealTexts(tx, ring, column)),
    (tx: Tx) => resealRecordings(tx, ring),
  ]) {
    for (;;) {
      const done = await inScope(db, systemScope, batch);
      if (done === 0) break;
      resealed += done;
      onBatch(resealed);
    }
  }
  // Answers kept for repeated requests live a day; whoever repeats one meanwhile is read with the old key.
  if ((await left(db, keys.current)) > 0) throw new Problem('keys.rotationUnfinished', { id: keys.current });
  return { current: keys.current, resealed, resumed };
}

/** Rows that are sealed with another key. */
async function left(db: Db, current: string): Promise<number> {
  return await inScope(db, systemScope, async (tx) => {
    let n = 0;
    for (const { table, column } of textColumns) {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from ${sql.table(table)} where split_part(${sql.ref(column)}, '.', 1) <> ${current}`.execute(
        tx,
      );
      n += rows[0]?.n ?? 0;
    }
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from recording where key_id <> ${current}`.execute(tx);
    return n + (rows[0]?.n ?? 0);
  });
}

async function resealTexts(tx: Tx, ring: KeyRing, { table, column, kind }: TextColumn): Promise<number> {
  const name = sql.ref(column);
  const { rows } = await sql<{ id: number; text: string }>`
    select id, ${name} as text from ${sql.table(table)} where split_part(${name}, '.', 1) <> ${ring.read().current}
    order by id limit ${rowsAtOnce} for update`.execute(tx);
  const sealed = rows.map(({ id, text }) => ({ id, text: sealText(ring, kind, openText(ring, kind, text)) }));
  if (sealed.length === 0) return 0;
  await sql`update ${sql.table(table)} t set ${name} = s.text from jsonb_to_recordset(${json(sealed)}::jsonb) as s (id bigint, text text)
    where t.id = s.id`.execute(tx);
  return sealed.length;
}

async function resealRecordings(tx: Tx, ring: KeyRing): Promise<number> {
  const { current } = ring.read();
  const { rows } = await sql<{ id: string; alaw: Buffer; keyId: string }>`
    select id, alaw, key_id as "keyId" from recording where key_id <> ${current} order by id limit ${recordingsAtOnce} for update`.execute(
    tx,
  );
  for (const { id, alaw, keyId } of rows) {
    const { sealed } = sealBytes(ring, 'recording', openBytes(ring, 'recording', keyId, alaw));
    await tx.updateTable('recording').set({ alaw: sealed, key_id: current }).where('id', '=', id).execute();
  }
  return rows.length;
}
