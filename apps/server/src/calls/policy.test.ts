import type { Disposition } from '@truyvet/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDialPolicy } from '../commands/dialPolicy.ts';
import type { TaskHistory } from '../commands/recordOutcome.ts';
import { decide } from './policy.ts';
import { isOpen } from './windows.ts';

const policy = readDialPolicy({ maxAttempts: 3 });
const now = new Date('2021-07-10T08:00:00+07:00');
const fresh: TaskHistory = { attemptsUsed: 0, faultsInRow: 0, earlier: [], othersPassed: false };
const minutes = (decision: ReturnType<typeof decide>) =>
  decision.next.kind === 'retry' ? (decision.next.dueAt.getTime() - now.getTime()) / 60_000 : decision.next.kind;

describe('what is next for a task', () => {
  test.each<[Disposition, number | string]>([
    ['completed', 'done'],
    ['urgent', 'done'],
    ['partial', 'giveUp'],
    ['officer', 'giveUp'],
    ['refused', 'giveUp'],
    ['noUsableAnswer', 'giveUp'],
    ['identityFailed', 'giveUp'],
    ['wrongNumber', 'giveUp'],
    ['unknown', 'giveUp'],
    ['busy', 10],
    ['noAnswer', 180],
    ['unreachable', 180],
    ['callBackLater', 60],
  ])('after %s: %s', (disposition, next) => {
    const decision = decide(disposition, fresh, policy, now);
    expect(minutes(decision)).toBe(next);
    expect(decision).toMatchObject({ consumed: true, attemptsUsed: 1, faultsInRow: 0 });
  });

  test('the last attempt of the policy ends in an errand', () => {
    expect(decide('busy', { ...fresh, attemptsUsed: 2 }, policy, now).next).toEqual({ kind: 'giveUp' });
  });

  test.each<Disposition>(['rejected', 'numberSuspect', 'machine'])('%s is tried once more and no oftener', (disposition) => {
    expect(decide(disposition, fresh, policy, now).next.kind).toBe('retry');
    const again = { ...fresh, attemptsUsed: 1, earlier: [disposition] };
    expect(decide(disposition, again, policy, now).next.kind).toBe('giveUp');
  });

  test.each<Disposition>(['trunkFault', 'codecFault', 'congestion'])('%s counts against nobody', (disposition) => {
    expect(decide(disposition, { ...fresh, attemptsUsed: 2 }, policy, now)).toMatchObject({
      consumed: false,
      attemptsUsed: 2,
      faultsInRow: 1,
      next: { kind: 'retry' },
    });
  });

  test('three faults in a row on one number, while others pass, are one attempt and an errand', () => {
    const third = { ...fresh, faultsInRow: 2, othersPassed: true };
    expect(decide('congestion', third, policy, now)).toMatchObject({ consumed: true, attemptsUsed: 1, next: { kind: 'giveUp' } });
    expect(decide('congestion', { ...third, othersPassed: false }, policy, now)).toMatchObject({
      consumed: false,
      faultsInRow: 3,
    });
    expect(decide('congestion', { ...third, faultsInRow: 1 }, policy, now)).toMatchObject({ consumed: false, faultsInRow: 2 });
  });

  test('a number that fails for an hour with nobody to compare it with is not tried for ever', () => {
    expect(decide('congestion', { ...fresh, faultsInRow: 11 }, policy, now)).toMatchObject({
      consumed: true,
      next: { kind: 'giveUp' },
    });
  });

  test('pace divides the wait, and a retry never lands outside the windows', () => {
    const fast = readDialPolicy({ pace: 60 });
    expect(minutes(decide('noAnswer', fresh, fast, now))).toBe(3);
    const evening = new Date('2021-07-10T20:25:00+07:00');
    const next = decide('busy', fresh, policy, evening).next;
    expect(next).toEqual({ kind: 'retry', dueAt: new Date('2021-07-11T07:30:00+07:00') });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 60 }), fc.integer({ min: 1, max: 1000 }), (minute, pace) => {
        const at = new Date(now.getTime() + minute * 60_000);
        const { next } = decide('noAnswer', fresh, readDialPolicy({ pace }), at);
        if (next.kind === 'retry') expect(isOpen(policy.windows, next.dueAt) && next.dueAt > at).toBe(true);
      }),
    );
  });
});
