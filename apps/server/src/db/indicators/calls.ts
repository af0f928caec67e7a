import type { CallCounts } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { calledInUnits, type IndicatorFrame } from './parts.ts';

const none: CallCounts = {
  attempts: 0,
  faults: 0,
  answered: 0,
  identified: 0,
  completed: 0,
  refused: 0,
  people: 0,
  peopleReached: 0,
  peopleWrongNumber: 0,
};

/** Attempts that began in the frame's period and have ended. Those that were our own fault count as such and nowhere else. */
export async function readCallCounts(tx: Tx, frame: IndicatorFrame): Promise<CallCounts> {
  const ofOutbreak = (await hasOtherCampaigns(tx, frame))
    ? sql`a.task_id in (select t.id from call_task t join campaign c on c.id = t.campaign_id where c.outbreak_id = ${frame.outbreakId})`
    : sql`true`;
  const { rows } = await sql<CallCounts>`
    with by_person as (
      select a.person_id, count(*) as attempts, count(*) filter (where a.consumed is false) as faults,
        count(*) filter (where a.consumed is not false and a.answered_at is not null) as answered,
        count(*) filter (where a.consumed is not false and a.identified is not null) as identified,
        count(*) filter (where a.consumed is not false and a.disposition in ('completed', 'urgent')) as completed,
        count(*) filter (where a.consumed is not false and a.disposition = 'refused') as refused,
        bool_or(a.consumed is not false and a.disposition in ('wrongNumber', 'numberSuspect')) as wrong
      from attempt a
      where a.committed_at >= ${frame.from} and a.committed_at < ${frame.until} and a.ended_at is not null
        and ${ofOutbreak} and ${calledInUnits(frame)}
      group by a.person_id
    )
    select coalesce(sum(attempts), 0)::bigint as attempts, coalesce(sum(faults), 0)::bigint as faults,
      coalesce(sum(answered), 0)::bigint as answered, coalesce(sum(identified), 0)::bigint as identified,
      coalesce(sum(completed), 0)::bigint as completed, coalesce(sum(refused), 0)::bigint as refused,
      count(*) filter (where attempts > faults) as people, count(*) filter (where identified > 0) as "peopleReached",
      count(*) filter (where wrong) as "peopleWrongNumber"
    from by_person`.execute(tx);
  return rows[0] ?? none;
}

/** False when every campaign is of this outbreak: nobody need then ask each attempt for its own. */
async function hasOtherCampaigns(tx: Tx, { outbreakId }: IndicatorFrame): Promise<boolean> {
  const other = await tx.selectFrom('campaign').select('id').where('outbreak_id', '<>', outbreakId).limit(1).executeTakeFirst();
  return other !== undefined;
}
