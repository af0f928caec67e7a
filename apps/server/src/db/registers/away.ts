import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { unitsBelow } from '../resultFilter.ts';
import type { AbsenceDestination, AbsenceReason } from '../schema/tracing.ts';
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

export type AwayRecord = {
  readonly id: number;
  readonly version: number;
  readonly person: PersonPart;
  readonly unit: UnitPart;
  readonly reason: AbsenceReason;
  readonly destination: AbsenceDestination;
  readonly placeUnit: UnitPart | null;
  readonly placeText: string | null;
  readonly leftOn: string | null;
  readonly expectedBackOn: string | null;
  readonly returnedOn: string | null;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly closedBecause: string | null;
};

export type AwayFilter = RegisterFilter & {
  readonly reason?: AbsenceReason | undefined;
  readonly destination?: AbsenceDestination | undefined;
  readonly placeUnitId?: number | undefined;
  readonly expectedFrom?: string | undefined;
  readonly expectedUntil?: string | undefined;
  readonly state: 'open' | 'closed' | 'all';
};

/** Locals who are away, in the order in which they were written down. */
export async function readAway(tx: Tx, filter: AwayFilter, page: IdPage): Promise<AwayRecord[]> {
  const { rows } = await sql<AwayRecord>`
    select a.id, a.version, ${personPart} as person, ${unitPart('u')} as unit, a.reason, a.destination, ${unitPart('d')} as "placeUnit",
      a.place_text as "placeText", a.left_on as "leftOn", a.expected_back_on as "expectedBackOn", a.returned_on as "returnedOn",
      a.created_at as "createdAt", a.closed_at as "closedAt", a.closed_because as "closedBecause"
    from absence a join person p on p.id = a.person_id join unit u on u.id = a.unit_id left join unit d on d.id = a.place_unit_id
    where ${all([...awayConditions(filter), sql`a.id > ${page.afterId}`])}
    order by a.id limit ${page.limit}`.execute(tx);
  return rows;
}

function awayConditions(filter: AwayFilter): RawBuilder<unknown>[] {
  const conditions = [
    sql`p.merged_into_id is null`,
    sql`a.closed_because is distinct from 'mistake'`,
    ...filterConditions(filter, 'a.unit_id'),
  ];
  if (filter.reason !== undefined) conditions.push(sql`a.reason = ${filter.reason}`);
  if (filter.destination !== undefined) conditions.push(sql`a.destination = ${filter.destination}`);
  if (filter.placeUnitId !== undefined) conditions.push(sql`a.place_unit_id in ${unitsBelow(filter.placeUnitId)}`);
  if (filter.expectedFrom !== undefined) conditions.push(sql`a.expected_back_on >= ${filter.expectedFrom}`);
  if (filter.expectedUntil !== undefined) conditions.push(sql`a.expected_back_on <= ${filter.expectedUntil}`);
  if (filter.state !== 'all') conditions.push(filter.state === 'open' ? isAway : sql`not ${isAway}`);
  return conditions;
}

/** Other ways of closing an absence (a list, a call) set returned_on alone. */
export const isAway = sql<boolean>`(a.closed_at is null and a.returned_on is null)`;

/** Who was away at a cut, as far as it was known then. */
export const awayAt = ({ until, day }: { readonly until: Date; readonly day: string }): RawBuilder<boolean> =>
  sql<boolean>`(a.created_at < ${until} and (a.closed_at is null or a.closed_at >= ${until}) and (a.returned_on is null or a.returned_on > ${day})
    and a.closed_because is distinct from 'mistake')`;
