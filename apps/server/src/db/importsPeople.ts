import { type Birth, type ListedPhone, nameKeys, type Sex } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { inParts } from './imports.ts';
import { json } from './json.ts';
import { kept } from './keptPlans.ts';
import type { BirthPrecision } from './schema.ts';
import { numberColumns } from './secrets/personNumbers.ts';

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
  readonly occupation: string | null;
  /** A registered place. */
  readonly workplaceId: number | null;
  /** The words of a list, where no registered place bears them. */
  readonly workplaceText: string | null;
  readonly phones: readonly ListedPhone[];
};

export type BirthColumns = {
  readonly birthYear: number | null;
  readonly birthDate: string | null;
  readonly birthPrecision: BirthPrecision | null;
};

export function birthOf({ birthYear, birthDate, birthPrecision }: BirthColumns): Birth | null {
  return birthYear === null ? null : { year: birthYear, date: birthDate, precision: birthPrecision ?? 'year' };
}

export type PersonFacts = Omit<StoredPerson, 'id' | 'phones'>;

const columnsOf = (tx: Tx, person: PersonFacts) => ({
  full_name: person.fullName,
  name_key: person.nameKey,
  birth_year: person.birth?.year ?? null,
  birth_date: person.birth?.date ?? null,
  birth_precision: person.birth?.precision ?? null,
  sex: person.sex,
  ...numberColumns(tx, { nationalId: person.nationalId }),
  hamlet: person.hamlet,
  address: person.address,
  // Few lists have these: left out of the record they cost nothing, and come out of it as null.
  occupation: person.occupation ?? undefined,
  workplace_id: person.workplaceId ?? undefined,
  workplace_text: person.workplaceText ?? undefined,
});

/** The keys of names, as the trigger person_name_keys makes them for whoever does not bring them along. */
function keyColumnsOf({ fullName, nameKey }: PersonFacts) {
  const { reversed, given, marked } = nameKeys(fullName, nameKey);
  return { name_reversed: reversed, name_given: given, name_marked: marked };
}

/** The columns as a recordset has them. */
const record = sql`as r(id bigint, full_name text, name_key text, birth_year smallint, birth_date date, birth_precision text, sex text,
  national_id text, national_id_sealed text, hamlet text, address text, occupation text, workplace_id bigint, workplace_text text, name_reversed text, name_given text, name_marked text)`;

/** Adds people; gives their ids in the same order. */
export async function insertPeople(tx: Tx, unitId: number, people: readonly PersonFacts[], at: Date): Promise<number[]> {
  if (people.length === 0) return [];
  const { rows: ids } = await sql<{ id: number }>`${kept}
    select nextval(pg_get_serial_sequence('person', 'id')) as id from generate_series(1, ${people.length}::int)`.execute(tx);
  const records = people.map((person, i) => ({ id: ids[i]?.id, ...columnsOf(tx, person), ...keyColumnsOf(person) }));
  await sql`${kept}
    insert into person (id, unit_id, full_name, name_key, birth_year, birth_date, birth_precision, sex, national_id, national_id_sealed,
      hamlet, address, occupation, workplace_id, workplace_text, name_reversed, name_given, name_marked, created_at)
    overriding system value
    select id, ${unitId}, full_name, name_key, birth_year, birth_date, birth_precision, sex, national_id, national_id_sealed, hamlet, address,
      occupation, workplace_id, workplace_text, name_reversed, name_given, name_marked, ${at}
    from jsonb_to_recordset(${json(records)}::jsonb) ${record}`.execute(tx);
  return ids.map(({ id }) => id);
}

/** Completes people with what a list knew better. */
export async function updatePeople(
  tx: Tx,
  people: ReadonlyArray<{ readonly id: number; readonly facts: PersonFacts }>,
): Promise<void> {
  if (people.length === 0) return;
  const records = people.map(({ id, facts }) => ({ id, ...columnsOf(tx, facts) }));
  await sql`${kept}
    update person p set full_name = r.full_name, name_key = r.name_key, birth_year = r.birth_year, birth_date = r.birth_date,
      birth_precision = r.birth_precision, sex = r.sex, national_id = r.national_id, national_id_sealed = r.national_id_sealed, hamlet = r.hamlet, address = r.address,
      occupation = r.occupation, workplace_id = r.workplace_id, workplace_text = r.workplace_text, version = p.version + 1
    from jsonb_to_recordset(${json(records)}::jsonb) ${record} where p.id = r.id`.execute(tx);
}

export type NewPhone = {
  readonly personId: number;
  readonly e164: string;
  readonly position: number;
  readonly ownerRelation: string | null;
};

export async function insertPhones(tx: Tx, phones: readonly NewPhone[]): Promise<void> {
  for (const part of inParts(phones, 10_000)) {
    await sql`${kept}
      insert into person_phone (person_id, e164, position, owner_relation)
      select r."personId", r.e164, r.position, r."ownerRelation"
      from jsonb_to_recordset(${json(part)}::jsonb) as r("personId" bigint, e164 text, position smallint, "ownerRelation" text)
      on conflict (person_id, e164) do nothing`.execute(tx);
  }
}
