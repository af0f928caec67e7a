import { sql } from 'kysely';
import type { Tx } from '../connect.ts';

/** Everybody who has a contact with these people as its source. */
export async function targetsOfPeople(tx: Tx, outbreakId: number, people: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select x.target_person_id as id from exposure x
    where x.outbreak_id = ${outbreakId} and x.source_person_id = any(${people}::bigint[]) and x.negated_at is null
    union
    select x.target_person_id from case_record k join exposure x on x.source_case_id = k.id
    where k.person_id = any(${people}::bigint[]) and x.outbreak_id = ${outbreakId} and x.negated_at is null`.execute(tx);
  return rows.map(({ id }) => id);
}
