import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import type { TaskState } from './schema.ts';

/** A task that this engine may call now, and nobody else. */
export type ClaimedTask = {
  readonly id: number;
  readonly campaignId: number;
  readonly personId: number;
  readonly unitId: number;
  readonly e164: string;
  readonly variables: Readonly<Record<string, unknown>>;
};

export type Claim = {
  /** Campaigns whose calling window is open now. */
  readonly campaignIds: readonly number[];
  readonly engine: string;
  readonly now: Date;
  readonly leaseUntil: Date;
  /** Beginning of the local day, for the daily maximum. */
  readonly dayStart: Date;
  readonly limit: number;
};

// A task is free when it is due, or when its lease ran out without an attempt: the engine died between the claim and the commit.
// SKIP LOCKED lets engines claim side by side. Two tasks of one phone are never handed out together; the unique index
// attempt_one_live_per_phone is the last word when two engines claim them at the same instant.
const claimSql = (claim: Claim) => sql<ClaimedTask>`
  with free as (
    select t.id, t.e164, t.due_at
    from call_task t
    join campaign c on c.id = t.campaign_id and c.state = 'running'
    where t.campaign_id = any(${claim.campaignIds}::bigint[])
      and t.state in ('due', 'leased') and t.due_at <= ${claim.now} and (t.state = 'due' or t.leased_until < ${claim.now})
      and not exists (select from attempt a where a.e164 = t.e164 and a.ended_at is null)
      and not exists (select from call_task o where o.e164 = t.e164 and o.id <> t.id and o.state = 'leased' and o.leased_until >= ${claim.now})
      and (select count(*) from attempt a where a.e164 = t.e164 and a.committed_at >= ${claim.dayStart} and a.consumed is distinct from false)
          < (c.policy ->> 'maxPerPhonePerDay')::int
    order by t.due_at, t.id
    limit ${claim.limit}
    for update of t skip locked
  ), chosen as (
    select distinct on (e164) id from free order by e164, due_at, id
  )
  update call_task t set state = 'leased', leased_by = ${claim.engine}, leased_until = ${claim.leaseUntil}
  from chosen where t.id = chosen.id
  returning t.id, t.campaign_id as "campaignId", t.person_id as "personId", t.unit_id as "unitId", t.e164, t.variables`;

/** Leases up to `limit` tasks: due, in a running campaign, no call under way on the phone, below the phone's daily maximum over all campaigns. */
export async function claimTasks(tx: Tx, claim: Claim): Promise<ClaimedTask[]> {
  if (claim.campaignIds.length === 0 || claim.limit < 1) return [];
  return (await claimSql(claim).execute(tx)).rows;
}

/** Gives leased tasks back, to be due at `dueAt` (at their old time if null). Only what this engine still holds. */
export async function releaseTasks(tx: Tx, ids: readonly number[], engine: string, dueAt: Date | null): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update call_task set state = 'due', leased_by = null, leased_until = null, due_at = coalesce(${dueAt}, due_at)
    where id = any(${ids}::bigint[]) and state = 'leased' and leased_by = ${engine}`.execute(tx);
}

/** Puts due tasks whose phone has had its calls of the day off until `dueAt`. Returns how many. */
export async function deferOverDailyMaximum(
  tx: Tx,
  { campaignId, dayStart, now, dueAt }: { campaignId: number; dayStart: Date; now: Date; dueAt: Date },
): Promise<number> {
  const result = await sql`
    update call_task t set due_at = ${dueAt}
    from campaign c
    where c.id = t.campaign_id and c.id = ${campaignId} and t.state = 'due' and t.due_at <= ${now}
      and (select count(*) from attempt a where a.e164 = t.e164 and a.committed_at >= ${dayStart} and a.consumed is distinct from false
           and a.ended_at is not null) >= (c.policy ->> 'maxPerPhonePerDay')::int`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

export type OpenTasks = {
  /** Not yet done or given up. */
  readonly open: number;
  /** When the first of them that is not leased comes due; null if there is none. */
  readonly nextDueAt: Date | null;
};

/** What is left to do in a campaign, or in all that run. */
export async function openTasks(tx: Tx, campaign: number | 'all'): Promise<OpenTasks> {
  const { rows } = await sql<OpenTasks>`
    select count(*) as open, min(t.due_at) filter (where t.state = 'due') as "nextDueAt"
    from call_task t join campaign c on c.id = t.campaign_id
    where t.state in ('due', 'leased') and ${campaign === 'all' ? sql`c.state = 'running'` : sql`c.id = ${campaign}`}`.execute(
    tx,
  );
  return rows[0] ?? { open: 0, nextDueAt: null };
}

export type TaskRow = {
  readonly id: number;
  readonly campaignId: number;
  readonly attemptsUsed: number;
  readonly faultsInRow: number;
};

/** Reads a task and keeps it from changing until the transaction ends. */
export async function lockTask(tx: Tx, taskId: number): Promise<TaskRow> {
  const { rows } = await sql<TaskRow>`
    select id, campaign_id as "campaignId", attempts_used as "attemptsUsed", faults_in_row as "faultsInRow"
    from call_task where id = ${taskId} for update`.execute(tx);
  const row = rows[0];
  if (!row) throw new Error(`call task ${taskId} does not exist`);
  return row;
}

export type TaskUpdate = {
  readonly taskId: number;
  readonly state: Exclude<TaskState, 'leased'>;
  /** When to call again; only for `due`. */
  readonly dueAt: Date | null;
  readonly attemptsUsed: number;
  readonly faultsInRow: number;
  readonly disposition: string;
  readonly at: Date;
};

/** Writes what a finished call made of its task, and ends the lease. */
export async function settleTask(tx: Tx, update: TaskUpdate): Promise<void> {
  await sql`
    update call_task set state = ${update.state}, due_at = coalesce(${update.dueAt}, due_at), leased_by = null, leased_until = null,
      attempts_used = ${update.attemptsUsed}, faults_in_row = ${update.faultsInRow}, disposition = ${update.disposition},
      closed_at = ${update.state === 'due' ? null : update.at}
    where id = ${update.taskId}`.execute(tx);
}
