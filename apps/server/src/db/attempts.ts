import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { json } from './json.ts';

export type NewAttempt = {
  readonly taskId: number;
  readonly engine: string;
  readonly trunk: string;
  readonly callId: string;
  readonly identifiers: unknown;
  readonly at: Date;
  /** Beginning of the local day, for the daily maximum. */
  readonly dayStart: Date;
};

// One statement per phone at a time (the advisory lock), so that two engines cannot both count "one below the maximum".
// The conditions are asked again here, because minutes may lie between the claim and the call.
const lockPhoneSql = (taskId: number) => sql`
  select pg_advisory_xact_lock(hashtextextended('phone ' || e164, 0)) from call_task where id = ${taskId}`;

const insertSql = (a: NewAttempt) => sql<{ id: number }>`
  insert into attempt (task_id, person_id, unit_id, e164, trunk, engine, call_id, identifiers, committed_at)
  select t.id, t.person_id, t.unit_id, t.e164, ${a.trunk}, ${a.engine}, ${a.callId}, ${json(a.identifiers)}::jsonb, ${a.at}
  from call_task t join campaign c on c.id = t.campaign_id
  where t.id = ${a.taskId} and t.state = 'leased' and t.leased_by = ${a.engine} and c.state = 'running'
    and (select count(*) from attempt o where o.e164 = t.e164 and o.committed_at >= ${a.dayStart} and o.consumed is distinct from false)
        < (c.policy ->> 'maxPerPhonePerDay')::int
    and not exists (select from attempt o where o.e164 = t.e164 and o.ended_at is null)
  on conflict do nothing
  returning id`;

/**
 * Writes the intent to call, before the INVITE leaves. Null when the call may not be made any more: the lease was lost, the campaign was
 * paused, the phone is in another call or has had its calls of the day.
 */
export async function insertAttempt(tx: Tx, attempt: NewAttempt): Promise<number | null> {
  await lockPhoneSql(attempt.taskId).execute(tx);
  return (await insertSql(attempt).execute(tx)).rows[0]?.id ?? null;
}

export type AttemptMark =
  | { readonly kind: 'identifiers'; readonly identifiers: unknown }
  | { readonly kind: 'ringing'; readonly at: Date }
  | { readonly kind: 'answered'; readonly at: Date };

/** Notes how far the call has come. Never goes back: an ended attempt stays ended, an answered one stays answered. */
export async function markAttempt(tx: Tx, attemptId: number, mark: AttemptMark): Promise<void> {
  switch (mark.kind) {
    case 'identifiers':
      await sql`update attempt set identifiers = ${json(mark.identifiers)}::jsonb where id = ${attemptId} and ended_at is null`.execute(
        tx,
      );
      return;
    case 'ringing':
      await sql`
        update attempt set ringing_at = coalesce(ringing_at, ${mark.at}), state = case state when 'committed' then 'ringing' else state end
        where id = ${attemptId} and ended_at is null`.execute(tx);
      return;
    case 'answered':
      await sql`
        update attempt set answered_at = coalesce(answered_at, ${mark.at}), state = 'answered'
        where id = ${attemptId} and ended_at is null`.execute(tx);
      return;
  }
}

/** Stores where the dialogue stands, and the identity gate once it is passed. Throws when the attempt has already been closed. */
export async function saveSession(
  tx: Tx,
  attemptId: number,
  session: unknown,
  identified: 'strong' | 'weak' | null,
): Promise<void> {
  const result = await sql`
    update attempt set session = ${json(session)}::jsonb, identified = coalesce(${identified}, identified)
    where id = ${attemptId} and ended_at is null`.execute(tx);
  if (Number(result.numAffectedRows ?? 0) !== 1) throw new Error(`attempt ${attemptId} is closed`);
}

export type LiveAttempt = {
  readonly id: number;
  readonly taskId: number;
  readonly campaignId: number;
  readonly personId: number;
  readonly unitId: number;
  readonly e164: string;
  readonly trunk: string;
  readonly identifiers: unknown;
  readonly answeredAt: Date | null;
  readonly session: unknown;
};

/** Attempts that this engine began and never closed. */
export async function liveAttempts(tx: Tx, engine: string): Promise<LiveAttempt[]> {
  const { rows } = await sql<LiveAttempt>`
    select a.id, a.task_id as "taskId", t.campaign_id as "campaignId", a.person_id as "personId", a.unit_id as "unitId", a.e164, a.trunk,
      a.identifiers, a.answered_at as "answeredAt", a.session
    from attempt a join call_task t on t.id = a.task_id
    where a.engine = ${engine} and a.ended_at is null order by a.id`.execute(tx);
  return rows;
}

export type AttemptRow = {
  readonly id: number;
  readonly taskId: number;
  readonly personId: number;
  readonly unitId: number;
  readonly e164: string;
  readonly trunk: string;
  readonly committedAt: Date;
  readonly endedAt: Date | null;
  readonly identified: 'strong' | 'weak' | null;
  /** Of the person called. */
  readonly birthYear: number | null;
};

/** Reads an attempt and keeps it from changing until the transaction ends. */
export async function lockAttempt(tx: Tx, attemptId: number): Promise<AttemptRow> {
  const { rows } = await sql<AttemptRow>`
    select a.id, a.task_id as "taskId", a.person_id as "personId", a.unit_id as "unitId", a.e164, a.trunk,
      a.committed_at as "committedAt", a.ended_at as "endedAt", a.identified, p.birth_year as "birthYear"
    from attempt a join person p on p.id = a.person_id where a.id = ${attemptId} for update of a`.execute(tx);
  const row = rows[0];
  if (!row) throw new Error(`attempt ${attemptId} does not exist`);
  return row;
}

/** Dispositions of a task's closed attempts, the oldest first. */
export async function earlierDispositions(tx: Tx, taskId: number, exceptAttemptId: number): Promise<(string | null)[]> {
  const { rows } = await sql<{ disposition: string | null }>`
    select disposition from attempt where task_id = ${taskId} and id <> ${exceptAttemptId} and ended_at is not null
    order by id`.execute(tx);
  return rows.map(({ disposition }) => disposition);
}

/** Whether a call to another number over this trunk got through (anything but a fault) since the first of a task's last `attempts` attempts. */
export async function othersPassed(tx: Tx, attempt: AttemptRow, attempts: number): Promise<boolean> {
  const { rows } = await sql<{ passed: boolean }>`
    select exists (
      select from attempt o
      where o.trunk = ${attempt.trunk} and o.e164 <> ${attempt.e164} and o.ended_at is not null and o.consumed
        and o.committed_at >= (select min(committed_at) from (
          select committed_at from attempt where task_id = ${attempt.taskId} order by id desc limit ${attempts}) last)
    ) as passed`.execute(tx);
  return rows[0]?.passed ?? false;
}

export type AttemptEnd = {
  readonly attemptId: number;
  readonly at: Date;
  readonly answered: boolean;
  readonly sipStatus: number | null;
  readonly q850Cause: number | null;
  readonly disposition: string;
  readonly consumed: boolean;
};

/** Closes an attempt. False when it was closed before: nothing is changed then. */
export async function closeAttempt(tx: Tx, end: AttemptEnd): Promise<boolean> {
  const result = await sql`
    update attempt set state = 'ended', ended_at = ${end.at}, sip_status = ${end.sipStatus}, q850_cause = ${end.q850Cause},
      disposition = ${end.disposition}, consumed = ${end.consumed},
      answered_at = case when ${end.answered} then coalesce(answered_at, ${end.at}) else answered_at end
    where id = ${end.attemptId} and ended_at is null`.execute(tx);
  return Number(result.numAffectedRows ?? 0) === 1;
}
