import { missing, Problem } from '@truyvet/contract';
import type { Birth } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';
import type { BirthPrecision, LocalDate, PhoneState, Sex } from '../schema.ts';
import { type NumberColumns, openInsuranceNumber, openNationalId } from '../secrets/personNumbers.ts';

export type StoredPhone = { readonly e164: string; readonly ownerRelation: string | null; readonly state: PhoneState };

/** What officers may correct of a person. */
export type FactsRecord = {
  readonly id: number;
  readonly version: number;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly fullName: string;
  readonly birth: Birth | null;
  readonly sex: Sex | null;
  readonly nationalId: string | null;
  readonly insuranceNumber: string | null;
  readonly hamlet: string | null;
  readonly address: string | null;
  readonly occupation: string | null;
  readonly householdId: number | null;
  readonly householdCode: string | null;
  readonly isHead: boolean;
  readonly workplaceId: number | null;
  readonly workplaceName: string | null;
  /** As a list wrote it, where no registered place bears these words. */
  readonly workplaceText: string | null;
  readonly phones: readonly StoredPhone[];
};

type Row = Omit<FactsRecord, 'birth' | 'nationalId' | 'insuranceNumber'> & {
  readonly birthYear: number | null;
  readonly birthDate: LocalDate | null;
  readonly birthPrecision: BirthPrecision | null;
  readonly nationalIdSealed: string | null;
  readonly insuranceNumberSealed: string | null;
};

/** The person, or undefined when there is none that the scope may see. Numbers are opened. */
export async function readFacts(tx: Tx, personId: number): Promise<FactsRecord | undefined> {
  const { rows } = await sql<Row>`
    select p.id, p.version, u.id as "unitId", u.code as "unitCode", u.name as "unitName", p.full_name as "fullName",
      p.birth_year as "birthYear", p.birth_date as "birthDate", p.birth_precision as "birthPrecision", p.sex,
      p.national_id_sealed as "nationalIdSealed", p.insurance_number_sealed as "insuranceNumberSealed", p.hamlet, p.address, p.occupation,
      h.id as "householdId", h.code as "householdCode", coalesce(h.head_person_id = p.id, false) as "isHead",
      w.id as "workplaceId", w.name as "workplaceName", p.workplace_text as "workplaceText",
      coalesce((select jsonb_agg(jsonb_build_object('e164', n.e164, 'ownerRelation', n.owner_relation, 'state', n.state)
                  order by n.position, n.e164) from person_phone n where n.person_id = p.id), '[]') as phones
    from person p join unit u on u.id = p.unit_id
    left join household h on h.id = p.household_id left join place w on w.id = p.workplace_id
    where p.id = ${personId}`.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const { birthYear, birthDate, birthPrecision, nationalIdSealed, insuranceNumberSealed, ...rest } = row;
  return {
    ...rest,
    birth: birthYear === null ? null : { year: birthYear, date: birthDate, precision: birthPrecision ?? 'year' },
    nationalId: openNationalId(tx, nationalIdSealed),
    insuranceNumber: openInsuranceNumber(tx, insuranceNumberSealed),
  };
}

/** Columns of `person` as a change sets them. */
export type FactColumns = NumberColumns & {
  full_name?: string;
  name_key?: string;
  birth_year?: number | null;
  birth_date?: LocalDate | null;
  birth_precision?: BirthPrecision | null;
  sex?: Sex | null;
  hamlet?: string | null;
  address?: string | null;
  occupation?: string | null;
  workplace_id?: number | null;
  workplace_text?: string | null;
  household_id?: number | null;
};

export async function updateFacts(tx: Tx, personId: number, version: number, columns: FactColumns): Promise<void> {
  await tx
    .updateTable('person')
    .set({ ...columns, version })
    .where('id', '=', personId)
    .execute();
}

/** The person's numbers become exactly these, in this order. Calls that wait go to the first one that is not wrong. */
export async function replacePhones(tx: Tx, personId: number, phones: readonly StoredPhone[]): Promise<void> {
  const rows = phones.map((phone, position) => ({ ...phone, position }));
  await sql`
    with listed as (
      select * from jsonb_to_recordset(${json(rows)}::jsonb) as r (e164 text, "ownerRelation" text, state text, position smallint)
    ), gone as (
      delete from person_phone where person_id = ${personId} and e164 not in (select e164 from listed)
    )
    insert into person_phone (person_id, e164, position, owner_relation, state)
    select ${personId}, e164, position, "ownerRelation", state from listed
    on conflict (person_id, e164) do update
      set position = excluded.position, owner_relation = excluded.owner_relation, state = excluded.state`.execute(tx);
  const callable = phones.filter(({ state }) => state !== 'wrong').map(({ e164 }) => e164);
  if (callable[0] === undefined) return;
  await tx
    .updateTable('call_task')
    .set({ e164: callable[0] })
    .where('person_id', '=', personId)
    .where('state', '=', 'due')
    .where('e164', 'not in', callable)
    .execute();
}

/** Locks a person whom a change is about; `field` is where a body names them. Throws `resource.missing`, and `person.merged` for a record that another one stands for. */
export async function lockPerson(
  tx: Tx,
  personId: number,
  field?: string,
): Promise<{ readonly unitId: number; readonly version: number; readonly householdId: number | null }> {
  const person = await tx
    .selectFrom('person')
    .select(['unit_id as unitId', 'version', 'household_id as householdId', 'merged_into_id as mergedInto'])
    .where('id', '=', personId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!person) throw missing(field);
  const { mergedInto, ...locked } = person;
  if (mergedInto !== null) throw new Problem('person.merged', { into: mergedInto });
  return locked;
}

/** True when somebody else of the person's unit bears this hashed identity number. */
export async function identityTaken(tx: Tx, unitId: number, personId: number, hash: string): Promise<boolean> {
  const other = await tx
    .selectFrom('person')
    .select('id')
    .where('unit_id', '=', unitId)
    .where('national_id', '=', hash)
    .where('id', '<>', personId)
    .executeTakeFirst();
  return other !== undefined;
}
