import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { kept } from './keptPlans.ts';
import type { AnswerGivenBy, AttemptState, TaskState } from './schema.ts';
import { openBytes } from './secrets/keyRing.ts';
import { keysOf } from './secrets/keysOfDatabase.ts';

export type TaskRecord = {
  readonly state: TaskState;
  readonly disposition: string | null;
  readonly dueAt: Date;
  readonly attemptsUsed: number;
};

/** The person's latest call task, or undefined. */
export async function readLatestTask(tx: Tx, personId: number): Promise<TaskRecord | undefined> {
  return await tx
    .selectFrom('call_task')
    .modifyFront(kept)
    .select(['state', 'disposition', 'due_at as dueAt', 'attempts_used as attemptsUsed'])
    .where('person_id', '=', personId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

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
export async function readAttempts(tx: Tx, personId: number): Promise<AttemptRecord[]> {
  return await tx
    .selectFrom('attempt as a')
    .modifyFront(kept)
    .innerJoin('call_task as t', 't.id', 'a.task_id')
    .innerJoin('campaign as c', 'c.id', 't.campaign_id')
    .select([
      'a.id',
      'c.id as campaignId',
      'c.name as campaignName',
      'a.e164',
      'a.trunk',
      'a.state',
      'a.committed_at as committedAt',
      'a.ringing_at as ringingAt',
      'a.answered_at as answeredAt',
      'a.ended_at as endedAt',
      'a.disposition',
      'a.sip_status as sipStatus',
      'a.q850_cause as q850Cause',
      'a.consumed',
      'a.identified',
    ])
    .where('a.person_id', '=', personId)
    .orderBy(sql`a.committed_at desc, a.id desc`)
    .execute();
}

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
export async function readAnswers(tx: Tx, personId: number): Promise<AnswerRecord[]> {
  return await tx
    .selectFrom('answer as a')
    .modifyFront(kept)
    .innerJoin('dialogue_version as d', 'd.id', 'a.dialogue_version_id')
    .select([
      'a.id',
      'a.attempt_id as attemptId',
      'a.step_id as stepId',
      'a.round',
      'a.value',
      'a.given_by as givenBy',
      'a.keys',
      'a.confidence',
      'a.prompt_at_ms as promptAtMs',
      'a.answered_at as answeredAt',
      'd.id as dialogueVersionId',
      'd.code as dialogueCode',
      'd.version as dialogueVersion',
    ])
    .where('a.person_id', '=', personId)
    .orderBy('a.answered_at')
    .orderBy('a.id')
    .execute();
}

export type RecordingRecord = {
  readonly id: string;
  readonly attemptId: number;
  readonly name: string;
  readonly durationMs: number;
  readonly recordedAt: Date;
};

/** What was recorded in the person's calls, without the sound. */
export async function readRecordings(tx: Tx, personId: number): Promise<RecordingRecord[]> {
  return await tx
    .selectFrom('recording as r')
    .modifyFront(kept)
    .innerJoin('attempt as a', 'a.id', 'r.attempt_id')
    .select(['r.id', 'r.attempt_id as attemptId', 'r.name', 'r.duration_ms as durationMs', 'r.recorded_at as recordedAt'])
    .where('a.person_id', '=', personId)
    .orderBy('r.recorded_at')
    .execute();
}

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
