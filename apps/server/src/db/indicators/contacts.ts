import type { Tally } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import {
  caseInUnits,
  counts,
  type IndicatorFrame,
  inUnits,
  listed,
  peopleWhoAreCases,
  reportedAt,
  type TallyRow,
  tallyFrom,
} from './parts.ts';

/** How many cases have how many contacts: different people listed as exposed to the case, as far as the asker sees them. */
export async function readContactsOfCases(tx: Tx, frame: IndicatorFrame): Promise<Tally> {
  const { rows } = await sql<TallyRow>`
    with cases as materialized (
      select k.id, k.person_id from case_record k where ${counts(frame)} and ${caseInUnits(frame)}
    ), contacts as (
      select c.id, e.target_person_id from cases c join exposure e on e.source_case_id = c.id where ${listed(frame)}
      union
      select c.id, e.target_person_id from cases c join exposure e on e.source_person_id = c.person_id
      where e.source_case_id is null and ${listed(frame)}
    ), sizes as (select id, count(*) as size from contacts group by id)
    select coalesce(s.size, 0)::int as value, count(*) as count from cases left join sizes s using (id) group by 1`.execute(tx);
  return tallyFrom(rows);
}

/** Different people listed as contacts, and how many of them became cases on or after their first contact. */
export async function readBecameCase(tx: Tx, frame: IndicatorFrame): Promise<{ contacts: number; becameCase: number }> {
  const { rows } = await sql<{ contacts: number; becameCase: number }>`
    with contacts as (
      select e.target_person_id as person_id, min(coalesce(e.first_contact_on, e.last_contact_on)) as since
      from exposure e where ${listed(frame)} and ${inUnits(frame, sql`e.unit_id`)} group by e.target_person_id
    ), ill as (${peopleWhoAreCases(frame)})
    select count(*) as contacts, count(*) filter (where i.person_id is not null and not coalesce(i.fell_on < c.since, false)) as "becameCase"
    from contacts c left join ill i using (person_id)`.execute(tx);
  return rows[0] ?? { contacts: 0, becameCase: 0 };
}

export type NewCases = { readonly newCases: number; readonly knownContacts: number; readonly withoutSource: number };

/** Cases reported in the period: how many were listed as contacts before, and for how many no source is known. */
export async function readNewCases(tx: Tx, frame: IndicatorFrame): Promise<NewCases> {
  const { rows } = await sql<NewCases>`
    with fresh as (
      select k.id, k.person_id, ${reportedAt} as reported_at from case_record k
      where ${counts(frame)} and ${reportedAt} >= ${frame.from} and ${caseInUnits(frame)}
    ), linked as (
      select f.id, bool_or(e.created_at < f.reported_at) as before
      from fresh f join exposure e on e.target_person_id = f.person_id where ${listed(frame)} group by f.id
    )
    select count(*) as "newCases", count(*) filter (where l.before) as "knownContacts", count(*) filter (where l.id is null) as "withoutSource"
    from fresh left join linked l using (id)`.execute(tx);
  return rows[0] ?? { newCases: 0, knownContacts: 0, withoutSource: 0 };
}
