import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { kept } from './keptPlans.ts';
import type { AnswerGivenBy, AttemptState, TaskState } from './schema.ts';
import { openBytes } from './secrets/keyRing.ts';
import { keysOf } from './secrets/keysOfDatabase.ts';
import type { Question } from './together.ts';

export type TaskRecord = {
  readonly state: TaskState;
  readonly disposition: string | null;
  readonly dueAt: Date;
  readonly attemptsUsed: number;
};

/** The person's latest call task. */
export const latestTaskOf = (personId: number): Question<TaskRecord> => ({
  rows: sql`select t.state, t.disposition, t.due_at as "dueAt", t.attempts_used as "attemptsUsed"
    from call_task t where t.person_id = ${personId} order by t.id desc limit 1`,
  instants: ['dueAt'],
});

export type AttemptRecord = {
  readonly id: number;
  readonly campaignId: number;
  readonly campaignName: string;
  readonly e164: string;
  readonly trunk: string;
  readonly state: AttemptState;
  readonly committedAt: Date;
  readonly ringingAt: Date | null;
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
  readonly disposition: string | null;
  readonly sipStatus: number | null;
  readonly q850Cause: number | null;
  readonly consumed: boolean | null;
  readonly identified: 'strong' | 'weak' | null;
};

/** Every attempt to reach the person, newest first. */
export const attemptsOf = (personId: number): Question<AttemptRecord> => ({
  rows: sql`select a.id, c.id as "campaignId", c.name as "campaignName", a.e164, a.trunk, a.state, a.committed_at as "committedAt",
      a.ringing_at as "ringingAt", a.answered_at as "answeredAt", a.ended_at as "endedAt", a.disposition, a.sip_status as "sipStatus",
      a.q850_cause as "q850Cause", a.consumed, a.identified
    from attempt a join call_task t on t.id = a.task_id join campaign c on c.id = t.campaign_id
    where a.person_id = ${personId} order by a.committed_at desc, a.id desc`,
  instants: ['committedAt', 'ringingAt', 'answeredAt', 'endedAt'],
});

export type AnswerRecord = {
  readonly id: number;
  readonly attemptId: number;
  readonly stepId: string;
  readonly round: number;
  readonly value: unknown;
  readonly givenBy: AnswerGivenBy;
  readonly keys: string;
  readonly confidence: number;
  readonly promptAtMs: number | null;
  readonly answeredAt: Date;
  readonly dialogueVersionId: number;
  readonly dialogueCode: string;
  readonly dialogueVersion: number;
};

/** Every answer of the person with where it comes from, in the order given. */
export const answersOf = (personId: number): Question<AnswerRecord> => ({
  rows: sql`select a.id, a.attempt_id as "attemptId", a.step_id as "stepId", a.round, a.value, a.given_by as "givenBy", a.keys, a.confidence,
      a.prompt_at_ms as "promptAtMs", a.answered_at as "answeredAt", d.id as "dialogueVersionId", d.code as "dialogueCode",
      d.version as "dialogueVersion"
    from answer a join dialogue_version d on d.id = a.dialogue_version_id
    where a.person_id = ${personId} order by a.answered_at, a.id`,
  instants: ['answeredAt'],
});

export type RecordingRecord = {
  readonly id: string;
  readonly attemptId: number;
  readonly name: string;
  readonly durationMs: number;
  readonly recordedAt: Date;
};

/** What was recorded in the person's calls, without the sound. */
export const recordingsOf = (personId: number): Question<RecordingRecord> => ({
  rows: sql`select r.id, r.attempt_id as "attemptId", r.name, r.duration_ms as "durationMs", r.recorded_at as "recordedAt"
    from recording r join attempt a on a.id = r.attempt_id
    where a.person_id = ${personId} order by r.recorded_at`,
  instants: ['recordedAt'],
});

/** One recording's sound (A-law, 8 kHz) and whose call it was, or undefined when the scope does not see it. */
export async function readRecordingSound(
  tx: Tx,
  recordingId: string,
): Promise<{ alaw: Buffer; personId: number; unitId: number } | undefined> {
  const row = await tx
    .selectFrom('recording as r')
    .modifyFront(kept)
    .innerJoin('attempt as a', 'a.id', 'r.attempt_id')
    .select(['r.alaw', 'r.key_id as keyId', 'a.person_id as personId', 'r.unit_id as unitId'])
    .where('r.id', '=', recordingId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { alaw, keyId, ...whose } = row;
  return { ...whose, alaw: keyId === null ? alaw : openBytes(keysOf(tx), 'recording', keyId, alaw) };
}
