import type { Birth, Sex } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { unitsBelow } from '../resultFilter.ts';

/** A stored person who may be the one who declares. */
export type NearPerson = {
  readonly id: number;
  readonly unitId: number;
  readonly fullName: string;
  readonly birth: Birth | null;
  readonly sex: Sex | null;
  readonly nationalId: null;
  readonly phones: readonly { readonly e164: string }[];
};

const most = 20;

/** People who share the number, or the name and the birth year: of a commune and its hamlets, or (null) of everywhere. */
export async function readNearPeople(
  tx: Tx,
  unitId: number | null,
  given: { readonly e164: string | null; readonly nameKey: string; readonly birthYear: number | null },
): Promise<NearPerson[]> {
  const { rows } = await sql<Omit<NearPerson, 'birth' | 'nationalId'> & Birthday>`
    with near as (
      select p.id from person p join person_phone n on n.person_id = p.id where n.e164 = ${given.e164}
      union
      select p.id from person p where p.name_key = ${given.nameKey} and p.birth_year = ${given.birthYear}
    )
    select p.id, p.unit_id as "unitId", p.full_name as "fullName", p.birth_year as "birthYear", p.birth_date as "birthDate",
      p.birth_precision as "birthPrecision", p.sex,
      coalesce((select jsonb_agg(jsonb_build_object('e164', n.e164)) from person_phone n where n.person_id = p.id), '[]') as phones
    from near join person p using (id)
    where ${unitId === null ? sql`true` : sql`p.unit_id in ${unitsBelow(unitId)}`} and p.merged_into_id is null order by p.id limit ${most}`.execute(
    tx,
  );
  return rows.map(({ birthYear, birthDate, birthPrecision, ...person }) => ({
    ...person,
    nationalId: null,
    birth: birthYear === null ? null : { year: birthYear, date: birthDate, precision: birthPrecision ?? 'year' },
  }));
}

type Birthday = {
  readonly birthYear: number | null;
  readonly birthDate: string | null;
  readonly birthPrecision: Birth['precision'] | null;
};
