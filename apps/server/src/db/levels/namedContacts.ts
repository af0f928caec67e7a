import { sql } from 'kysely';
import type { Tx } from '../connect.ts';

/**
 * Writes down that the person called named somebody by their number: a contact without a date, unsure until an officer has verified it. Only where
 * exactly one person has that number, and not where an exposure between the two is known. Gives the outbreak and whom it exposed.
 */
export async function exposeNamed(
  tx: Tx,
  { attemptId, phones, at }: { readonly attemptId: number; readonly phones: readonly string[]; readonly at: Date },
): Promise<{ readonly outbreakId: number; readonly targetId: number }[]> {
  if (phones.length === 0) return [];
  const { rows } = await sql<{ outbreakId: number; targetId: number }>`
    with named as (
      select min(p.id) as id from person_phone n join person p on p.id = n.person_id and p.merged_into_id is null
      where n.e164 = any(${phones}::text[]) group by n.e164 having count(*) = 1
    )
    insert into exposure (outbreak_id, unit_id, target_person_id, source_person_id, setting, closeness, certainty, learnt_from, created_at)
    select c.outbreak_id, p.unit_id, p.id, a.person_id, null, 'unknown', 'unsure', 'call', ${at}
    from attempt a join call_task t on t.id = a.task_id join campaign c on c.id = t.campaign_id
    join named on true join person p on p.id = named.id
    where a.id = ${attemptId} and p.id <> a.person_id
      and not exists (select from exposure x where x.outbreak_id = c.outbreak_id and x.target_person_id = p.id and x.source_person_id = a.person_id)
    on conflict do nothing returning outbreak_id as "outbreakId", target_person_id as "targetId"`.execute(tx);
  return rows;
}
