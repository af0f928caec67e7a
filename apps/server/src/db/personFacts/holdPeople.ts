/**
 * Whatever changes what is open for somebody (alerts, errands, follow-ups and their days, calls given up) has the work list's triggers lock the
 * person. Who locks other rows first and the person then meets those who go the other way round. So: people first, all of them at once, in the
 * order of their ids; then what hangs on them.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';

/** Holds people for a change of what hangs on them until the transaction ends; waits for those that another holds. */
export async function holdPeople(tx: Tx, personIds: readonly number[]): Promise<void> {
  if (personIds.length > 0) await lock(tx, personIds, sql``);
}

/** Holds the person whom an alert, errand or attempt is about; nobody when it is not there, or about nobody. */
export async function holdPersonOf(tx: Tx, table: 'alert' | 'attempt' | 'errand', id: number): Promise<void> {
  const row = await tx.selectFrom(table).select('person_id').where('id', '=', id).executeTakeFirst();
  if (row?.person_id) await holdPeople(tx, [row.person_id]);
}

/** As `holdPeople`, but waits for nobody: gives those that are held now. For work that comes again to the rest. */
export async function holdFreePeople(tx: Tx, personIds: readonly number[]): Promise<ReadonlySet<number>> {
  if (personIds.length === 0) return new Set();
  const { rows } = await lock(tx, personIds, sql`skip locked`);
  return new Set(rows.map(({ id }) => id));
}

/** `no key`: whoever only refers to a person (a level, a contact) does not wait. */
const lock = (tx: Tx, personIds: readonly number[], wait: RawBuilder<unknown>) =>
  sql<{ id: number }>`
    select id from person where id = any (${[...personIds]}::bigint[]) order by id for no key update ${wait}`.execute(tx);
