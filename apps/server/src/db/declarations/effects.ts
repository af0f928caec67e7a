import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';

type Due = { readonly code: string; readonly at: Date; readonly dueInMs: number };

/** Raises an alert about a person, unless one of the kind is open already. */
export async function raiseAlert(tx: Tx, { personId, code, at, dueInMs }: Due & { readonly personId: number }): Promise<void> {
  await sql`
    insert into alert (unit_id, person_id, code, raised_at, due_at)
    select p.unit_id, p.id, ${code}, ${at}, ${new Date(at.getTime() + dueInMs)} from person p
    where p.id = ${personId} and not has_open_alert(p.id, ${code})`.execute(tx);
}

/** Makes work about a person, unless work of the kind is open already. */
export async function raiseErrand(
  tx: Tx,
  {
    personId,
    code,
    at,
    dueInMs,
    details,
  }: Due & { readonly personId: number; readonly details: Readonly<Record<string, string>> },
): Promise<void> {
  await sql`
    insert into errand (unit_id, person_id, attempt_id, code, round, details, created_at, due_at)
    select p.unit_id, p.id, null, ${code}, coalesce((select max(e.round) + 1 from errand e
      where e.person_id = p.id and e.attempt_id is null and e.code = ${code}), 0), ${json(details)}::jsonb, ${at}, ${new Date(at.getTime() + dueInMs)}
    from person p
    where p.id = ${personId} and not exists (
      select from errand e where e.person_id = p.id and e.code = ${code} and e.done_at is null)
    on conflict do nothing`.execute(tx);
}

const unmatched = 'declarationUnmatched';

/** Makes work of a unit's undecided declarations, one at a time. Waits for whoever is just closing it, and then makes another. */
export async function raiseUnmatched(
  tx: Tx,
  { unitId, at, dueInMs }: Omit<Due, 'code'> & { readonly unitId: number },
): Promise<void> {
  await sql`
    insert into errand (unit_id, person_id, attempt_id, code, details, created_at, due_at)
    values (${unitId}, null, null, ${unmatched}, '{}'::jsonb, ${at}, ${new Date(at.getTime() + dueInMs)})
    on conflict (unit_id, code, (coalesce(details ->> 'about', ''))) where person_id is null and done_at is null
    do update set due_at = errand.due_at`.execute(tx);
}

/** Closes that work when the last declaration of the unit is decided. Held first: a declaration that comes meanwhile is seen, or waits and makes another. */
export async function closeUnmatched(
  tx: Tx,
  { unitId, at, userId }: { readonly unitId: number; readonly at: Date; readonly userId: number | null },
): Promise<void> {
  await sql`select from errand where unit_id = ${unitId} and person_id is null and code = ${unmatched} and done_at is null for update`.execute(
    tx,
  );
  await sql`
    update errand e set done_at = ${at}, done_by = ${userId}, outcome = 'done', result = 'Đã xử lý hết tờ khai.', version = e.version + 1
    where e.unit_id = ${unitId} and e.person_id is null and e.code = ${unmatched} and e.done_at is null
      and not exists (select from declaration d where d.unit_id = ${unitId} and d.match in ('proposed', 'none'))`.execute(tx);
}

/** True when this person's arrival on this day is written down already; without a day, when any arrival of theirs is open: a vague word adds nothing to it. */
export async function hasJourney(
  tx: Tx,
  arrival: {
    readonly outbreakId: number;
    readonly personId: number;
    readonly arrivedOn: string | null;
  },
): Promise<boolean> {
  const of = tx
    .selectFrom('journey')
    .select('id')
    .where('outbreak_id', '=', arrival.outbreakId)
    .where('person_id', '=', arrival.personId);
  const known = arrival.arrivedOn === null ? of.where('closed_at', 'is', null) : of.where('arrived_on', '=', arrival.arrivedOn);
  return (await known.limit(1).executeTakeFirst()) !== undefined;
}

export type NewPerson = {
  readonly unitId: number;
  readonly fullName: string;
  readonly nameKey: string;
  readonly birthYear: number | null;
  readonly birthDate: string | null;
  readonly sex: 'male' | 'female' | null;
  readonly hamlet: string | null;
  readonly address: string | null;
  readonly e164: string | null;
  readonly at: Date;
};

/** A person whom only a declaration tells of. */
export async function insertDeclaredPerson(tx: Tx, given: NewPerson): Promise<number> {
  const person = await tx
    .insertInto('person')
    .values({
      unit_id: given.unitId,
      full_name: given.fullName,
      name_key: given.nameKey,
      birth_year: given.birthYear,
      birth_date: given.birthDate,
      birth_precision: given.birthDate ? 'day' : given.birthYear === null ? null : 'year',
      sex: given.sex,
      hamlet: given.hamlet,
      address: given.address,
      created_at: given.at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (given.e164 !== null) await tx.insertInto('person_phone').values({ person_id: person.id, e164: given.e164 }).execute();
  return person.id;
}
