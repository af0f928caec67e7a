import { sql } from 'kysely';
import type { Db, Tx } from '../connect.ts';
import { json } from '../json.ts';
import { inScope, systemScope } from '../scope.ts';
import { sealBytes } from './keyRing.ts';
import { keysOf } from './keysOfDatabase.ts';
import { numberColumns } from './personNumbers.ts';
import { sealFiles, sealRows } from './sealPlainLists.ts';

const peopleAtOnce = 1000;
const recordingsAtOnce = 50;

export type SealedNow = {
  readonly people: number;
  readonly recordings: number;
  readonly listFiles: number;
  readonly listRows: number;
};

/**
 * Seals what older releases have written in clear: identity and insurance numbers, recordings, lists as they were handed in. In batches, each
 * committed: stopped half way, it goes on at the next start. Returns how many rows were sealed.
 */
export async function sealPlainValues(db: Db): Promise<SealedNow> {
  return {
    people: await inBatches(db, sealPeople),
    recordings: await inBatches(db, sealRecordings),
    listFiles:
      (await inBatches(db, (tx) => sealFiles(tx, 'import_file'))) + (await inBatches(db, (tx) => sealFiles(tx, 'import_draft'))),
    listRows:
      (await inBatches(db, (tx) => sealRows(tx, 'import_row'))) + (await inBatches(db, (tx) => sealRows(tx, 'import_draft_row'))),
  };
}

async function inBatches(db: Db, batch: (tx: Tx) => Promise<number>): Promise<number> {
  let all = 0;
  for (;;) {
    const done = await inScope(db, systemScope, batch);
    if (done === 0) return all;
    all += done;
  }
}

type PlainPerson = { readonly id: number; readonly nationalId: string | null; readonly insuranceNumber: string | null };

async function sealPeople(tx: Tx): Promise<number> {
  const { rows } = await sql<PlainPerson>`
    select id, case when national_id_sealed is null then national_id end as "nationalId",
      case when insurance_number_sealed is null then insurance_number end as "insuranceNumber"
    from person
    where (national_id is not null and national_id_sealed is null) or (insurance_number is not null and insurance_number_sealed is null)
    order by id limit ${peopleAtOnce} for update`.execute(tx);
  const sealed = rows.map(({ id, nationalId, insuranceNumber }) => ({
    id,
    ...numberColumns(tx, { nationalId, insuranceNumber }),
  }));
  if (sealed.length === 0) return 0;
  await sql`
    update person p set
      national_id = coalesce(s.national_id, p.national_id), national_id_sealed = coalesce(s.national_id_sealed, p.national_id_sealed),
      insurance_number = coalesce(s.insurance_number, p.insurance_number),
      insurance_number_sealed = coalesce(s.insurance_number_sealed, p.insurance_number_sealed)
    from jsonb_to_recordset(${json(sealed)}::jsonb)
      as s (id bigint, national_id text, national_id_sealed text, insurance_number text, insurance_number_sealed text)
    where p.id = s.id`.execute(tx);
  return sealed.length;
}

async function sealRecordings(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: string; alaw: Buffer }>`
    select id, alaw from recording where key_id is null order by id limit ${recordingsAtOnce} for update`.execute(tx);
  for (const { id, alaw } of rows) {
    const { keyId, sealed } = sealBytes(keysOf(tx), 'recording', alaw);
    await tx.updateTable('recording').set({ alaw: sealed, key_id: keyId }).where('id', '=', id).execute();
  }
  return rows.length;
}
