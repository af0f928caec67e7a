import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRecordingSound } from '../db/peopleCalls.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import type { DialerSummary } from './dialer.ts';
import {
  buildTown,
  healthy,
  openRig,
  openStreet,
  type Rig,
  recordOf,
  type Street,
  startCalls,
  type Town,
  with_,
} from './testKit.ts';

const database = useTestDatabase();
const never = new AbortController().signal;

const people = {
  healthy: '+84912000001',
  severe: '+84912000002',
  namesContact: '+84912000003',
  hangsUp: '+84912000004',
  stranger: '+84912000005',
  presses0: '+84912000006',
  busy: '+84912000011',
  silent: '+84912000012',
  dead: '+84912000013',
  refusing: '+84912000014',
  plain1: '+84912000021',
  plain2: '+84912000022',
  plain3: '+84912000023',
};
const manners = {
  [people.healthy]: healthy,
  [people.severe]: with_(healthy, { A2: { keys: '1' }, A2b: { keys: '1' } }),
  [people.namesContact]: with_(healthy, {
    A5: { keys: '1' },
    A5n: { speakMs: 1000 },
    A5p: { keys: '0912345678#' },
    A5r: { keys: '2' },
    A5m: { keys: '2' },
  }),
  [people.hangsUp]: with_(healthy, { A2: { hangUp: true } }),
  [people.stranger]: { on: { M2: { keys: '2' }, M2b: { keys: '3' } } },
  [people.presses0]: with_(healthy, { A1: { keys: '0' } }),
  [people.busy]: { reject: 486 },
  [people.silent]: { ring: true as const },
  [people.dead]: { reject: 404 },
  [people.refusing]: { reject: 603 },
  [people.plain1]: healthy,
  [people.plain2]: healthy,
  [people.plain3]: healthy,
};

describe('a campaign over real SIP and RTP', () => {
  let street: Street;
  let rig: Rig;
  let town: Town;
  let summary: DialerSummary;
  const withoutAttempt: string[] = [];
  const channels = 6;

  beforeAll(async () => {
    street = await openStreet(manners);
    rig = await openRig(database.db, street);
    town = await buildTown(database.db, Object.values(people));
    const { campaignId } = await startCalls(database.db, town, { channels, maxAttempts: 3 });
    const rung = new Map<string, number>();
    street.phone.on('call', ({ calledNumber }) => {
      rung.set(calledNumber, (rung.get(calledNumber) ?? 0) + 1);
      void checkCommitted(calledNumber, rung.get(calledNumber) ?? 0);
    });
    summary = await rig.dialer.run(campaignId, never);
  });
  afterAll(async () => {
    await rig.close();
    await street.phone.close();
  });

  async function checkCommitted(number: string, calls: number): Promise<void> {
    const attempts = await inScope(database.db, systemScope, (tx) =>
      tx.selectFrom('attempt').select('id').where('e164', '=', number).execute(),
    );
    if (attempts.length < calls) withoutAttempt.push(number);
  }
  const record = (who: keyof typeof people) => recordOf(database.db, town.people[people[who]] ?? 0);
  const timesRung = (who: keyof typeof people) => street.rung.filter((number) => number === people[who]).length;

  test('ends when every task is done or given up, and counts each call that left', () => {
    expect(summary).toMatchObject({ open: 0, nextDueAt: null, attempts: street.rung.length });
  });

  test('never has more calls at once than channels; each attempt is committed before it rings', () => {
    expect(street.most).toBeGreaterThan(1);
    expect(street.most).toBeLessThanOrEqual(channels);
    expect(withoutAttempt).toEqual([]);
  });

  test('asks a healthy contact everything, and stores each answer with its key', async () => {
    const { task, attempts, answers, alerts, errands } = await record('healthy');
    expect(task).toMatchObject({ state: 'done', disposition: 'completed', attempts_used: 1, leased_by: null });
    expect(attempts).toMatchObject([{ state: 'ended', disposition: 'completed', consumed: true, identified: 'strong' }]);
    expect(answers.map(({ step_id, keys }) => `${step_id} ${keys}`)).toEqual([
      'M2 1',
      'M3 1980',
      'A1 1',
      'A2 2',
      'A3 2',
      'A4 4',
      'A5 2',
      'A6 1',
    ]);
    expect([alerts, errands]).toEqual([[], []]);
  });

  test('raises the alert for a severe sign at the key, says the urgent line and skips the rest', async () => {
    const { attempts, answers, alerts } = await record('severe');
    expect(attempts).toMatchObject([{ disposition: 'urgent' }]);
    expect(alerts.map(({ code }) => code)).toEqual(['symptoms', 'severeSign']);
    const [, severe] = alerts;
    expect((severe?.due_at.getTime() ?? 0) - (severe?.raised_at.getTime() ?? 0)).toBe(5 * 60_000);
    const key = answers.at(-1);
    expect(key?.step_id).toBe('A2b');
    expect(severe?.raised_at).toEqual(key?.answered_at);
    const said = rig.events.flatMap((event) =>
      event.kind === 'step' && event.attemptId === attempts[0]?.id ? event.promptId : [],
    );
    expect(said.at(-1)).toBe('URGENT');
  });

  test('stores what was said after the beep, and makes it an errand with the number and relation', async () => {
    const { attempts, errands } = await record('namesContact');
    const [errand] = errands;
    expect(errand).toMatchObject({ code: 'namedContact', round: 0, details: { phone: '0912345678', relation: 'neighbour' } });
    const recordings = await inScope(database.db, systemScope, (tx) =>
      tx
        .selectFrom('recording')
        .selectAll()
        .where('attempt_id', '=', attempts[0]?.id ?? 0)
        .execute(),
    );
    expect(recordings.map(({ id }) => id)).toEqual([(errand?.details as { recordingId?: string } | undefined)?.recordingId]);
    expect(recordings[0]?.duration_ms).toBeGreaterThan(500);
    const sound = await inScope(database.db, systemScope, (tx) => readRecordingSound(tx, recordings[0]?.id ?? ''));
    expect(sound?.alaw.length).toBe((recordings[0]?.duration_ms ?? 0) * 8);
  });

  test('leaves who hangs up after the gate to an officer, and does not call again', async () => {
    const { task, errands } = await record('hangsUp');
    expect(task).toMatchObject({ state: 'givenUp', disposition: 'partial' });
    expect(errands.map(({ code }) => code)).toEqual(['cutOff']);
    expect(timesRung('hangsUp')).toBe(1);
  });

  test('believes a stranger, and says nothing to them', async () => {
    const { task, attempts, errands, answers } = await record('stranger');
    expect([task?.disposition, errands.map(({ code }) => code)]).toEqual(['wrongNumber', ['wrongNumber']]);
    expect(answers.map(({ step_id }) => step_id)).toEqual(['M2', 'M2b']);
    expect(attempts[0]?.identified).toBeNull();
  });

  test('hands who presses 0 to an officer within the hour', async () => {
    const { task, errands } = await record('presses0');
    expect(task).toMatchObject({ state: 'givenUp', disposition: 'officer' });
    expect(errands.map(({ code, due_at, created_at }) => [code, due_at.getTime() - created_at.getTime()])).toEqual([
      ['askedForOfficer', 3_600_000],
    ]);
  });

  test.each([
    ['busy', 3, 'busy', 'notReached'],
    ['silent', 3, 'noAnswer', 'notReached'],
    ['dead', 2, 'numberSuspect', 'wrongNumber'],
    ['refusing', 2, 'rejected', 'notReached'],
  ] as const)('calls a %s number %i times, then makes it an errand', async (who, times, disposition, errand) => {
    const { task, attempts, errands } = await record(who);
    expect(timesRung(who)).toBe(times);
    expect(attempts.map((attempt) => attempt.disposition)).toEqual(Array.from({ length: times }, () => disposition));
    expect(task).toMatchObject({ state: 'givenUp', disposition, attempts_used: times });
    expect(errands.map(({ code }) => code)).toEqual([errand]);
  });
});

test('a trunk that refuses everybody raises the alarm, stops the calls and counts against nobody', async () => {
  const numbers = [1, 2, 3, 4, 5, 6, 7].map((n) => `+8491400000${n}`);
  const street = await openStreet(Object.fromEntries(numbers.map((number) => [number, { reject: 503 }])));
  const rig = await openRig(database.db, street);
  const { campaignId } = await startCalls(database.db, await buildTown(database.db, numbers), { channels: 1 });
  const running = rig.dialer.run(campaignId, never);
  await expect.poll(() => rig.dialer.snapshot().trunk.state, { timeout: 10_000 }).toBe('down');
  const rungThen = street.rung.length;
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(street.rung.length).toBe(rungThen);
  expect(rig.dialer.snapshot().trunk.message?.vi).toContain('503');
  rig.dialer.stop();
  expect(await running).toMatchObject({ open: 7 });
  const tasks = await inScope(database.db, systemScope, (tx) =>
    tx.selectFrom('call_task').select(['state', 'attempts_used']).where('campaign_id', '=', campaignId).execute(),
  );
  expect(new Set(tasks.map(({ state, attempts_used }) => `${state} ${attempts_used}`))).toEqual(new Set(['due 0']));
  await rig.close();
  await street.phone.close();
});

test('outside the calling window nothing leaves', async () => {
  const number = '+84915000001';
  const street = await openStreet({ [number]: healthy });
  const noon = { now: () => new Date('2021-07-10T12:00:00+07:00') };
  const rig = await openRig(database.db, street, { clock: noon });
  const windows = [
    ['07:30', '11:30'],
    ['13:30', '20:30'],
  ] as [string, string][];
  const { campaignId } = await startCalls(database.db, await buildTown(database.db, [number]), { windows }, noon.now());
  const summary = await rig.dialer.run(campaignId, never, { idleLimitMs: 60_000 });
  expect([summary.attempts, summary.open, street.rung]).toEqual([0, 1, []]);
  await rig.close();
  await street.phone.close();
});

test('only one process is the engine: a second run is refused', async () => {
  const street = await openStreet({});
  const rig = await openRig(database.db, street, { engineId: 'the-engine' });
  const second = await openRig(database.db, street, { engineId: 'the-engine', engineWaitMs: 0 });
  const running = rig.dialer.run('all', never);
  await expect.poll(() => rig.dialer.snapshot().dialing).toBe(true);
  await expect(second.dialer.run('all', never)).rejects.toMatchObject({ code: 'campaign.dialing' });
  rig.dialer.stop();
  await running;
  await Promise.all([rig.close(), second.close(), street.phone.close()]);
});
