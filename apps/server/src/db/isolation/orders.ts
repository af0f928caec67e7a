import type { PlannedPhase, PlannedSample, TakenSample } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';
import { unitsBelow } from '../resultFilter.ts';
import { type PersonFields, personColumns, personJoins } from './advice.ts';

export type OrderRecord = PersonFields & {
  readonly id: number;
  readonly version: number;
  readonly outbreakId: number;
  readonly adviceId: number;
  readonly negativeSamples: 'all' | 'none';
  /** The advice was about a case. */
  readonly ofCase: boolean;
  readonly state: 'active' | 'released' | 'cancelled';
  readonly measure: PlannedPhase['measure'];
  readonly place: string | null;
  readonly startOn: string;
  readonly endOn: string;
  readonly phase: number;
  readonly phases: readonly PlannedPhase[];
};
export type OrderSample = TakenSample & { readonly plannedOn: string | null; readonly orderId: number | null };

export type OrderFilter = {
  readonly id?: number | undefined;
  readonly personId?: number | undefined;
  readonly outbreakId?: number | undefined;
  readonly unitId?: number | undefined;
  readonly state?: OrderRecord['state'] | undefined;
  readonly dueBy?: string | undefined;
};
export type OrderPosition = { readonly endOn: string; readonly id: number };

/** Orders, those that end first first. */
export async function readOrders(
  tx: Tx,
  filter: OrderFilter,
  page: { readonly after?: OrderPosition | undefined; readonly limit: number },
): Promise<OrderRecord[]> {
  const all = [sql`true`];
  if (filter.id !== undefined) all.push(sql`i.id = ${filter.id}`);
  if (filter.personId !== undefined) all.push(sql`i.person_id = ${filter.personId}`);
  if (filter.outbreakId !== undefined) all.push(sql`i.outbreak_id = ${filter.outbreakId}`);
  if (filter.unitId !== undefined) all.push(sql`i.unit_id in ${unitsBelow(filter.unitId)}`);
  if (filter.state !== undefined) all.push(sql`i.state = ${filter.state}`);
  if (filter.dueBy !== undefined) all.push(sql`i.end_on <= ${filter.dueBy}::date`);
  if (page.after) all.push(sql`(i.end_on, i.id) > (${page.after.endOn}::date, ${page.after.id})`);
  const { rows } = await sql<OrderRecord>`
    with i as materialized (
      select i.* from isolation_order i where ${sql.join(all, sql` and `)} order by i.end_on, i.id limit ${page.limit})
    select i.id, i.version, i.outbreak_id as "outbreakId", i.advice_id as "adviceId", i.state, i.measure,
      coalesce(a.advice ->> 'negativeSamples', 'all') as "negativeSamples",
      a.advice -> 'inputs' ->> 'category' = 'F0' as "ofCase",
      coalesce(i.place, pl.name) as place, i.start_on as "startOn", i.end_on as "endOn", i.phase, i.phases, ${personColumns}
    from i ${personJoins} join isolation_advice a on a.id = i.advice_id left join place pl on pl.id = i.place_id
    order by i.end_on, i.id`.execute(tx);
  return rows;
}

/** All samples of the orders' people in their outbreaks, by order. */
export async function samplesOfOrders(tx: Tx, orderIds: readonly number[]): Promise<Map<number, OrderSample[]>> {
  const { rows } = await sql<Omit<OrderSample, 'ruleDays'> & { of: number; ruleDay: string | null }>`
    select o.id as "of", s.id, s.order_id as "orderId", s.rule_day as "ruleDay", s.planned_on as "plannedOn", s.taken_on as "takenOn", s.result
    from isolation_order o join sample s on s.person_id = o.person_id and s.outbreak_id = o.outbreak_id
    where o.id = any(${[...orderIds]}::bigint[]) order by coalesce(s.taken_on, s.planned_on), s.id`.execute(tx);
  const byOrder = new Map<number, OrderSample[]>();
  for (const { of, ruleDay, ...sample } of rows) {
    const own = sample.orderId === of && ruleDay !== null;
    byOrder.set(of, [...(byOrder.get(of) ?? []), { ...sample, ruleDays: own ? ruleDay.split(' ') : [] }]);
  }
  return byOrder;
}

export type OrderToWrite = {
  readonly outbreakId: number;
  readonly personId: number;
  readonly unitId: number;
  readonly adviceId: number;
  readonly placeId: number | null;
  readonly place: string | null;
  readonly startOn: string;
  readonly endOn: string;
  readonly phases: readonly PlannedPhase[];
  readonly userId: number | null;
  readonly now: Date;
};

/**
 * Writes the person's order: a new one, or the active one put on a new footing. It began when it began: what was spent of the phases before stays,
 * as spent. Returns its id and the day it began.
 */
export async function putOrder(tx: Tx, order: OrderToWrite): Promise<{ readonly id: number; readonly startOn: string }> {
  const { outbreakId, personId, unitId, adviceId, placeId, place, startOn, endOn, phases, userId, now } = order;
  const measure = phases[0]?.measure ?? 'isolation';
  const { rows } = await sql<{ id: number; startOn: string }>`
    insert into isolation_order (outbreak_id, person_id, unit_id, advice_id, measure, place_id, place, start_on, end_on, phases, created_by, created_at)
    values (${outbreakId}, ${personId}, ${unitId}, ${adviceId}, ${measure}, ${placeId}, ${place}, ${startOn}, ${endOn},
      ${json(phases)}::jsonb, ${userId}, ${now})
    on conflict (outbreak_id, person_id) where state = 'active' do update set
      advice_id = excluded.advice_id, measure = excluded.measure,
      place_id = case when excluded.place_id is null and excluded.place is null then isolation_order.place_id else excluded.place_id end,
      place = case when excluded.place_id is null and excluded.place is null then isolation_order.place else excluded.place end,
      start_on = least(isolation_order.start_on, excluded.start_on), end_on = excluded.end_on, phases = excluded.phases, phase = 0,
      spent = isolation_order.spent || ${spentBefore(startOn)}, version = isolation_order.version + 1
    returning id, start_on as "startOn"`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('the order was not written');
  return row;
}

/** What of an order's phases lies before a day. */
const spentBefore = (day: string) => sql`(
  select coalesce(jsonb_agg(e || jsonb_build_object('endOn', least((e ->> 'endOn')::date, ${day}::date - 1)::text)), '[]')
  from jsonb_array_elements(isolation_order.phases) e where (e ->> 'startOn')::date < ${day}::date)`;

/** Replaces what is still planned by this calendar. A sample that was taken stays, and its planned day is not planned again. */
export async function planSamples(
  tx: Tx,
  order: { readonly id: number; readonly outbreakId: number; readonly personId: number; readonly unitId: number },
  calendar: readonly PlannedSample[],
  now: Date,
): Promise<void> {
  await tx.deleteFrom('sample').where('order_id', '=', order.id).where('taken_on', 'is', null).execute();
  const taken = await tx
    .selectFrom('sample')
    .select('taken_on as takenOn')
    .where('person_id', '=', order.personId)
    .where('outbreak_id', '=', order.outbreakId)
    .where('taken_on', 'is not', null)
    .execute();
  const served = (planned: PlannedSample, next: PlannedSample | undefined) =>
    taken.some(
      ({ takenOn }) => takenOn !== null && takenOn >= planned.plannedOn && (next === undefined || takenOn < next.plannedOn),
    );
  const rows = calendar
    .filter((planned, place) => !served(planned, calendar[place + 1]))
    .map(({ plannedOn, ruleDays }) => ({
      outbreak_id: order.outbreakId,
      person_id: order.personId,
      unit_id: order.unitId,
      kind: 'pcr' as const,
      planned_on: plannedOn,
      created_at: now,
      order_id: order.id,
      rule_day: ruleDays.join(' '),
    }));
  if (rows.length > 0) await tx.insertInto('sample').values(rows).execute();
}

/** A case in isolation meets nobody from that day on. */
export async function markCaseIsolated(tx: Tx, personId: number, outbreakId: number, isolatedOn: string): Promise<boolean> {
  const updated = await sql`
    update case_record set isolated_on = ${isolatedOn}::date, version = version + 1
    where person_id = ${personId} and outbreak_id = ${outbreakId} and status <> 'discarded'
      and (isolated_on is null or isolated_on > ${isolatedOn}::date)`.execute(tx);
  return (updated.numAffectedRows ?? 0n) > 0n;
}

/** Takes back what `markCaseIsolated` wrote, where nothing else was written since. */
export async function unmarkCaseIsolated(tx: Tx, personId: number, outbreakId: number, isolatedOn: string): Promise<void> {
  await sql`
    update case_record set isolated_on = null, version = version + 1
    where person_id = ${personId} and outbreak_id = ${outbreakId} and isolated_on = ${isolatedOn}::date`.execute(tx);
}
