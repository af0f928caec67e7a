import type { FollowUpCounts } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { calledInUnits, type IndicatorFrame, inUnits } from './parts.ts';

/**
 * Follow-up on the frame's day. Due are days start + 1 (or the day the contact became known) to end, both counted, unless the person was lost
 * or a case before that day.
 */
export async function readFollowUpCounts(tx: Tx, frame: IndicatorFrame): Promise<FollowUpCounts> {
  const { outbreakId, day } = frame;
  const { rows } = await sql<FollowUpCounts>`
    with due as materialized (
      select f.id, f.person_id, greatest(f.start_on + 1, f.opened_on) as first_on from follow_up f
      where f.outbreak_id = ${outbreakId} and ${inUnits(frame, sql`f.unit_id`)}
        and greatest(f.start_on + 1, f.opened_on) <= ${day}::date and f.end_on >= ${day}::date
        and not (f.state = 'lost' and coalesce(f.lost_on < ${day}::date, false))
        and not (f.state = 'becameCase' and exists (
          select from case_record k where k.person_id = f.person_id and k.outbreak_id = f.outbreak_id
            and coalesce((k.confirmed_at at time zone 'Asia/Ho_Chi_Minh')::date, k.first_positive_on, k.onset_on) < ${day}::date))
    ), days as (
      select d.follow_up_id as id, bool_or(d.day_on = ${day}::date) as followed, max(d.day_on) as last_on
      from due join follow_up_day d on d.follow_up_id = due.id where d.status = 'done' and d.day_on <= ${day}::date group by d.follow_up_id
    ), spoken as (
      select distinct a.person_id from attempt a
      where a.committed_at >= ${day}::date::timestamp at time zone 'Asia/Ho_Chi_Minh'
        and a.committed_at < (${day}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'
        and a.identified is not null and ${calledInUnits(frame)}
    ), seen as (
      select d.followed, d.last_on, due.first_on, s.person_id is not null as spoken
      from due left join days d using (id) left join spoken s on s.person_id = due.person_id
    )
    select count(*) as due, count(*) filter (where followed or spoken) as reached, count(*) filter (where followed) as followed,
      count(*) filter (where ${day}::date - greatest(last_on, first_on - 1) >= 3) as "notSeenFor3Days",
      count(*) filter (where last_on is null) as "neverSeen",
      (select count(*) from follow_up f where f.outbreak_id = ${outbreakId} and f.start_on < ${day}::date and ${inUnits(frame, sql`f.unit_id`)}) as begun,
      (select count(*) from follow_up f where f.outbreak_id = ${outbreakId} and f.start_on < ${day}::date and ${inUnits(frame, sql`f.unit_id`)}
        and f.state = 'lost' and coalesce(f.lost_on <= ${day}::date, true)) as lost
    from seen`.execute(tx);
  const [row] = rows;
  return row ?? { due: 0, reached: 0, followed: 0, notSeenFor3Days: 0, neverSeen: 0, begun: 0, lost: 0 };
}
