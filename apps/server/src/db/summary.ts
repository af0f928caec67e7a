import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './connect.ts';
import { inUnits } from './indicators/parts.ts';
import { inOutbreak, latestTask, reachOfTask } from './resultFilter.ts';
import type { AskedUnits } from './search/askedUnits.ts';

/** Which people a summary counts. */
export type SummaryFilter = { readonly outbreakId: number; readonly units: AskedUnits };

/** The figures of one commune. Summed over communes they are the figures of the whole. */
export type UnitFigures = {
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly people: number;
  readonly called: number;
  readonly reached: number;
  readonly completed: number;
  readonly waiting: number;
  readonly givenUp: number;
  readonly notCalled: number;
  readonly withoutPhone: number;
  readonly attempts: number;
  readonly symptoms: number;
  readonly severe: number;
  readonly leftCommune: number;
  readonly metOthers: number;
  readonly openAlerts: number;
  readonly lateAlerts: number;
  readonly openErrands: number;
  readonly lateErrands: number;
};

/**
 * One row a commune that has people in the outbreak, by name. `now` decides what is late. Units and campaigns are given by their ids, so that PostgreSQL
 * knows how few people and how many of the tasks they are: joined by what they belong to, a commune's calls took reading all call tasks of the province.
 */
export async function readUnitFigures(tx: Tx, filter: SummaryFilter, now: Date): Promise<UnitFigures[]> {
  const ofOutbreak = sql`ct.campaign_id = any (${await campaignsOf(tx, filter)}::bigint[])`;
  const { rows } = await sql<UnitFigures>`
    with people as (${people(filter)}),
    calls as (
      select a.person_id, count(*) as attempts, bool_or(a.identified is not null) as identified
      from people p join attempt a on a.person_id = p.id join call_task ct on ct.id = a.task_id where ${ofOutbreak} group by a.person_id
    ),
    latest as (
      select distinct on (a.person_id, a.step_id) a.person_id, a.step_id, a.value ->> 'value' = 'yes' as yes
      from people p join answer a on a.person_id = p.id join attempt at on at.id = a.attempt_id join call_task ct on ct.id = at.task_id
      where a.round = 0 and a.step_id in ('A2', 'A2b', 'A3', 'A5') and ${ofOutbreak}
      order by a.person_id, a.step_id, a.answered_at desc, a.id desc
    ),
    findings as (
      select person_id, bool_or(yes) filter (where step_id = 'A2') as symptoms, bool_or(yes) filter (where step_id = 'A2b') as severe,
        bool_or(yes) filter (where step_id = 'A3') as left_commune, bool_or(yes) filter (where step_id = 'A5') as met_others
      from latest group by person_id
    ),
    alerts as (
      select person_id, count(*) as open, count(*) filter (where due_at < ${now}) as late
      from alert where acknowledged_at is null and person_id in (select id from people) group by person_id
    ),
    errands as (
      select person_id, count(*) as open, count(*) filter (where due_at < ${now}) as late
      from errand where done_at is null and person_id in (select id from people) group by person_id
    )
    select u.id as "unitId", u.code as "unitCode", u.name as "unitName", count(*) as people,
      count(*) filter (where c.attempts > 0) as called,
      count(*) filter (where c.identified) as reached,
      count(*) filter (where p.disposition in ('completed', 'urgent')) as completed,
      count(*) filter (where p.reach in ('waiting', 'underWay')) as waiting,
      count(*) filter (where p.reach = 'givenUp') as "givenUp",
      count(*) filter (where p.reach = 'notCalled') as "notCalled",
      count(*) filter (where not exists (select from person_phone ph where ph.person_id = p.id)) as "withoutPhone",
      ${total(sql`c.attempts`)} as attempts,
      count(*) filter (where f.symptoms) as symptoms, count(*) filter (where f.severe) as severe,
      count(*) filter (where f.left_commune) as "leftCommune", count(*) filter (where f.met_others) as "metOthers",
      ${total(sql`al.open`)} as "openAlerts", ${total(sql`al.late`)} as "lateAlerts",
      ${total(sql`er.open`)} as "openErrands", ${total(sql`er.late`)} as "lateErrands"
    from people p join unit u on u.id = p.unit_id
    left join calls c on c.person_id = p.id
    left join findings f on f.person_id = p.id
    left join alerts al on al.person_id = p.id
    left join errands er on er.person_id = p.id
    group by u.id order by u.name, u.id`.execute(tx);
  return rows;
}

/** PostgreSQL keeps statistics of how many tasks each has, but none of the campaigns themselves, which are few. */
async function campaignsOf(tx: Tx, { outbreakId }: SummaryFilter): Promise<number[]> {
  const campaigns = await tx.selectFrom('campaign').select('id').where('outbreak_id', '=', outbreakId).execute();
  return campaigns.map(({ id }) => id);
}

/** Number of people by key: the stated level (`unknown` when the list said none), and the disposition of the latest call task. */
export async function readPeopleCounts(
  tx: Tx,
  filter: SummaryFilter,
): Promise<{ levels: Record<string, number>; dispositions: Record<string, number> }> {
  const { rows } = await sql<{ level: number | null; disposition: string | null; people: number }>`
    select x.level, p.disposition, count(*) as people
    from (${people(filter)}) p
    left join lateral (
      select min(e.stated_level) as level from exposure e where e.target_person_id = p.id and e.outbreak_id = ${filter.outbreakId}
    ) x on true
    group by x.level, p.disposition`.execute(tx);
  const levels: Record<string, number> = {};
  const dispositions: Record<string, number> = {};
  for (const { level, disposition, people: count } of rows) {
    const key = level === null ? 'unknown' : String(level);
    levels[key] = (levels[key] ?? 0) + count;
    if (disposition !== null) dispositions[disposition] = (dispositions[disposition] ?? 0) + count;
  }
  return { levels, dispositions };
}

function people({ outbreakId, units }: SummaryFilter): RawBuilder<unknown> {
  return sql`select p.id, p.unit_id, t.disposition, ${reachOfTask} as reach
    from person p ${latestTask(outbreakId)} where ${inUnits({ units }, sql`p.unit_id`)} and ${inOutbreak(outbreakId)}`;
}

const total = (value: RawBuilder<unknown>): RawBuilder<number> => sql<number>`coalesce(sum(${value}), 0)::bigint`;
