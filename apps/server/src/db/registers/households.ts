import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { unitsBelow } from '../resultFilter.ts';
import { all, type IdPage, type RegisterFilter, type UnitPart, unitPart } from './parts.ts';

export type ReviewPart = {
  readonly id: number;
  readonly version: number;
  readonly householdId: number;
  readonly reviewedOn: string;
  readonly team: string;
  readonly peopleHome: number | null;
  readonly peopleAway: number | null;
  readonly findings: string | null;
};
export type HouseholdRecord = {
  readonly id: number;
  readonly household: {
    readonly id: number;
    readonly code: string;
    readonly head: string | null;
    readonly hamlet: string | null;
    readonly address: string | null;
  };
  readonly unit: UnitPart;
  readonly lastReview: ReviewPart | null;
};
export type HouseholdFilter = RegisterFilter & { readonly reviewed?: boolean | undefined; readonly since?: string | undefined };

/** A review `r` as one jsonb value of the shape `ReviewPart`. */
export const reviewPart = sql<ReviewPart>`jsonb_build_object('id', r.id, 'version', r.version, 'householdId', r.household_id,
  'reviewedOn', r.reviewed_on, 'team', r.team, 'peopleHome', r.people_home, 'peopleAway', r.people_away, 'findings', r.findings)`;

/** Households with their latest review (since a day, when one is given), by id. */
export async function readHouseholds(tx: Tx, filter: HouseholdFilter, page: IdPage): Promise<HouseholdRecord[]> {
  const since = filter.since ?? '0001-01-01';
  const conditions: RawBuilder<unknown>[] = [sql`h.id > ${page.afterId}`];
  if (filter.unitId !== undefined) conditions.push(sql`h.unit_id in ${unitsBelow(filter.unitId)}`);
  if (filter.reviewed !== undefined) conditions.push(filter.reviewed ? sql`r.id is not null` : sql`r.id is null`);
  if (filter.nameKeyPart) conditions.push(sql`p.name_key like ${`%${filter.nameKeyPart.replace(/[\\%_]/g, '\\$&')}%`}`);
  const { rows } = await sql<HouseholdRecord>`
    select h.id, jsonb_build_object('id', h.id, 'code', h.code, 'head', p.full_name, 'hamlet', h.hamlet, 'address', h.address) as household,
      ${unitPart('u')} as unit, case when r.id is not null then ${reviewPart} end as "lastReview"
    from household h join unit u on u.id = h.unit_id left join person p on p.id = h.head_person_id
    left join lateral (
      select * from household_review where household_id = h.id and reviewed_on >= ${since} order by reviewed_on desc, id desc limit 1
    ) r on true
    where ${all(conditions)} order by h.id limit ${page.limit}`.execute(tx);
  return rows;
}
