import { sql } from 'kysely';
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

/** What the board counts: tasks of campaigns that are not closed, their attempts, and what waits for officers. */
export async function readBoardCounts(tx: Tx, now: Date): Promise<BoardCounts> {
  const { rows } = await sql<BoardCounts>`
    with task as (
      select t.id, t.state, t.disposition from call_task t join campaign c on c.id = t.campaign_id where c.state <> 'closed'
    ), calls as (
      select count(*) as attempts, count(*) filter (where a.ended_at is null) as live,
        count(distinct a.task_id) filter (where a.identified is not null) as reached,
        count(*) filter (where a.committed_at > ${new Date(now.getTime() - 60_000)}) as last_minute
      from attempt a where a.task_id in (select id from task)
    )
    select (select count(*) from task) as people,
      (select count(*) from task where state in ('due', 'leased')) - calls.live as waiting,
      calls.live as "underWay", calls.reached, (select count(*) from task where state = 'givenUp') as "givenUp", calls.attempts,
      (select count(*) from alert where acknowledged_at is null) as "openAlerts",
      (select count(*) from errand where done_at is null) as "openErrands",
      calls.last_minute as "attemptsLastMinute",
      coalesce((select jsonb_object_agg(disposition, n) from (
        select disposition, count(*) as n from task where disposition is not null group by disposition) d), '{}') as dispositions
    from calls`.execute(tx);
  const row = rows[0];
  if (!row) throw new Error('an aggregate without a row');
  return row;
}
