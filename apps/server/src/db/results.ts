import { type NotNull, type RawBuilder, sql } from 'kysely';
import type { Tx } from './connect.ts';
import { askedTask, latestTask, matches, type ResultFilter, reachOfTask } from './resultFilter.ts';
import type { Sex } from './schema.ts';
import { fewUnits } from './search/askedUnits.ts';

/** One person with the state of their calls; answers, alerts and errands come from the functions below. */
export type ResultRecord = {
  readonly personId: number;
  readonly fullName: string;
  readonly birthYear: number | null;
  readonly sex: Sex | null;
  readonly hamlet: string | null;
  readonly address: string | null;
  readonly occupation: string | null;
  readonly workplace: string | null;
  readonly e164: string | null;
  readonly phoneOwner: string | null;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly level: number | null;
  readonly sourceCase: string | null;
  readonly lastContactOn: string | null;
  readonly reach: 'notCalled' | 'waiting' | 'underWay' | 'done' | 'givenUp';
  readonly disposition: string | null;
  readonly attempts: number;
  readonly lastAttemptAt: Date | null;
  readonly nextCallAt: Date | null;
  readonly identified: 'strong' | 'weak' | null;
};

export type ResultPlace = { readonly afterPersonId: number; readonly limit: number };

/** People that match, in the order in which they were first listed; those after `afterPersonId`, at most `limit`. */
export async function readResults(tx: Tx, filter: ResultFilter, page: ResultPlace): Promise<ResultRecord[]> {
  const { rows } = await sql<ResultRecord>`
    with page as materialized (${pageOf(filter, page)})
    select p.id as "personId", p.full_name as "fullName", p.birth_year as "birthYear", p.sex, p.hamlet, p.address,
      p.occupation, coalesce((select w.name from place w where w.id = p.workplace_id), p.workplace_text) as workplace,
      ph.e164, ph.owner_relation as "phoneOwner", u.id as "unitId", u.code as "unitCode", u.name as "unitName",
      x.level, x.source as "sourceCase", x.last_contact_on as "lastContactOn",
      ${reachOfTask} as reach, t.disposition, at.attempts, at.last_at as "lastAttemptAt",
      case when t.state = 'due' then t.due_at end as "nextCallAt", at.identified
    from page join person p on p.id = page.id join unit u on u.id = p.unit_id
    ${latestTask(filter.outbreakId)}
    left join lateral (
      select e164, owner_relation from person_phone where person_id = p.id order by (e164 = t.e164) desc nulls last, position, e164 limit 1
    ) ph on true
    left join lateral (
      select min(e.stated_level) as level, max(e.last_contact_on) as last_contact_on,
        string_agg(distinct coalesce(k.code, e.source_text), ', ') as source
      from exposure e left join case_record k on k.id = e.source_case_id
      where e.target_person_id = p.id and e.outbreak_id = ${filter.outbreakId}
    ) x on true
    left join lateral (
      select count(*) as attempts, max(a.committed_at) as last_at,
        coalesce(max(a.identified) filter (where a.identified = 'strong'), max(a.identified)) as identified
      from attempt a join call_task ct on ct.id = a.task_id join campaign c on c.id = ct.campaign_id
      where a.person_id = p.id and c.outbreak_id = ${filter.outbreakId}
    ) at on true
    order by p.id`.execute(tx);
  return rows;
}

/** The people of a page, before anything else of them is read; of few units each by its own index, so that nobody else's people are passed. */
function pageOf(filter: ResultFilter, { afterPersonId, limit }: ResultPlace): RawBuilder<unknown> {
  const from = sql`select p.id from person p ${askedTask(filter)} where ${matches(filter)} and p.id > ${afterPersonId}`;
  const last = sql`order by p.id limit ${limit}`;
  if (filter.units === undefined || filter.units.length > fewUnits || filter.personIds !== undefined) return sql`${from} ${last}`;
  return sql`
    select p.id from unnest(${[...filter.units]}::bigint[]) as own (id)
    cross join lateral (${from} and p.unit_id = own.id ${last}) p ${last}`;
}

/** How many people match; `most` when it is more: nobody waits for millions to be counted. */
export async function countResults(
  tx: Tx,
  filter: ResultFilter,
  most: number,
): Promise<{ readonly total: number; readonly totalIsMore: boolean }> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select from person p ${askedTask(filter)} where ${matches(filter)} limit ${most + 1}) found`.execute(
    tx,
  );
  const found = rows[0]?.n ?? 0;
  return { total: Math.min(found, most), totalIsMore: found > most };
}

export type LatestAnswer = { readonly personId: number; readonly stepId: string; readonly value: unknown };

/** For each of these people the latest answer to each step outside loops (round 0), in this outbreak. */
export async function readLatestAnswers(tx: Tx, outbreakId: number, personIds: readonly number[]): Promise<LatestAnswer[]> {
  if (personIds.length === 0) return [];
  const { rows } = await sql<LatestAnswer>`
    select distinct on (a.person_id, a.step_id) a.person_id as "personId", a.step_id as "stepId", a.value
    from answer a join attempt at on at.id = a.attempt_id join call_task ct on ct.id = at.task_id join campaign c on c.id = ct.campaign_id
    where a.person_id = any(${personIds}) and a.round = 0 and c.outbreak_id = ${outbreakId}
    order by a.person_id, a.step_id, a.answered_at desc, a.id desc`.execute(tx);
  return rows;
}

export type OpenItem = { readonly personId: number; readonly id: number; readonly code: string; readonly dueAt: Date };

/** Alerts of these people that nobody has acknowledged, the nearest deadline first. */
export async function readOpenAlerts(tx: Tx, personIds: readonly number[]): Promise<OpenItem[]> {
  if (personIds.length === 0) return [];
  return await tx
    .selectFrom('alert')
    .select(['person_id as personId', 'id', 'code', 'due_at as dueAt'])
    .where('person_id', 'in', personIds)
    .where('acknowledged_at', 'is', null)
    .orderBy('due_at')
    .execute();
}

/** Errands of these people that are not done, the nearest deadline first. */
export async function readOpenErrands(tx: Tx, personIds: readonly number[]): Promise<OpenItem[]> {
  if (personIds.length === 0) return [];
  return await tx
    .selectFrom('errand')
    .select(['person_id as personId', 'id', 'code', 'due_at as dueAt'])
    .where('person_id', 'in', personIds)
    .$narrowType<{ personId: NotNull }>()
    .where('done_at', 'is', null)
    .orderBy('due_at')
    .execute();
}
