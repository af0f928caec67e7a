import { sql } from 'kysely';
import type { Tx } from '../connect.ts';

/** What belongs to the unit that looks after the person: it goes along when the person does. By the column that names the person. */
export const goesAlong = {
  absence: 'person_id',
  alert: 'person_id',
  answer: 'person_id',
  attempt: 'person_id',
  call_task: 'person_id',
  case_record: 'person_id',
  errand: 'person_id',
  exposure: 'target_person_id',
  follow_up: 'person_id',
  isolation_advice: 'person_id',
  isolation_order: 'person_id',
  journey: 'person_id',
  lapsed_level: 'person_id',
  level_override: 'person_id',
  milestone_visit: 'person_id',
  person_level: 'person_id',
  sample: 'person_id',
  stated_isolation: 'person_id',
  vaccination: 'person_id',
} as const;

/** What names a person and a unit, but whose unit is another matter: of the list, the place, the declaration, or of what was so then. */
export const staysBehind = [
  'check_in',
  'declaration',
  'declaration_candidate',
  'import_decision',
  'import_draft_row',
  'import_row',
  'level_change',
  'work_item',
] as const;

/** True when somebody else of the unit bears the person's identity number: probably the same person, to be merged first. */
export async function isKnownInUnit(tx: Tx, personId: number, unitId: number): Promise<boolean> {
  const { rows } = await sql`
    select from person p join person o on o.national_id = p.national_id and o.unit_id = ${unitId} and o.id <> p.id
    where p.id = ${personId} limit 1`.execute(tx);
  return rows.length > 0;
}

/**
 * Gives a person to another unit, with everything that goes along. Only under scope `all`: some of it may be hidden from who asks, and must
 * not be left behind. The household stays where it is.
 */
export async function movePerson(tx: Tx, personId: number, unitId: number): Promise<void> {
  await sql`update person set unit_id = ${unitId}, household_id = null, version = version + 1 where id = ${personId}`.execute(tx);
  for (const [table, column] of Object.entries(goesAlong)) {
    await sql`update ${sql.table(table)} set unit_id = ${unitId} where ${sql.ref(column)} = ${personId}`.execute(tx);
  }
  await sql`
    update follow_up_day set unit_id = ${unitId} where follow_up_id in (select id from follow_up where person_id = ${personId})`.execute(
    tx,
  );
  await sql`update recording set unit_id = ${unitId} where attempt_id in (select id from attempt where person_id = ${personId})`.execute(
    tx,
  );
}
