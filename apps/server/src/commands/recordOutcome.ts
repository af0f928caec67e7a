import type { Disposition } from '@truyvet/contract';
import { triage } from '@truyvet/outbreak';
import { alertsOfAttempt, answersOfAttempt, insertAlert, insertErrand, markPhone, recordFollowUpDay } from '../db/answers.ts';
import { type AttemptRow, closeAttempt, earlierDispositions, lockAttempt, othersPassed } from '../db/attempts.ts';
import type { Db, Tx } from '../db/connect.ts';
import { holdPersonOf } from '../db/personFacts/holdPeople.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { lockTask, settleTask, type TaskRow } from '../db/tasks.ts';
import { readFindings } from './findings.ts';
import { exposeNamedContacts } from './levels/exposeNamedContacts.ts';

/** What is known of a task when one of its calls has ended. */
export type TaskHistory = {
  readonly attemptsUsed: number;
  readonly faultsInRow: number;
  /** Of the task's attempts before this one, the oldest first. */
  readonly earlier: readonly (string | null)[];
  /** Another number was reached over the same trunk since the attempts in a row that failed began. */
  readonly othersPassed: boolean;
};

/** What shall become of attempt and task. */
export type Decision = {
  readonly disposition: Disposition;
  /** Counts as one of the person's attempts. */
  readonly consumed: boolean;
  readonly attemptsUsed: number;
  readonly faultsInRow: number;
  readonly next: { readonly kind: 'done' } | { readonly kind: 'retry'; readonly dueAt: Date } | { readonly kind: 'giveUp' };
};

export type OutcomeToRecord = {
  readonly attemptId: number;
  readonly at: Date;
  /** The local date of `at`. */
  readonly localDate: string;
  readonly answered: boolean;
  readonly sipStatus: number | null;
  readonly q850Cause: number | null;
  /** How many faults in a row count as one attempt; null when the call did not end in a fault. */
  readonly faultsThatCount: number | null;
  /** The rule of the campaign's policy; pure. */
  readonly decide: (task: TaskHistory) => Decision;
};

export type RecordedOutcome = Decision & {
  readonly attemptId: number;
  readonly taskId: number;
  /** Raised by this call, at a key or by triage. */
  readonly alerts: readonly string[];
};

/**
 * Closes an attempt in one transaction: its fate, triage of what was said into alerts, errands and the follow-up day, and what is next for
 * the task. Null when the attempt had been closed before; nothing changes then.
 */
export async function recordOutcome(db: Db, outcome: OutcomeToRecord): Promise<RecordedOutcome | null> {
  return await inScope(db, systemScope, async (tx) => {
    await holdPersonOf(tx, 'attempt', outcome.attemptId);
    const attempt = await lockAttempt(tx, outcome.attemptId);
    if (attempt.endedAt) return null;
    const task = await lockTask(tx, attempt.taskId);
    const decision = outcome.decide(await historyOf(tx, attempt, task, outcome.faultsThatCount));
    const { disposition, consumed, next } = decision;
    await closeAttempt(tx, { ...outcome, disposition, consumed });
    await settleTask(tx, {
      ...decision,
      taskId: task.id,
      state: next.kind === 'done' ? 'done' : next.kind === 'giveUp' ? 'givenUp' : 'due',
      dueAt: next.kind === 'retry' ? next.dueAt : null,
      at: outcome.at,
    });
    await applyTriage(tx, attempt, outcome, decision);
    await markPhoneBy(tx, attempt, decision);
    return { ...decision, attemptId: attempt.id, taskId: task.id, alerts: await alertsOfAttempt(tx, attempt.id) };
  });
}

async function historyOf(tx: Tx, attempt: AttemptRow, task: TaskRow, faultsThatCount: number | null): Promise<TaskHistory> {
  return {
    attemptsUsed: task.attemptsUsed,
    faultsInRow: task.faultsInRow,
    earlier: await earlierDispositions(tx, task.id, attempt.id),
    othersPassed: faultsThatCount !== null && (await othersPassed(tx, attempt, faultsThatCount)),
  };
}

async function applyTriage(tx: Tx, attempt: AttemptRow, outcome: OutcomeToRecord, decision: Decision): Promise<void> {
  const findings = readFindings(await answersOfAttempt(tx, attempt.id));
  const result = triage({
    findings,
    disposition: decision.disposition,
    closed: decision.next.kind !== 'retry',
    ...(attempt.birthYear !== null && { ageYears: Number(outcome.localDate.slice(0, 4)) - attempt.birthYear }),
  });
  // What was raised at a key is there already, with its earlier deadline.
  for (const alert of result.alerts) await insertAlert(tx, { ...alert, attemptId: attempt.id, at: outcome.at });
  for (const errand of result.errands) await insertErrand(tx, { ...errand, attemptId: attempt.id, at: outcome.at });
  // Whoever answered is then known to be the person, whose contacts these are.
  if (attempt.identified)
    await exposeNamedContacts(tx, { attemptId: attempt.id, namedContacts: findings.namedContacts, at: outcome.at });
  if (result.followUpDay) {
    await recordFollowUpDay(tx, { ...result.followUpDay, attemptId: attempt.id, dayOn: outcome.localDate }, outcome.at);
  }
}

async function markPhoneBy(tx: Tx, attempt: AttemptRow, { disposition, next }: Decision): Promise<void> {
  if (attempt.identified) await markPhone(tx, attempt.id, 'confirmed');
  else if (disposition === 'wrongNumber') await markPhone(tx, attempt.id, 'wrong');
  else if (disposition === 'numberSuspect' && next.kind === 'giveUp') await markPhone(tx, attempt.id, 'suspect');
}
