import type { SettingCounts } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { counts, type IndicatorFrame, inUnits, listed, peopleWhoAreCases } from './parts.ts';

/**
 * Contacts of cases whose follow-up is over (completed, or because they became a case), by setting, and how many of them became a case from
 * their first contact to the end of follow-up. Who was exposed in two settings counts in both. The 50 settings with most contacts.
 */
export async function readSettingCounts(tx: Tx, frame: IndicatorFrame): Promise<SettingCounts[]> {
  const setting = sql`coalesce(nullif(btrim(e.setting), ''), case when e.learnt_from in ('household', 'workplace') then e.learnt_from else 'unknown' end)`;
  const since = sql`coalesce(e.first_contact_on, e.last_contact_on)`;
  const { rows } = await sql<SettingCounts>`
    with cases as materialized (select k.id, k.person_id from case_record k where ${counts(frame)}),
    direct as (
      select e.target_person_id as person_id, ${setting} as setting, ${since} as since from cases c join exposure e on e.source_case_id = c.id
      where ${listed(frame)} and ${inUnits(frame, sql`e.unit_id`)}
      union all
      select e.target_person_id, ${setting}, ${since} from cases c join exposure e on e.source_person_id = c.person_id
      where e.source_case_id is null and ${listed(frame)} and ${inUnits(frame, sql`e.unit_id`)}
    ), contacts as (select person_id, setting, min(since) as since from direct group by person_id, setting),
    ill as (${peopleWhoAreCases(frame)})
    select c.setting, count(*) as contacts,
      count(*) filter (where f.state = 'becameCase' or (i.fell_on <= f.end_on and not coalesce(i.fell_on < c.since, false))) as infected
    from contacts c join follow_up f on f.person_id = c.person_id and f.outbreak_id = ${frame.outbreakId}
    left join ill i on i.person_id = c.person_id
    where f.state in ('completed', 'becameCase')
    group by c.setting order by contacts desc, c.setting limit 50`.execute(tx);
  return rows;
}
