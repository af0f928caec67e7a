import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { type BirthColumns, birthOf, type StoredPerson } from '../importsPeople.ts';
import { kept } from '../keptPlans.ts';
import { hashNationalId, openNationalId } from '../secrets/personNumbers.ts';

/** By what people of a list may be stored already. */
export type NearKeys = {
  /** The list's unit and those below it. */
  readonly unitIds: readonly number[];
  readonly phones: readonly string[];
  readonly nationalIds: readonly string[];
  /** People whom an officer named. */
  readonly personIds: readonly number[];
  /** Name keys of the list: of a phone that very many share only those bearers are looked at. */
  readonly nameKeys: readonly string[];
  /** Namesakes born from one year to another, on one day where it is given; only to propose them. */
  readonly namesakes: ReadonlyArray<{
    readonly key: string;
    readonly from: number;
    readonly to: number;
    readonly on: string | null;
  }>;
  /** Namesakes up to this id: not those whom the list itself has just added. */
  readonly namesakesUpTo: number;
  /** So many people are stored that a plan made now stays good, however many the list itself adds. */
  readonly manyStored: boolean;
};

/** Owners of one phone beyond which it names nobody any more (a hamlet's head, a company). */
const sharersLookedAt = 50;

/** People of these units who share a phone, an identity number, or a name and a year with the list. What is known of a merged record leads to its survivor. */
export async function readNearPeople(tx: Tx, keys: NearKeys): Promise<StoredPerson[]> {
  const { unitIds, phones, nationalIds, personIds, nameKeys, namesakes, namesakesUpTo, manyStored } = keys;
  const { rows } = await sql<
    Omit<StoredPerson, 'birth' | 'nationalId'> & BirthColumns & { readonly nationalIdSealed: string | null }
  >`${manyStored ? kept : sql``}
    with owners as (
      select n.person_id, count(*) over (partition by n.e164) as sharers
      from unnest(${phones}::text[]) as asked (e164) join person_phone n using (e164)
    ), near as (
      select coalesce(p.merged_into_id, p.id) as id from person p
      where p.unit_id = any(${unitIds}::bigint[]) and p.national_id = any(${nationalIds.map((number) => hashNationalId(tx, number))}::text[])
      union
      select p.id from owners o join person p on p.id = o.person_id
      where p.unit_id = any(${unitIds}::bigint[]) and p.merged_into_id is null
        and (o.sharers <= ${sharersLookedAt} or p.name_key = any(${nameKeys}::text[]))
      union
      select p.id
      from unnest(${namesakes.map(({ key }) => key)}::text[], ${namesakes.map(({ from }) => from)}::smallint[],
        ${namesakes.map(({ to }) => to)}::smallint[], ${namesakes.map(({ on }) => on)}::date[]) as asked (key, "from", "to", "on")
      join person p on p.name_key = asked.key and p.birth_year >= asked."from" and p.birth_year <= asked."to" and p.merged_into_id is null
        and (asked."on" is null or p.birth_date = asked."on")
      where p.unit_id = any(${unitIds}::bigint[]) and p.id <= ${namesakesUpTo}
      union
      select p.id from person p where p.id = any(${personIds}::bigint[]) and p.merged_into_id is null
    )
    select p.id, p.full_name as "fullName", p.name_key as "nameKey", p.birth_year as "birthYear", p.birth_date as "birthDate",
      p.birth_precision as "birthPrecision", p.sex, p.national_id_sealed as "nationalIdSealed", p.hamlet, p.address,
      p.occupation, p.workplace_id as "workplaceId", p.workplace_text as "workplaceText",
      coalesce((select jsonb_agg(jsonb_build_object('e164', n.e164, 'ownerRelation', n.owner_relation) order by n.position, n.e164)
                from person_phone n where n.person_id = p.id), '[]') as phones
    from near join person p using (id) where p.merged_into_id is null order by p.id`.execute(tx);
  return rows.map(({ birthYear, birthDate, birthPrecision, nationalIdSealed, ...person }) => ({
    ...person,
    nationalId: openNationalId(tx, nationalIdSealed),
    birth: birthOf({ birthYear, birthDate, birthPrecision }),
  }));
}

/** How many people these units have, as far as the scope sees; no more than `most`, beyond which it does not matter. */
export async function countPeople(tx: Tx, unitIds: readonly number[], most: number): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(*) as people from (select from person where unit_id = any(${unitIds}::bigint[]) limit ${most}) p`.execute(tx);
  return rows[0]?.people ?? 0;
}

/** The id of the person who was added last, whoever may see them. */
export async function lastPersonId(tx: Tx): Promise<number> {
  const { rows } = await sql<{
    id: number | null;
  }>`select pg_sequence_last_value(pg_get_serial_sequence('person', 'id')) as id`.execute(tx);
  return rows[0]?.id ?? 0;
}
