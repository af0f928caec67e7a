import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';

/** A workplace with more people than this is no circle of contacts: who was near is for a milestone or check-ins to say. */
export const workplaceLimit = 60;

/** Those of the cases whose person has a household or a workplace. */
export async function casesWithSurroundings(tx: Tx, caseIds: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`${kept}
    select k.id from case_record k join person p on p.id = k.person_id
    where k.id = any(${caseIds}::bigint[]) and (p.household_id is not null or p.workplace_id is not null)`.execute(tx);
  return rows.map(({ id }) => id);
}

/**
 * Writes down that the household and the colleagues of these cases met them: from the beginning of the infectious window until the day of
 * isolation, or until now while they are not isolated. Again for the same case it brings the days up to date. Somebody who has been
 * negated by an officer stays negated. Needs scope `all`. Gives those whose contacts have changed.
 *
 * @param lookbackDays of the disease; a case without onset and first positive sample has no beginning
 */
export async function writeSurroundings(
  tx: Tx,
  { caseIds, lookbackDays, at, today }: { caseIds: readonly number[]; lookbackDays: number; at: Date; today: string },
): Promise<number[]> {
  if (caseIds.length === 0) return [];
  const { rows } = await sql<{ id: number }>`
    with cases as (
      select k.id, k.outbreak_id, k.person_id, p.household_id, p.workplace_id, k.isolated_on as last_on,
        least(coalesce(k.onset_on, k.first_positive_on) - ${lookbackDays}::int, k.first_positive_on, k.isolated_on) as first_on
      from case_record k join person p on p.id = k.person_id
      where k.id = any(${caseIds}::bigint[]) and k.status = 'confirmed'
    ), near as (
      select c.*, m.id as target, m.unit_id, 'household' as kind, null::bigint as place_id
      from cases c join person m on m.household_id = c.household_id and m.id <> c.person_id and m.merged_into_id is null
      union all
      select c.*, m.id, m.unit_id, 'workplace', c.workplace_id
      from cases c join person m on m.workplace_id = c.workplace_id and m.id <> c.person_id and m.merged_into_id is null
      where (select count(*) from (select from person w where w.workplace_id = c.workplace_id limit ${workplaceLimit + 1}) few) <= ${workplaceLimit}
        and m.household_id is distinct from c.household_id
    ), moved as (
      update exposure x set first_contact_on = n.first_on, last_contact_on = n.last_on, version = x.version + 1
      from near n
      where x.outbreak_id = n.outbreak_id and x.target_person_id = n.target and x.source_case_id = n.id and x.learnt_from = n.kind
        and (x.first_contact_on, x.last_contact_on) is distinct from (n.first_on, n.last_on)
      returning x.target_person_id as id
    ), added as (
      insert into exposure (outbreak_id, unit_id, target_person_id, source_case_id, first_contact_on, last_contact_on, setting, closeness,
        certainty, learnt_from, place_id, created_at)
      select n.outbreak_id, n.unit_id, n.target, n.id, n.first_on, n.last_on, n.kind, case n.kind when 'household' then 'close' else 'unknown' end,
        case n.kind when 'household' then 'certain' else 'likely' end, n.kind, n.place_id, ${at}
      from near n
      where not exists (select from exposure x where x.outbreak_id = n.outbreak_id and x.target_person_id = n.target
        and x.source_case_id = n.id and x.learnt_from = n.kind)
        and coalesce(n.first_on, ${today}::date) <= ${today}::date
      on conflict do nothing
      returning target_person_id as id
    )
    select id from moved union select id from added`.execute(tx);
  return rows.map(({ id }) => id);
}
