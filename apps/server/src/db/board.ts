import { sql } from 'kysely';
import { callFigures } from './callFigures.ts';
import type { Tx } from './connect.ts';
import type { AttemptState } from './schema.ts';

export type LiveCallRecord = {
  readonly attemptId: number;
  readonly campaignId: number;
  readonly dialogueVersionId: number;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly personId: number;
  readonly fullName: string;
  readonly e164: string;
  readonly state: AttemptState;
  /** Where the dialogue stands; null before its first step. */
  readonly stepId: string | null;
  readonly startedAt: Date;
  readonly answeredAt: Date | null;
  readonly disposition: string | null;
};

/** Calls under way, and those of `alsoIds` that have ended meanwhile; the oldest first. */
export async function readLiveCalls(tx: Tx, alsoIds: readonly number[]): Promise<LiveCallRecord[]> {
  const { rows } = await sql<LiveCallRecord>`
    select a.id as "attemptId", c.id as "campaignId", c.dialogue_version_id as "dialogueVersionId", u.id as "unitId", u.code as "unitCode", u.name as "unitName",
      p.id as "personId", p.full_name as "fullName", a.e164, a.state, a.session ->> 'at' as "stepId",
      a.committed_at as "startedAt", a.answered_at as "answeredAt", a.disposition
    from attempt a join call_task t on t.id = a.task_id join campaign c on c.id = t.campaign_id join person p on p.id = a.person_id join unit u on u.id = a.unit_id
    where a.ended_at is null or a.id = any(${alsoIds}::bigint[])
    order by a.id`.execute(tx);
  return rows;
}

export type BoardCounts = {
  readonly people: number;
  readonly waiting: number;
  readonly underWay: number;
  readonly reached: number;
  readonly givenUp: number;
  readonly attempts: number;
  readonly openAlerts: number;
  readonly openErrands: number;
  readonly attemptsLastMinute: number;
  readonly dispositions: Readonly<Record<string, number>>;
};

/**
 * What the board counts: tasks of campaigns that are not closed, their attempts, and what waits for officers. From kept counts (0150, 0011), because it
 * is asked twice a second; only calls under way and those of the last minute are counted one by one.
 */
export async function readBoardCounts(tx: Tx, now: Date): Promise<BoardCounts> {
  const { rows } = await sql<BoardCounts>`
    with kept as (
      select f.disposition, sum(f.due + f.leased + f.done + f.given_up) as tasks, sum(f.due + f.leased) as open, sum(f.given_up) as given_up,
        sum(f.attempts) as attempts, sum(f.reached) as reached
      from ${callFigures} f join campaign c on c.id = f.campaign_id where c.state <> 'closed' group by f.disposition
    ), counts as (
      select coalesce(sum(tasks), 0)::bigint as people, coalesce(sum(open), 0)::bigint as open, coalesce(sum(given_up), 0)::bigint as given_up,
        coalesce(sum(attempts), 0)::bigint as attempts, coalesce(sum(reached), 0)::bigint as reached
      from kept
    ), live as (
      select count(*) as calls from ${openCalls} where a.ended_at is null
    )
    select counts.people, counts.open - live.calls as waiting, live.calls as "underWay", counts.reached, counts.given_up as "givenUp", counts.attempts,
      w.alerts as "openAlerts", w.errands as "openErrands",
      (select count(*) from ${openCalls} where a.committed_at > ${new Date(now.getTime() - 60_000)}) as "attemptsLastMinute",
      coalesce((select jsonb_object_agg(disposition, tasks) from kept where disposition <> '' and tasks > 0), '{}') as dispositions
    from counts cross join live cross join (
      select coalesce(sum(d.open_alerts), 0)::bigint as alerts, coalesce(sum(d.open_errands), 0)::bigint as errands from (
        select open_alerts, open_errands from day_figure where day_on = '-infinity'
        union all select open_alerts, open_errands from day_delta where day_on = '-infinity') d) w`.execute(tx);
  const row = rows[0];
  if (!row) throw new Error('an aggregate without a row');
  return row;
}

/** Attempts `a` of campaigns that are not closed. */
const openCalls = sql`attempt a join call_task t on t.id = a.task_id join campaign c on c.id = t.campaign_id and c.state <> 'closed'`;
