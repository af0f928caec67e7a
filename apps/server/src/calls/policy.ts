import type { Disposition } from '@truyvet/contract';
import type { DialPolicy, RetryReason } from '../commands/dialPolicy.ts';
import type { Decision, TaskHistory } from '../commands/recordOutcome.ts';
import { isFault } from './disposition.ts';
import { nextOpening } from './windows.ts';

/** Faults on one number, while others pass, that count as that number's own doing. */
export const faultsThatCount = 3;

/** With nobody to compare with, a number that fails for so long is given to an officer all the same. */
const mostFaults = 12;

/** Calls that ended with a person: the machine has nothing more to ask, or leaves the rest to an officer. */
const closing: Partial<Record<Disposition, 'done' | 'giveUp'>> = {
  completed: 'done',
  urgent: 'done',
  partial: 'giveUp',
  officer: 'giveUp',
  refused: 'giveUp',
  noUsableAnswer: 'giveUp',
  identityFailed: 'giveUp',
  wrongNumber: 'giveUp',
  unknown: 'giveUp',
};

/**
 * Dispositions that are tried once more and no oftener: who declines twice has declined, a number unknown twice is wrong, and a mailbox that
 * got the neutral message twice is better visited.
 */
const onceMore: ReadonlySet<Disposition> = new Set(['rejected', 'numberSuspect', 'machine']);

/**
 * What happens to the task. A fault is not counted, unless it is the third in a row on this number while others pass: some carriers
 * answer 403 or 503 for one bad number; then it counts as one attempt and an officer checks the number.
 */
export function decide(disposition: Disposition, task: TaskHistory, policy: DialPolicy, now: Date): Decision {
  if (isFault(disposition)) return afterFault(disposition, task, policy, now);
  const attemptsUsed = task.attemptsUsed + 1;
  const counted = { disposition, consumed: true, attemptsUsed, faultsInRow: 0 };
  const closes = closing[disposition];
  if (closes) return { ...counted, next: { kind: closes } };
  const spent = attemptsUsed >= policy.maxAttempts || (onceMore.has(disposition) && task.earlier.includes(disposition));
  return { ...counted, next: spent ? { kind: 'giveUp' } : retry(disposition, policy, now) };
}

function afterFault(disposition: Disposition, task: TaskHistory, policy: DialPolicy, now: Date): Decision {
  const faultsInRow = task.faultsInRow + 1;
  if (faultsInRow >= mostFaults || (faultsInRow >= faultsThatCount && task.othersPassed)) {
    return { disposition, consumed: true, attemptsUsed: task.attemptsUsed + 1, faultsInRow: 0, next: { kind: 'giveUp' } };
  }
  return { disposition, consumed: false, attemptsUsed: task.attemptsUsed, faultsInRow, next: retry(disposition, policy, now) };
}

function retry(disposition: Disposition, policy: DialPolicy, now: Date): Decision['next'] {
  const waitMs = policy.retryMs[disposition as RetryReason] / policy.pace;
  return { kind: 'retry', dueAt: nextOpening(policy.windows, new Date(now.getTime() + waitMs)) };
}
