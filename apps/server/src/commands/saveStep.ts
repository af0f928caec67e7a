import type { AlertCode, AnswerGiven, ErrandCode } from '@truyvet/dialogue';
import { alertDeadlineMs, errandDeadlineMs } from '@truyvet/outbreak';
import { insertAlert, insertAnswer, insertErrand, insertRecording, type NewRecording } from '../db/answers.ts';
import { saveSession } from '../db/attempts.ts';
import type { Db, Tx } from '../db/connect.ts';
import { inScope, systemScope } from '../db/scope.ts';

/** What one step of a dialogue leaves behind. */
export type StepToSave = {
  readonly attemptId: number;
  readonly at: Date;
  /** Where the dialogue stands after the step. */
  readonly session: unknown;
  readonly answers: readonly AnswerGiven[];
  readonly alerts: readonly AlertCode[];
  readonly errands: readonly { readonly code: ErrandCode; readonly round: number }[];
  readonly identified: 'strong' | 'weak' | null;
  readonly recording: Omit<NewRecording, 'attemptId' | 'at'> | null;
};

/**
 * Commits a step: the recording, the answers, alerts and errands, and the session, all or nothing. The caller plays the next prompt only
 * when this has resolved, so that no answer is acknowledged and then lost.
 * Throws when the attempt has already been closed.
 */
export async function saveStep(db: Db, step: StepToSave): Promise<void> {
  await inScope(db, systemScope, async (tx) => {
    await saveSession(tx, step.attemptId, step.session, step.identified);
    if (step.recording) await insertRecording(tx, { ...step.recording, attemptId: step.attemptId, at: step.at });
    for (const answer of step.answers) await insertAnswer(tx, step.attemptId, answer, step.at);
    for (const code of step.alerts) await raise(tx, step, code);
    for (const errand of step.errands) await makeErrand(tx, step, errand);
  });
}

async function raise(tx: Tx, { attemptId, at }: StepToSave, code: AlertCode | 'symptoms'): Promise<void> {
  await insertAlert(tx, { attemptId, code, at, dueInMs: alertDeadlineMs[code] });
}

/** A sick person is an alert, to be acknowledged; the other errands are work that can be done once. */
async function makeErrand(tx: Tx, step: StepToSave, { code, round }: { code: ErrandCode; round: number }): Promise<void> {
  if (code === 'symptoms') return await raise(tx, step, code);
  await insertErrand(tx, { attemptId: step.attemptId, code, round, at: step.at, dueInMs: errandDeadlineMs[code], details: {} });
}
