import type { Birth, ListedPhone, Sex } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { inParts } from './imports.ts';
import { json } from './json.ts';
import type { BirthPrecision } from './schema.ts';

/** A stored person, as far as a list can match or complete it. */
export type StoredPerson = {
  readonly id: number;
  readonly fullName: string;
  readonly nameKey: string;
  readonly birth: Birth | null;
  readonly sex: Sex | null;
  readonly nationalId: string | null;
  readonly hamlet: string | null;
  readonly address: string | null;
  readonly phones: readonly ListedPhone[];
};

/** People of the unit who share a phone or an identity number with the list. */
export async function readNearPeople(
  tx: Tx,
  unitId: number,
  phones: readonly string[],
  nationalIds: readonly string[],
): Promise<StoredPerson[]> {
  const { rows } = await sql<Omit<StoredPerson, 'birth'> & BirthColumns>`
    with near as (
      select id from person where unit_id = ${unitId} and national_id = any(${nationalIds}::text[])
      union select p.id from person p join person_phone n on n.person_id = p.id
      where p.unit_id = ${unitId} and n.e164 = any(${phones}::text[])
    )
    select p.id, p.full_name as "fullName", p.name_key as "nameKey", p.birth_year as "birthYear", p.birth_date as "birthDate",
      p.birth_precision as "birthPrecision", p.sex, p.national_id as "nationalId", p.hamlet, p.address,
      coalesce((select jsonb_agg(jsonb_build_object('e164', n.e164, 'ownerRelation', n.owner_relation) order by n.position, n.e164)
                from person_phone n where n.person_id = p.id), '[]') as phones
    from near join person p using (id) order by p.id`.execute(tx);
  return rows.map(({ birthYear, birthDate, birthPrecision, ...person }) => ({
    ...person,
    birth: birthOf({ birthYear, birthDate, birthPrecision }),
  }));
}

type BirthColumns = {
  readonly birthYear: number | null;
  readonly birthDate: string | null;
  readonly birthPrecision: BirthPrecision | null;
};

function birthOf({ birthYear, birthDate, birthPrecision }: BirthColumns): Birth | null {
  return birthYear === null ? null : { year: birthYear, date: birthDate, precision: birthPrecision ?? 'year' };
}

export type PersonFacts = Omit<StoredPerson, 'id' | 'phones'>;

const columnsOf = (person: PersonFacts) => ({
  full_name: person.fullName,
  name_key: person.nameKey,
  birth_year: person.birth?.year ?? null,
  birth_date: person.birth?.date ?? null,
  birth_precision: person.birth?.precision ?? null,
  sex: person.sex,
  national_id: person.nationalId,
  hamlet: person.hamlet,
  address: person.address,
});

/** Adds people; gives their ids in the same order. */
export async function insertPeople(tx: Tx, unitId: number, people: readonly PersonFacts[], at: Date): Promise<number[]> {
  const ids: number[] = [];
  for (const part of inParts(people, 2_000)) {
    const rows = part.map((person) => ({ ...columnsOf(person), unit_id: unitId, created_at: at }));
    const added = await tx.insertInto('person').values(rows).returning(['id', 'full_name']).execute();
    if (added.some((one, i) => one.full_name !== part[i]?.fullName))
      throw new Error('PostgreSQL returned inserted rows out of order');
    ids.push(...added.map((one) => one.id));
  }
  return ids;
}

/** Completes a person with what a list knew better. */
export async function updatePerson(tx: Tx, id: number, person: PersonFacts): Promise<void> {
  await tx
    .updateTable('person')
    .set((eb) => ({ ...columnsOf(person), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

export type NewPhone = {
  readonly personId: number;
  readonly e164: string;
  readonly position: number;
  readonly ownerRelation: string | null;
};

export async function insertPhones(tx: Tx, phones: readonly NewPhone[]): Promise<void> {
  for (const part of inParts(phones, 10_000)) {
    await sql`
      insert into person_phone (person_id, e164, position, owner_relation)
      select r."personId", r.e164, r.position, r."ownerRelation"
      from jsonb_to_recordset(${json(part)}::jsonb) as r("personId" bigint, e164 text, position smallint, "ownerRelation" text)
      on conflict (person_id, e164) do nothing`.execute(tx);
  }
}
