import { sql } from 'kysely';
import type { Tx } from '../connect.ts';

/** What is written in place of what was erased and may not be null. */
const gone = 'Đã xóa';
const noNumber = '+0';

/** The record and those that were merged into it, locked. Empty when there is none. */
export async function recordsOfPerson(tx: Tx, personId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with recursive same as (
      select id from person where id = ${personId}
      union select p.id from person p join same s on p.merged_into_id = s.id)
    select p.id from person p join same using (id) order by p.id for no key update of p`.execute(tx);
  return rows.map(({ id }) => id);
}

/** True while one of their calls is under way. */
export async function callUnderWay(tx: Tx, personIds: readonly number[]): Promise<boolean> {
  const { rows } = await sql`select from attempt where person_id = any (${ids(personIds)}) and ended_at is null limit 1`.execute(
    tx,
  );
  return rows.length > 0;
}

/**
 * Erases whatever names these people or tells what they said. What stays, under a number only: contacts, cases, levels, samples, orders and
 * that calls were made, because other people's cases hang on them; year of birth and sex, for the figures. Needs scope `all`.
 */
export async function erasePeople(tx: Tx, personIds: readonly number[], at: Date): Promise<void> {
  if (personIds.length === 0) return;
  const whose = sql`any (${ids(personIds)})`;
  await sql`
    update person set full_name = ${gone} || ' ' || id, name_key = 'da xoa ' || id, birth_date = null,
      birth_precision = case when birth_year is null then null else 'year' end, national_id = null, national_id_sealed = null,
      insurance_number = null, insurance_number_sealed = null, hamlet = null, address = null, household_id = null, occupation = null,
      workplace_id = null, workplace_text = null, erased_at = ${at}, version = version + 1
    where id = ${whose}`.execute(tx);
  await sql`update household set head_person_id = null where head_person_id = ${whose}`.execute(tx);
  // After the person, whose triggers keep the living address.
  for (const table of ['address', 'person_edit', 'person_phone', 'declaration_candidate'])
    await sql`delete from ${sql.table(table)} where person_id = ${whose}`.execute(tx);
  await eraseCalls(tx, whose);
  await eraseTraces(tx, whose);
}

async function eraseCalls(tx: Tx, whose: ReturnType<typeof sql>): Promise<void> {
  await sql`delete from recording r using attempt a where a.id = r.attempt_id and a.person_id = ${whose}`.execute(tx);
  await sql`delete from answer where person_id = ${whose}`.execute(tx);
  await sql`update follow_up_day d set symptoms = null, note = null from follow_up f where f.id = d.follow_up_id and f.person_id = ${whose}`.execute(
    tx,
  );
  await sql`update attempt set e164 = ${noNumber}, session = null, identifiers = '{}' where person_id = ${whose}`.execute(tx);
  await sql`
    update call_task set e164 = ${noNumber}, variables = '{}', state = case when state in ('due', 'leased') then 'givenUp' else state end
    where person_id = ${whose}`.execute(tx);
  await sql`update errand set details = '{}', result = null where person_id = ${whose}`.execute(tx);
  await sql`update alert set note = null where person_id = ${whose}`.execute(tx);
}

/** Where people left their name or words: lists, declarations, places, journeys, merges. */
async function eraseTraces(tx: Tx, whose: ReturnType<typeof sql>): Promise<void> {
  await sql`
    update import_file set content = '', erased_at = now()
    where id in (select import_id from import_row where person_id = ${whose}) and content <> ''`.execute(tx);
  await sql`delete from import_draft where id in (select draft_id from import_draft_row where person_id = ${whose})`.execute(tx);
  await sql`update import_row set cells = '[]' where person_id = ${whose}`.execute(tx);
  await sql`
    update declaration set full_name = ${gone}, name_key = 'da xoa', birth_date = null, e164 = null, declared_by = null, hamlet = null,
      address = null, from_text = null, vehicle = null, companions = null, reason = null, places = null, symptoms = '{}',
      met_case_text = null, note = null
    where person_id = ${whose}`.execute(tx);
  await sql`update check_in set full_name = null, e164 = null where person_id = ${whose}`.execute(tx);
  await sql`update journey set from_text = null, vehicle = null, companions = null, reason = null where person_id = ${whose}`.execute(
    tx,
  );
  await sql`update absence set place_text = null where person_id = ${whose}`.execute(tx);
  await sql`update isolation_order set place = null where person_id = ${whose}`.execute(tx);
  await sql`update stated_isolation set place = null, withdrawn_because = null where person_id = ${whose}`.execute(tx);
  await sql`update isolation_advice set reason = null where person_id = ${whose}`.execute(tx);
  await sql`update level_override set because = ${gone}, withdrawn_because = case when withdrawn_because is null then null else ${gone} end
    where person_id = ${whose}`.execute(tx);
  const merges = sql`(select id from person_merge where merged_id = ${whose} or survivor_id = ${whose})`;
  await sql`update person_merge_row set was = '{}' where merge_id in ${merges}`.execute(tx);
  await sql`update person_merge set evidence = '{}', completed = '{}' where id in ${merges}`.execute(tx);
}

const ids = (personIds: readonly number[]) => sql`${[...personIds]}::bigint[]`;
