import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import {
  all,
  filterConditions,
  type IdPage,
  type PersonPart,
  personPart,
  type RegisterFilter,
  type UnitPart,
  unitPart,
} from './parts.ts';

export type ReturneeRecord = {
  readonly id: number;
  readonly version: number;
  readonly person: PersonPart;
  readonly unit: UnitPart;
  readonly fromUnit: UnitPart | null;
  readonly fromText: string | null;
  readonly risk: 'low' | 'medium' | 'high' | 'very_high' | 'unknown' | null;
  readonly leftOn: string | null;
  readonly arrivedOn: string | null;
  readonly vehicle: string | null;
  readonly companions: string | null;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly closedBecause: string | null;
};

export type ReturneeFilter = RegisterFilter & {
  readonly outbreakId: number;
  readonly since: string;
  readonly until?: string | undefined;
  /** Written down before this instant. */
  readonly knownBefore?: Date | undefined;
  readonly from: 'risk' | 'all';
  readonly state: 'open' | 'closed' | 'all';
};

/** Arrivals, in the order in which they were written down. */
export async function readReturnees(tx: Tx, filter: ReturneeFilter, page: IdPage): Promise<ReturneeRecord[]> {
  const { rows } = await sql<ReturneeRecord>`
    with ${riskTables(filter.outbreakId)}
    select j.id, j.version, ${personPart} as person, ${unitPart('u')} as unit, ${unitPart('o')} as "fromUnit", j.from_text as "fromText",
      ${riskOfJourney} as risk, j.left_on as "leftOn", j.arrived_on as "arrivedOn", j.vehicle, j.companions, j.reason,
      j.created_at as "createdAt", j.closed_at as "closedAt", j.closed_because as "closedBecause"
    from journey j join person p on p.id = j.person_id join unit u on u.id = j.unit_id left join unit o on o.id = j.from_unit_id
    where ${all([...returneeConditions(filter), sql`j.id > ${page.afterId}`])}
    order by j.id limit ${page.limit}`.execute(tx);
  return rows;
}

/** The conditions on journey `j` of person `p`; needs `riskTables` in front of the statement. */
export function returneeConditions(filter: ReturneeFilter): RawBuilder<unknown>[] {
  const conditions = [
    sql`j.outbreak_id = ${filter.outbreakId}`,
    arrivedSince(filter.since),
    sql`p.merged_into_id is null`,
    sql`j.closed_because is distinct from 'mistake'`,
    ...filterConditions(filter, 'j.unit_id'),
  ];
  if (filter.until !== undefined) conditions.push(sql`(j.arrived_on <= ${filter.until} or j.arrived_on is null)`);
  if (filter.knownBefore !== undefined) conditions.push(sql`j.created_at < ${filter.knownBefore}`);
  if (filter.from === 'risk') conditions.push(sql`${riskOfJourney} is not null`);
  if (filter.state !== 'all') conditions.push(filter.state === 'open' ? sql`j.closed_at is null` : sql`j.closed_at is not null`);
  return conditions;
}

/** Arrived on a day or later. Whose day of arrival nobody knows is not left out. */
const arrivedSince = (since: string) => sql`(j.arrived_on >= ${since} or j.arrived_on is null)`;

/** Whether entry `e` of the table of journeys is one of the register; needs `riskTables` in front of the statement. */
export const isReturnee = (since: string): RawBuilder<boolean> =>
  sql`exists (select from journey j where j.id = e.id and ${arrivedSince(since)} and ${riskOfJourney} is not null)`;

/** Areas of risk with everything below them, and what lies above them. For `with`, which becomes recursive. */
export function riskTables(outbreakId: number): RawBuilder<unknown> {
  return sql`recursive risky (unit_id, grade, valid_from, valid_to) as (
      select r.unit_id, r.grade, r.valid_from, r.valid_to from risk_area r where r.outbreak_id = ${outbreakId}
      union select c.id, k.grade, k.valid_from, k.valid_to from unit c join risky k on c.parent_id = k.unit_id
    ), above (unit_id, valid_from, valid_to) as (
      select u.parent_id, r.valid_from, r.valid_to from risk_area r join unit u on u.id = r.unit_id
      where r.outbreak_id = ${outbreakId} and u.parent_id is not null
      union select u.parent_id, a.valid_from, a.valid_to from unit u join above a on u.id = a.unit_id where u.parent_id is not null
    )`;
}

/** The day of departure, else of arrival, else on which it was written down. */
const movedOn = sql`coalesce(j.left_on, j.arrived_on, (j.created_at at time zone 'Asia/Ho_Chi_Minh')::date)`;
const inForce = (alias: string) => sql`${movedOn} >= ${sql.ref(`${alias}.valid_from`)}
  and (${sql.ref(`${alias}.valid_to`)} is null or ${movedOn} <= ${sql.ref(`${alias}.valid_to`)})`;

/**
 * The grade of the place that journey `j` came from on the day of departure (else of arrival). 'unknown' while the place is only words, or
 * is wider than the area of risk within it: nobody is left out of a list because of a vague answer.
 */
export const riskOfJourney = sql<ReturneeRecord['risk']>`case when j.from_unit_id is null then 'unknown' else coalesce(
  (select k.grade from risky k where k.unit_id = j.from_unit_id and ${inForce('k')}
   order by array_position(array['very_high', 'high', 'medium', 'low'], k.grade) limit 1),
  (select 'unknown' from above a where a.unit_id = j.from_unit_id and ${inForce('a')} limit 1)) end`;
