import { sql } from 'kysely';
import type { Db } from '../db/connect.ts';
import { inScope, systemScope } from '../db/scope.ts';
import type { ServerRecord } from './serverRecord.ts';

/** Everything the server stored about a campaign's calls, for the comparison. */
export async function readServerRecord(db: Db, campaignId: number): Promise<ServerRecord> {
  return await inScope(db, systemScope, async (tx) => {
    const attempts = await sql<ServerRecord['attempts'][number]>`
      select a.call_id as "callId", a.e164 as number, a.person_id as "personId", a.answered_at is not null as answered, a.disposition,
        coalesce(n.answers, '[]') as answers
      from attempt a join call_task t on t.id = a.task_id
      left join lateral (
        select jsonb_agg(jsonb_build_object('stepId', w.step_id, 'keys', w.keys, 'isRecording', w.value ->> 'type' = 'recording') order by w.id) as answers
        from answer w where w.attempt_id = a.id
      ) n on true
      where t.campaign_id = ${campaignId} order by a.id`.execute(tx);
    const alerts = await sql<ServerRecord['alerts'][number]>`
      select a.e164 as number, a.call_id as "callId", l.code
      from alert l join attempt a on a.id = l.attempt_id join call_task t on t.id = a.task_id
      where t.campaign_id = ${campaignId}`.execute(tx);
    const symptoms = await sql<ServerRecord['symptoms'][number]>`
      select a.call_id as "callId", d.symptoms
      from follow_up_day d join attempt a on a.id = d.attempt_id join call_task t on t.id = a.task_id
      where t.campaign_id = ${campaignId} and d.symptoms is not null`.execute(tx);
    return { attempts: attempts.rows, alerts: alerts.rows, symptoms: symptoms.rows };
  });
}
