import { sql } from 'kysely';
import type { Tx } from '../connect.ts';

/** The outbreaks in which anything about these people bears on levels. */
export async function outbreaksOfPeople(tx: Tx, people: readonly number[]): Promise<number[]> {
  const ids = sql`any(${people}::bigint[])`;
  const { rows } = await sql<{ id: number }>`
    select outbreak_id as id from person_level where person_id = ${ids}
    union select outbreak_id from lapsed_level where person_id = ${ids}
    union select outbreak_id from case_record where person_id = ${ids}
    union select outbreak_id from level_override where person_id = ${ids}
    union select outbreak_id from exposure where target_person_id = ${ids}
    union select outbreak_id from exposure where source_person_id = ${ids}
    order by 1`.execute(tx);
  return rows.map(({ id }) => id);
}

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
