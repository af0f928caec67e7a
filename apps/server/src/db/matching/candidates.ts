import { nameKeyVariants } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { type BirthColumns, birthOf, type StoredPerson } from '../importsPeople.ts';
import { openNationalId } from '../secrets/personNumbers.ts';

/** What a list of duplicates shows of a person. */
export type PersonBrief = {
  readonly id: number;
  readonly fullName: string;
  readonly birthYear: number | null;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly hamlet: string | null;
};

/** These people, as far as the scope sees them and they stand for themselves. */
export async function readBriefs(tx: Tx, ids: readonly number[]): Promise<Map<number, PersonBrief>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<PersonBrief>`
    select p.id, p.full_name as "fullName", p.birth_year as "birthYear", u.id as "unitId", u.code as "unitCode", u.name as "unitName", p.hamlet
    from person p join unit u on u.id = p.unit_id where p.id = any(${ids}::bigint[]) and p.merged_into_id is null`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** A candidate with how many people have each of its numbers. */
export type Candidate = StoredPerson & { readonly brief: PersonBrief };

const most = 200;

/** The person and everybody in the scope who shares a number, an identity number, or the name and the year of birth with them. */
export async function readCandidates(
  tx: Tx,
  personId: number,
): Promise<{
  readonly person: Candidate | undefined;
  readonly others: Candidate[];
  readonly sharers: ReadonlyMap<string, number>;
}> {
  const own = await readPeople(tx, sql`p.id = ${personId}`);
  const [person] = own;
  if (!person) return { person: undefined, others: [], sharers: new Map() };
  const keys = nameKeyVariants(person.nameKey);
  const year = person.birth?.year ?? null;
  const { rows } = await sql<{ id: number }>`
    select o.person_id as id from person_phone n join person_phone o using (e164) where n.person_id = ${personId}
    union
    select o.id from person p join person o on o.national_id = p.national_id where p.id = ${personId}
    union
    select o.id from person o where o.name_key = any(${keys}::text[]) and o.merged_into_id is null
      and o.birth_year between ${year}::int - 1 and ${year}::int + 1`.execute(tx);
  const ids = rows.map(({ id }) => id).filter((id) => id !== personId);
  const others = await readPeople(tx, sql`p.id = any(${ids}::bigint[]) and p.merged_into_id is null order by p.id limit ${most}`);
  const shared = await sql<{ e164: string; people: number }>`
    select e164, count(*) as people from person_phone where e164 in (select e164 from person_phone where person_id = ${personId}) group by e164`.execute(
    tx,
  );
  return { person, others, sharers: new Map(shared.rows.map(({ e164, people }) => [e164, people])) };
}

async function readPeople(tx: Tx, which: ReturnType<typeof sql>): Promise<Candidate[]> {
  type Row = Omit<StoredPerson, 'birth' | 'nationalId'> &
    BirthColumns &
    Omit<PersonBrief, 'id'> & { readonly sealed: string | null };
  const { rows } = await sql<Row>`
    select p.id, p.full_name as "fullName", p.name_key as "nameKey", p.birth_year as "birthYear", p.birth_date as "birthDate",
      p.birth_precision as "birthPrecision", p.sex, p.national_id_sealed as sealed, p.hamlet, p.address,
      u.id as "unitId", u.code as "unitCode", u.name as "unitName",
      coalesce((select jsonb_agg(jsonb_build_object('e164', n.e164, 'ownerRelation', n.owner_relation) order by n.position, n.e164)
                from person_phone n where n.person_id = p.id), '[]') as phones
    from person p join unit u on u.id = p.unit_id where ${which}`.execute(tx);
  return rows.map(({ birthYear, birthDate, birthPrecision, sealed, unitId, unitCode, unitName, ...person }) => ({
    ...person,
    birth: birthOf({ birthYear, birthDate, birthPrecision }),
    nationalId: openNationalId(tx, sealed),
    brief: { id: person.id, fullName: person.fullName, birthYear, unitId, unitCode, unitName, hamlet: person.hamlet },
  }));
}
