import { type RawBuilder, sql } from 'kysely';

/** Which people a report is about. Ids that do not exist simply match nobody. */
export type ResultFilter = {
  readonly outbreakId: number;
  /** People of these units (search/askedUnits.ts). */
  readonly units?: readonly number[] | undefined;
  /** Of the person's latest call task. */
  readonly disposition?: string | undefined;
  readonly reach?: 'notCalled' | 'waiting' | 'underWay' | 'done' | 'givenUp' | undefined;
  /** Latest answer about symptoms. */
  readonly symptoms?: string | undefined;
  readonly openAlert?: boolean | undefined;
  readonly openErrand?: boolean | undefined;
  /** These people only: whom a search by name or phone found. */
  readonly personIds?: readonly number[] | undefined;
};

/** The unit and everything below it, as a set of ids. */
export function unitsBelow(unitId: number): RawBuilder<unknown> {
  return sql`(select units_below(array[${unitId}]::bigint[]))`;
}

/** A person belongs to an outbreak when exposed in it, a case of it or followed up for it; who was merged into another counts there. `p` is the person. */
export function inOutbreak(outbreakId: number): RawBuilder<boolean> {
  return sql<boolean>`(p.merged_into_id is null and (
    exists (select from exposure x where x.target_person_id = p.id and x.outbreak_id = ${outbreakId})
    or exists (select from follow_up f where f.person_id = p.id and f.outbreak_id = ${outbreakId})
    or exists (select from case_record k where k.person_id = p.id and k.outbreak_id = ${outbreakId})))`;
}

/** The person's latest call task in the outbreak, as lateral join `t`. */
export function latestTask(outbreakId: number): RawBuilder<unknown> {
  return sql`left join lateral (
    select ct.id, ct.state, ct.disposition, ct.due_at, ct.attempts_used, ct.e164
    from call_task ct join campaign c on c.id = ct.campaign_id
    where ct.person_id = p.id and c.outbreak_id = ${outbreakId}
    order by ct.id desc limit 1) t on true`;
}

/** The words of the contract for the state of the latest task `t`. */
export const reachOfTask = sql<string>`case t.state
  when 'due' then 'waiting' when 'leased' then 'underWay' when 'done' then 'done' when 'givenUp' then 'givenUp' else 'notCalled' end`;

/** `latestTask`, where the filter asks for it: it is looked up for everybody who is judged. */
export const askedTask = ({ outbreakId, disposition, reach }: ResultFilter): RawBuilder<unknown> =>
  disposition === undefined && reach === undefined ? sql`` : latestTask(outbreakId);

/** The condition on person `p` and latest task `t` that a filter stands for. */
export function matches(filter: ResultFilter): RawBuilder<boolean> {
  const conditions: RawBuilder<unknown>[] = [inOutbreak(filter.outbreakId)];
  if (filter.units !== undefined) conditions.push(sql`p.unit_id = any(${[...filter.units]}::bigint[])`);
  if (filter.disposition !== undefined) conditions.push(sql`t.disposition = ${filter.disposition}`);
  if (filter.reach !== undefined) conditions.push(sql`${reachOfTask} = ${filter.reach}`);
  // Few tasks are open, and these have an index: said once more, so that they can be where the search begins.
  if (filter.reach === 'waiting')
    conditions.push(sql`exists (select from call_task w where w.person_id = p.id and w.state = 'due')`);
  if (filter.reach === 'underWay')
    conditions.push(sql`exists (select from call_task w where w.person_id = p.id and w.state = 'leased')`);
  if (filter.symptoms !== undefined) conditions.push(sql`${latestSymptoms(filter.outbreakId)} = ${filter.symptoms}`);
  if (filter.openAlert !== undefined) conditions.push(filter.openAlert ? openAlert : sql`not ${openAlert}`);
  if (filter.openErrand !== undefined) conditions.push(filter.openErrand ? openErrand : sql`not ${openErrand}`);
  if (filter.personIds !== undefined) conditions.push(sql`p.id = any(${[...filter.personIds]}::bigint[])`);
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

const openAlert = sql`exists (select from alert a where a.person_id = p.id and a.acknowledged_at is null)`;
const openErrand = sql`exists (select from errand e where e.person_id = p.id and e.done_at is null)`;

function latestSymptoms(outbreakId: number): RawBuilder<unknown> {
  return sql`(select a.value ->> 'value' from answer a
    join attempt at on at.id = a.attempt_id join call_task ct on ct.id = at.task_id join campaign c on c.id = ct.campaign_id
    where a.person_id = p.id and a.step_id = 'A2' and c.outbreak_id = ${outbreakId}
    order by a.answered_at desc, a.id desc limit 1)`;
}
