import { missing } from '@truyvet/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { unitsBelow } from '../resultFilter.ts';

/** A person as the registers name them; presenters mask the number. */
export type PersonPart = {
  readonly personId: number;
  readonly fullName: string;
  readonly birthYear: number | null;
  readonly hamlet: string | null;
  readonly e164: string | null;
};
export type UnitPart = { readonly id: number; readonly code: string; readonly name: string };

/** What every register is asked by. */
export type RegisterFilter = {
  readonly unitId?: number | undefined;
  readonly nameKeyPart?: string | undefined;
};
export type IdPage = { readonly afterId: number; readonly limit: number };

/** Person `p` as one jsonb value of the shape `PersonPart`. */
export const personPart = sql<PersonPart>`jsonb_build_object('personId', p.id, 'fullName', p.full_name, 'birthYear', p.birth_year,
  'hamlet', p.hamlet, 'e164', (select e164 from person_phone where person_id = p.id order by position, e164 limit 1))`;

/** A unit as one jsonb value of the shape `UnitPart`; null when the join found none. */
export const unitPart = (alias: string): RawBuilder<UnitPart> => {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`case when ${column('id')} is not null
    then jsonb_build_object('id', ${column('id')}, 'code', ${column('code')}, 'name', ${column('name')}) end`;
};

/** Joined by `and`; true when there is none. */
export const all = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);

/** The conditions of a filter on a row with `unit_id` and on person `p`. */
export function filterConditions(filter: RegisterFilter, unitColumn: string): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.unitId !== undefined) conditions.push(sql`${sql.ref(unitColumn)} in ${unitsBelow(filter.unitId)}`);
  if (filter.nameKeyPart !== undefined && filter.nameKeyPart !== '') {
    conditions.push(sql`p.name_key like ${`%${filter.nameKeyPart.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`}`);
  }
  return conditions;
}

/** Makes sure that a unit which a request names in a field is there; null and undefined name none. Throws `resource.missing`. */
export async function requireUnit(tx: Tx, unitId: number | null | undefined, field: string): Promise<void> {
  if (unitId === null || unitId === undefined) return;
  if (!(await readUnitPart(tx, unitId))) throw missing(field);
}

/** A unit by id; undefined when there is none. */
export async function readUnitPart(tx: Tx, unitId: number): Promise<(UnitPart & { readonly kind: string }) | undefined> {
  return await tx.selectFrom('unit').select(['id', 'code', 'name', 'kind']).where('id', '=', unitId).executeTakeFirst();
}

/** The unit of a person who is seen and not merged into another. */
export async function readPersonUnit(tx: Tx, personId: number): Promise<number | undefined> {
  const row = await tx
    .selectFrom('person')
    .select('unit_id')
    .where('id', '=', personId)
    .where('merged_into_id', 'is', null)
    .executeTakeFirst();
  return row?.unit_id;
}

export async function readHouseholdUnit(tx: Tx, householdId: number): Promise<number | undefined> {
  const row = await tx.selectFrom('household').select('unit_id').where('id', '=', householdId).executeTakeFirst();
  return row?.unit_id;
}
