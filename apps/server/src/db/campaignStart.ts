import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './connect.ts';
import { json } from './json.ts';
import type { BirthPrecision, LocalDate, Sex } from './schema.ts';

export type Selection = {
  readonly outbreakId: number;
  /** Units and everything below them. */
  readonly unitIds: readonly number[];
  /** Stated levels: 1 for F1. */
  readonly levels: readonly number[];
  /** Follow-ups that ended before this day are over. */
  readonly today: LocalDate;
};

/** Somebody whom a campaign could call. */
export type Candidate = {
  readonly personId: number;
  readonly fullName: string;
  readonly unitName: string;
  readonly birthYear: number | null;
  readonly birthPrecision: BirthPrecision | null;
  readonly sex: Sex | null;
  readonly level: number;
  readonly lastContactOn: LocalDate | null;
  /** The number to dial: a confirmed one, else the first on the list that is not known to be wrong. */
  readonly e164: string | null;
  /** Already in a running or paused campaign of this outbreak. */
  readonly waiting: boolean;
};

const candidatesSql = (s: Selection): RawBuilder<Candidate> => sql<Candidate>`
  with below as (select id from units_below(${s.unitIds}::bigint[]) as below (id))
  select p.id as "personId", p.full_name as "fullName", u.name as "unitName", p.birth_year as "birthYear",
    p.birth_precision as "birthPrecision", p.sex, x.level, x.last_contact_on as "lastContactOn", ph.e164,
    exists (select from call_task t join campaign c on c.id = t.campaign_id
            where t.person_id = p.id and t.state in ('due', 'leased') and c.outbreak_id = ${s.outbreakId} and c.state <> 'closed') as waiting
  from person p
  join unit u on u.id = p.unit_id
  join lateral (
    select e.stated_level as level, max(e.last_contact_on) as last_contact_on from exposure e
    where e.target_person_id = p.id and e.outbreak_id = ${s.outbreakId} and e.stated_level = any(${s.levels}::smallint[])
    group by e.stated_level order by e.stated_level limit 1
  ) x on true
  left join lateral (
    select n.e164 from person_phone n where n.person_id = p.id and n.state <> 'wrong'
    order by n.state = 'confirmed' desc, n.position, n.e164 limit 1
  ) ph on true
  where p.unit_id in (select id from below) and p.merged_into_id is null
    and not exists (select from follow_up f where f.person_id = p.id and f.outbreak_id = ${s.outbreakId}
                    and (f.state <> 'open' or f.end_on < ${s.today}::date))
  order by x.level, p.id`;

/** People with an exposure of these levels whose follow-up is not over; the nearest to the case first. */
export async function readCandidates(tx: Tx, selection: Selection): Promise<Candidate[]> {
  return (await candidatesSql(selection).execute(tx)).rows;
}

export type NewCampaign = {
  readonly outbreakId: number;
  readonly name: string;
  readonly dialogueVersionId: number;
  readonly policy: unknown;
  readonly createdBy: number | null;
  readonly at: Date;
};

/** Writes a running campaign; returns its id. */
export async function insertCampaign(tx: Tx, campaign: NewCampaign): Promise<number> {
  const row = {
    outbreak_id: campaign.outbreakId,
    name: campaign.name,
    dialogue_version_id: campaign.dialogueVersionId,
    policy: json(campaign.policy),
    created_by: campaign.createdBy,
    created_at: campaign.at,
  };
  return (await tx.insertInto('campaign').values(row).returning('id').executeTakeFirstOrThrow()).id;
}

export type NewTask = { readonly personId: number; readonly e164: string; readonly variables: unknown };

/** Writes call tasks, due in the order given. */
export async function insertTasks(tx: Tx, campaignId: number, tasks: readonly NewTask[], dueAt: Date): Promise<void> {
  await sql`
    insert into call_task (campaign_id, person_id, unit_id, e164, variables, due_at)
    select ${campaignId}, p.id, p.unit_id, r.task ->> 'e164', r.task -> 'variables', ${dueAt}
    from jsonb_array_elements(${json(tasks)}::jsonb) with ordinality r (task, place)
    join person p on p.id = (r.task ->> 'personId')::bigint
    order by r.place`.execute(tx);
}

export type RunningCampaign = { readonly id: number; readonly policy: unknown; readonly dialogueVersionId: number };

/** Campaigns that may call now; all, or only one. */
export async function readRunningCampaigns(tx: Tx, only: number | 'all'): Promise<RunningCampaign[]> {
  return await tx
    .selectFrom('campaign')
    .select(['id', 'policy', 'dialogue_version_id as dialogueVersionId'])
    .where('state', '=', 'running')
    .$if(only !== 'all', (query) => query.where('id', '=', only === 'all' ? 0 : only))
    .orderBy('id')
    .execute();
}

/** The policy of a campaign in any state. */
export async function readCampaignPolicy(tx: Tx, id: number): Promise<unknown> {
  return (await tx.selectFrom('campaign').select('policy').where('id', '=', id).executeTakeFirstOrThrow()).policy;
}
