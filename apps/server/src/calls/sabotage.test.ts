import { describe, expect, test } from 'vitest';
import type { RecordedOutcome } from '../commands/recordOutcome.ts';
import type { StepToSave } from '../commands/saveStep.ts';
import { insertAlert } from '../db/answers.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildAttempt, testNow } from '../db/testRows.ts';
import { createSabotage, type SabotageKind } from './sabotage.ts';

const database = useTestDatabase();
const dialled: string[] = [];
const make = (kind?: SabotageKind) => createSabotage(kind, { db: database.db, dial: (number) => void dialled.push(number) });

const answer = { stepId: 'A2', round: 0, value: { type: 'yesNo', value: 'yes' }, by: 'key', keys: '1' } as const;
const step: StepToSave = {
  attemptId: 1,
  at: testNow,
  session: {},
  answers: [answer],
  alerts: ['severeSign'],
  errands: [{ code: 'symptoms', round: 0 }],
  identified: null,
  recording: null,
};
const outcome = (attemptId = 1): RecordedOutcome => ({
  attemptId,
  taskId: 1,
  disposition: 'completed',
  consumed: true,
  attemptsUsed: 1,
  faultsInRow: 0,
  next: { kind: 'done' },
  alerts: [],
});

describe('sabotage breaks one thing, so that the comparison with the citizens has something to find', () => {
  test('without it nothing is touched', async () => {
    const honest = make();
    expect([honest.key('1'), honest.step(step)]).toEqual(['1', step]);
    await honest.afterOutcome(outcome(), '+84912345678');
    expect(dialled).toEqual([]);
  });

  test('drop-answer loses some answers and keeps others', () => {
    const broken = make('drop-answer');
    expect(Array.from({ length: 6 }, () => broken.step(step).answers.length)).toEqual([1, 1, 0, 1, 1, 0]);
  });

  test('swap-key turns some keys round', () => {
    const broken = make('swap-key');
    expect([...'11111119'].map(broken.key).join('')).toBe('11111129');
  });

  test('lose-alert leaves no alert of a call behind', async () => {
    const broken = make('lose-alert');
    expect(broken.step(step)).toMatchObject({ alerts: [], errands: [], answers: [answer] });
    const { id } = await buildAttempt(database.db);
    const alerts = () =>
      inScope(database.db, systemScope, (tx) => tx.selectFrom('alert').select('id').where('attempt_id', '=', id).execute());
    await inScope(database.db, systemScope, (tx) =>
      insertAlert(tx, { attemptId: id, code: 'symptoms', at: testNow, dueInMs: 1 }),
    );
    expect(await alerts()).toHaveLength(1);
    await broken.afterOutcome(outcome(id), '+84912345678');
    expect(await alerts()).toEqual([]);
  });

  test('call-twice dials one person who had answered everything a second time', async () => {
    const broken = make('call-twice');
    await broken.afterOutcome({ ...outcome(), disposition: 'busy' }, '+84912000001');
    await broken.afterOutcome(outcome(), '+84912000002');
    await broken.afterOutcome(outcome(), '+84912000003');
    expect(dialled).toEqual(['+84912000002']);
  });
});
