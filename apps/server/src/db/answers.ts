import type { AnswerGiven, AnswerValue } from '@truyvet/dialogue';
import { seenAgain } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { resumeFollowUp } from './followUp/followUps.ts';
import { json } from './json.ts';
import { sealBytes } from './secrets/keyRing.ts';
import { keysOf } from './secrets/keysOfDatabase.ts';

export type StoredAnswer = { readonly stepId: string; readonly round: number; readonly value: AnswerValue };

/** Stores one answer with its provenance. A step answered again in the same round keeps the later answer. */
export async function insertAnswer(tx: Tx, attemptId: number, answer: AnswerGiven, at: Date): Promise<void> {
  await sql`
    insert into answer (attempt_id, person_id, unit_id, dialogue_version_id, step_id, round, value, given_by, keys, prompt_at_ms, answered_at)
    select a.id, a.person_id, a.unit_id, c.dialogue_version_id, ${answer.stepId}, ${answer.round}, ${json(answer.value)}::jsonb,
      ${answer.by}, ${answer.keys}, ${answer.promptAtMs === undefined ? null : Math.round(answer.promptAtMs)}, ${at}
    from attempt a join call_task t on t.id = a.task_id join campaign c on c.id = t.campaign_id
    where a.id = ${attemptId}
    on conflict (attempt_id, step_id, round) do update
      set value = excluded.value, keys = excluded.keys, given_by = excluded.given_by, prompt_at_ms = excluded.prompt_at_ms,
          answered_at = excluded.answered_at`.execute(tx);
}

/** What was answered in one call, in the order it was given. */
export async function answersOfAttempt(tx: Tx, attemptId: number): Promise<StoredAnswer[]> {
  const { rows } = await sql<StoredAnswer>`
    select step_id as "stepId", round, value from answer where attempt_id = ${attemptId} order by id`.execute(tx);
  return rows;
}

export type NewRecording = {
  readonly id: string;
  readonly attemptId: number;
  readonly name: string;
  readonly alaw: Uint8Array;
  readonly durationMs: number;
  readonly at: Date;
};

/** Stores what a person said, sealed. */
export async function insertRecording(tx: Tx, recording: NewRecording): Promise<void> {
  const { keyId, sealed } = sealBytes(keysOf(tx), 'recording', recording.alaw);
  await sql`
    insert into recording (id, attempt_id, unit_id, name, alaw, key_id, duration_ms, recorded_at)
    select ${recording.id}, a.id, a.unit_id, ${recording.name}, ${sealed}, ${keyId}, ${Math.round(recording.durationMs)}, ${recording.at}
    from attempt a where a.id = ${recording.attemptId}`.execute(tx);
}

export type NewAlert = { readonly attemptId: number; readonly code: string; readonly at: Date; readonly dueInMs: number };

/** Raises an alert; a second time for the same call and code changes nothing. */
export async function insertAlert(tx: Tx, { attemptId, code, at, dueInMs }: NewAlert): Promise<void> {
  await sql`
    insert into alert (unit_id, person_id, attempt_id, code, raised_at, due_at)
    select a.unit_id, a.person_id, a.id, ${code}, ${at}, ${new Date(at.getTime() + dueInMs)} from attempt a where a.id = ${attemptId}
    on conflict (attempt_id, code) do nothing`.execute(tx);
}

/** Codes of the alerts that a call has raised. */
export async function alertsOfAttempt(tx: Tx, attemptId: number): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`select code from alert where attempt_id = ${attemptId} order by id`.execute(tx);
  return rows.map(({ code }) => code);
}

export type NewErrand = {
  readonly attemptId: number;
  readonly code: string;
  readonly round: number;
  readonly at: Date;
  readonly dueInMs: number;
  readonly details: Readonly<Record<string, unknown>>;
};

/** Creates human work out of a call. A second time for the same call, code and round only adds details. */
export async function insertErrand(tx: Tx, errand: NewErrand): Promise<void> {
  await sql`
    insert into errand (unit_id, person_id, attempt_id, code, round, details, created_at, due_at)
    select a.unit_id, a.person_id, a.id, ${errand.code}, ${errand.round}, ${json(errand.details)}::jsonb, ${errand.at},
      ${new Date(errand.at.getTime() + errand.dueInMs)}
    from attempt a where a.id = ${errand.attemptId}
    on conflict (person_id, attempt_id, code, round) where person_id is not null do update set details = errand.details || excluded.details`.execute(
    tx,
  );
}

/** Errand for a person whom the machine does not call at all. Once per person and code while it is open. */
export async function insertErrandWithoutCall(
  tx: Tx,
  { personId, code, at, dueInMs }: { personId: number; code: string; at: Date; dueInMs: number },
): Promise<void> {
  await sql`
    insert into errand (unit_id, person_id, attempt_id, code, created_at, due_at)
    select p.unit_id, p.id, null, ${code}, ${at}, ${new Date(at.getTime() + dueInMs)} from person p where p.id = ${personId}
    on conflict (person_id, attempt_id, code, round) where person_id is not null do nothing`.execute(tx);
}

export type FollowUpDay = {
  readonly attemptId: number;
  readonly dayOn: string;
  readonly status: 'done' | 'missed';
  readonly symptoms: unknown;
};

/**
 * Writes the follow-up day of the person called, if it lies inside a follow-up that is open or lost. A day that is done is not turned back into
 * missed. Somebody who was lost and is reached goes on, and nobody has to go there any more.
 */
export async function recordFollowUpDay(tx: Tx, { attemptId, dayOn, status, symptoms }: FollowUpDay, at: Date): Promise<void> {
  const { rows } = await sql<{ followUpId: number; state: string; endOn: string }>`
    with followed as (
      select f.id, f.unit_id, f.state, f.end_on, a.id as attempt_id
      from attempt a
      join call_task t on t.id = a.task_id
      join campaign c on c.id = t.campaign_id
      join follow_up f on f.person_id = a.person_id and f.outbreak_id = c.outbreak_id
      where a.id = ${attemptId} and f.state in ('open', 'lost') and ${dayOn}::date between f.start_on and f.end_on
    ), written as (
      insert into follow_up_day (follow_up_id, unit_id, day_on, status, symptoms, attempt_id, seen_by)
      select id, unit_id, ${dayOn}::date, ${status}, ${symptoms === null ? null : json(symptoms)}::jsonb, attempt_id,
        ${status === 'done' ? 'call' : null} from followed
      on conflict (follow_up_id, day_on) do update
        set status = excluded.status, symptoms = excluded.symptoms, attempt_id = excluded.attempt_id, seen_by = excluded.seen_by
        where follow_up_day.status = 'missed' or excluded.status = 'done'
      returning follow_up_id
    )
    select id as "followUpId", state, end_on as "endOn" from followed`.execute(tx);
  const [followed] = rows;
  if (!followed || status !== 'done') return;
  const state = seenAgain(followed.state, followed.endOn, dayOn);
  if (state !== null) await resumeFollowUp(tx, { followUpId: followed.followUpId, state, seenOn: dayOn, at });
}

/** State of the number that was called: `confirmed` its owner was identified on it, `wrong` strangers have it. */
export async function markPhone(tx: Tx, attemptId: number, state: 'confirmed' | 'suspect' | 'wrong'): Promise<void> {
  await sql`
    update person_phone p set state = ${state} from attempt a
    where a.id = ${attemptId} and p.person_id = a.person_id and p.e164 = a.e164`.execute(tx);
}
