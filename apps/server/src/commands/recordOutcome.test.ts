import { describe, expect, test } from 'vitest';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildAttempt, buildCampaign, buildOutbreak, buildPerson, buildTask, testNow } from '../db/testRows.ts';
import { type Decision, recordOutcome, type TaskHistory } from './recordOutcome.ts';
import { type StepToSave, saveStep } from './saveStep.ts';

const database = useTestDatabase();
const at = new Date(testNow.getTime() + 60_000);
const later = new Date(testNow.getTime() + 3_600_000);

const done: Decision = { disposition: 'completed', consumed: true, attemptsUsed: 1, faultsInRow: 0, next: { kind: 'done' } };
const record = (attemptId: number, decide: (task: TaskHistory) => Decision, faultsThatCount: number | null = null) =>
  recordOutcome(database.db, {
    attemptId,
    at,
    localDate: '2021-07-10',
    answered: true,
    sipStatus: 200,
    q850Cause: null,
    faultsThatCount,
    decide,
  });
const step = (attemptId: number, over: Partial<StepToSave>): StepToSave => ({
  attemptId,
  at,
  session: { at: 'A2' },
  answers: [],
  alerts: [],
  errands: [],
  identified: null,
  recording: null,
  ...over,
});
const yesNo = (stepId: string, value: 'yes' | 'no' | 'unsure', round = 0) => ({
  stepId,
  round,
  value: { type: 'yesNo' as const, value },
  by: 'key' as const,
  keys: '1',
});
const all = async (table: 'alert' | 'errand' | 'answer', attemptId: number) =>
  await inScope(database.db, systemScope, (tx) =>
    tx.selectFrom(table).selectAll().where('attempt_id', '=', attemptId).orderBy('id').execute(),
  );

describe('recording the outcome of a call', () => {
  test('closes attempt and task together', async () => {
    const { id, task_id } = await buildAttempt(database.db);
    await record(id, () => done);
    const { attempt, task } = await inScope(database.db, systemScope, async (tx) => ({
      attempt: await tx.selectFrom('attempt').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
      task: await tx.selectFrom('call_task').selectAll().where('id', '=', task_id).executeTakeFirstOrThrow(),
    }));
    expect(attempt).toMatchObject({
      state: 'ended',
      ended_at: at,
      answered_at: at,
      disposition: 'completed',
      consumed: true,
      sip_status: 200,
    });
    expect(task).toMatchObject({ state: 'done', disposition: 'completed', closed_at: at, attempts_used: 1, leased_by: null });
  });

  test('of a call that is closed already changes nothing, also when two try at once', async () => {
    const { id } = await buildAttempt(database.db);
    const results = await Promise.all([record(id, () => done), record(id, () => done), record(id, () => done)]);
    expect(results.filter((result) => result !== null)).toHaveLength(1);
  });

  test('rolls everything back when the policy throws', async () => {
    const { id } = await buildAttempt(database.db);
    await expect(
      record(id, () => {
        throw new Error('no policy');
      }),
    ).rejects.toThrow('no policy');
    expect(await record(id, () => done)).not.toBeNull();
  });

  test('puts a task back with its new time, and leaves the follow-up day open', async () => {
    const { id, task_id } = await buildAttempt(database.db);
    const outcome = await record(id, () => ({ ...done, disposition: 'busy', next: { kind: 'retry', dueAt: later } }));
    expect(outcome).toMatchObject({ disposition: 'busy', alerts: [] });
    const task = await inScope(database.db, systemScope, (tx) =>
      tx.selectFrom('call_task').selectAll().where('id', '=', task_id).executeTakeFirstOrThrow(),
    );
    expect(task).toMatchObject({ state: 'due', due_at: later, closed_at: null });
    expect(await all('errand', id)).toEqual([]);
  });

  test('tells the policy what went before on the task, and whether other numbers got through meanwhile', async () => {
    const task = await buildTask(database.db, { attempts_used: 1, faults_in_row: 2 });
    const ended = { task_id: task.id, ended_at: testNow };
    await buildAttempt(database.db, { ...ended, disposition: 'rejected' });
    await buildAttempt(database.db, { ...ended, disposition: 'congestion', trunk: 'other' });
    const { id } = await buildAttempt(database.db, { task_id: task.id, trunk: 'lonely', committed_at: at });
    let seen: TaskHistory | undefined;
    const spy = (history: TaskHistory) => {
      seen = history;
      return { ...done, disposition: 'congestion' as const, next: { kind: 'retry' as const, dueAt: later } };
    };
    await record(id, spy, 3);
    expect(seen).toEqual({ attemptsUsed: 1, faultsInRow: 2, earlier: ['rejected', 'congestion'], othersPassed: false });
    const next = await buildAttempt(database.db, { task_id: task.id, trunk: 'lonely', committed_at: at });
    await buildAttempt(database.db, { trunk: 'lonely', ended_at: at, committed_at: at, consumed: true });
    await record(next.id, spy, 3);
    expect(seen?.othersPassed).toBe(true);
  });
});

describe('triage at the end of a call', () => {
  test('adds what the keys did not raise, and keeps the earlier deadline of what they did', async () => {
    const person = await buildPerson(database.db, { birth_year: 1950 });
    const task = await buildTask(database.db, { person_id: person.id });
    const { id } = await buildAttempt(database.db, { task_id: task.id });
    const early = new Date(at.getTime() - 30_000);
    await saveStep(
      database.db,
      step(id, { at: early, answers: [yesNo('A2', 'yes')], errands: [{ code: 'symptoms', round: 0 }] }),
    );
    await record(id, () => done);
    const alerts = await all('alert', id);
    expect(alerts.map(({ code }) => code)).toEqual(['symptoms', 'vulnerableWithFever']);
    expect(alerts.map((alert) => 'raised_at' in alert && alert.raised_at)).toEqual([early, at]);
  });

  test('when a question was asked twice, the later answer counts', async () => {
    const { id } = await buildAttempt(database.db);
    await saveStep(database.db, step(id, { answers: [yesNo('A2', 'yes')] }));
    await saveStep(database.db, step(id, { answers: [yesNo('A2', 'no', 1)] }));
    await record(id, () => done);
    expect(await all('alert', id)).toEqual([]);
  });

  test('marks the follow-up day done with the symptoms, and never turns it back into missed', async () => {
    const outbreak = await buildOutbreak(database.db);
    const campaign = await buildCampaign(database.db, { outbreak_id: outbreak.id });
    const person = await buildPerson(database.db);
    const days = { original_start_on: '2021-07-05', start_on: '2021-07-05', end_on: '2021-07-25' };
    await inScope(database.db, systemScope, (tx) =>
      tx
        .insertInto('follow_up')
        .values({ outbreak_id: outbreak.id, person_id: person.id, unit_id: person.unit_id, ...days })
        .execute(),
    );
    const task = await buildTask(database.db, { campaign_id: campaign.id, person_id: person.id });
    const first = await buildAttempt(database.db, { task_id: task.id });
    await saveStep(database.db, step(first.id, { answers: [yesNo('A2', 'no')] }));
    await record(first.id, () => done);
    const second = await buildAttempt(database.db, { task_id: task.id });
    await record(second.id, () => ({ ...done, disposition: 'busy', next: { kind: 'giveUp' } }));
    const rows = await inScope(database.db, systemScope, (tx) =>
      tx
        .selectFrom('follow_up_day as d')
        .innerJoin('follow_up as f', 'f.id', 'd.follow_up_id')
        .selectAll('d')
        .where('f.person_id', '=', person.id)
        .execute(),
    );
    expect(rows).toMatchObject([{ day_on: '2021-07-10', status: 'done', symptoms: { symptoms: 'no' }, attempt_id: first.id }]);
  });

  test('a confirmed number is marked so, a stranger’s number as wrong', async () => {
    const phone = '+84912345099';
    const person = await buildPerson(database.db, { phone });
    const stateOf = async () =>
      (
        await inScope(database.db, systemScope, (tx) =>
          tx.selectFrom('person_phone').select('state').where('person_id', '=', person.id).executeTakeFirstOrThrow(),
        )
      ).state;
    const task = await buildTask(database.db, { person_id: person.id, e164: phone });
    const wrong = await buildAttempt(database.db, { task_id: task.id });
    await record(wrong.id, () => ({ ...done, disposition: 'wrongNumber', next: { kind: 'giveUp' } }));
    expect(await stateOf()).toBe('wrong');
    const right = await buildAttempt(database.db, { task_id: task.id });
    await saveStep(database.db, step(right.id, { identified: 'weak' }));
    await record(right.id, () => done);
    expect(await stateOf()).toBe('confirmed');
  });
});

describe('saving a step', () => {
  test('stores the recording, the answers, the alert and the session all or nothing', async () => {
    const { id } = await buildAttempt(database.db);
    const recording = { id: 'rec-1', name: 'A5n', alaw: new Uint8Array([1, 2, 3]), durationMs: 900 };
    const bad = { ...yesNo('A2', 'yes'), by: 'nobody' as 'key' };
    await expect(
      saveStep(database.db, step(id, { recording, answers: [yesNo('A1', 'no'), bad], alerts: ['severeSign'] })),
    ).rejects.toThrow();
    const stored = await inScope(database.db, systemScope, async (tx) => ({
      recordings: await tx.selectFrom('recording').selectAll().where('attempt_id', '=', id).execute(),
      session: (await tx.selectFrom('attempt').select('session').where('id', '=', id).executeTakeFirstOrThrow()).session,
    }));
    expect([stored.recordings, stored.session, await all('answer', id), await all('alert', id)]).toEqual([[], null, [], []]);
    await saveStep(database.db, step(id, { recording, answers: [yesNo('A1', 'no')], alerts: ['severeSign'] }));
    expect([(await all('answer', id)).length, (await all('alert', id)).length]).toEqual([1, 1]);
  });

  test('is refused once the attempt is closed: a late key cannot change a settled call', async () => {
    const { id } = await buildAttempt(database.db);
    await record(id, () => done);
    await expect(saveStep(database.db, step(id, { answers: [yesNo('A1', 'no')] }))).rejects.toThrow(/closed/);
    expect(await all('answer', id)).toEqual([]);
  });
});
