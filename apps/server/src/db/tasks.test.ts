import { describe, expect, test } from 'vitest';
import { insertAttempt } from './attempts.ts';
import type { Db } from './connect.ts';
import { json } from './json.ts';
import { inScope, systemScope } from './scope.ts';
import { type Claim, claimTasks, deferOverDailyMaximum, openTasks, releaseTasks } from './tasks.ts';
import { useTestDatabase } from './testDatabase.ts';
import { buildAttempt, buildCampaign, buildTask } from './testRows.ts';

const database = useTestDatabase();
const now = new Date('2021-07-10T01:00:00Z');
const dayStart = new Date('2021-07-09T17:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);

const campaignOf = async (maxPerPhonePerDay = 3) =>
  (await buildCampaign(database.db, { policy: json({ maxPerPhonePerDay }) })).id;

function claim(db: Db, campaignId: number, over: Partial<Claim> = {}) {
  const asked = { campaignIds: [campaignId], engine: 'a', now, leaseUntil: later(60_000), dayStart, limit: 10, ...over };
  return inScope(db, systemScope, (tx) => claimTasks(tx, asked));
}

let calls = 0;
const attempt = (taskId: number, engine: string, at = now) => ({
  taskId,
  engine,
  trunk: 'test',
  callId: `call-${++calls}`,
  identifiers: {},
  at,
  dayStart,
});

describe('claiming', () => {
  test('two engines that claim at the same time never get the same task, and together get all', async () => {
    const campaign = await campaignOf();
    for (let n = 0; n < 40; n++) await buildTask(database.db, { campaign_id: campaign });
    const rounds = await Promise.all(
      Array.from({ length: 20 }, (_, n) => claim(database.db, campaign, { engine: `engine-${n % 4}`, limit: 5 })),
    );
    const ids = rounds.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await claim(database.db, campaign, { limit: 100 });
    expect(new Set([...ids, ...rest.map(({ id }) => id)]).size).toBe(40);
  });

  test('takes what is due, the oldest first, and leaves what is due later', async () => {
    const campaign = await campaignOf();
    const old = await buildTask(database.db, { campaign_id: campaign, due_at: later(-5000) });
    await buildTask(database.db, { campaign_id: campaign, due_at: later(1) });
    const recent = await buildTask(database.db, { campaign_id: campaign, due_at: now });
    expect((await claim(database.db, campaign, { limit: 1 })).map(({ id }) => id)).toEqual([old.id]);
    expect((await claim(database.db, campaign)).map(({ id }) => id)).toEqual([recent.id]);
    expect(await claim(database.db, campaign)).toEqual([]);
  });

  test('takes nothing from a paused campaign, nor from one that was not asked for', async () => {
    const campaign = await campaignOf();
    await buildTask(database.db, { campaign_id: campaign });
    await inScope(database.db, systemScope, (tx) =>
      tx.updateTable('campaign').set({ state: 'paused' }).where('id', '=', campaign).execute(),
    );
    expect(await claim(database.db, campaign)).toEqual([]);
    expect(await claim(database.db, campaign, { campaignIds: [] })).toEqual([]);
  });

  test('hands out one task a phone, also over two campaigns', async () => {
    const [one, other] = [await campaignOf(), await campaignOf()];
    const e164 = '+84912345001';
    await buildTask(database.db, { campaign_id: one, e164 });
    await buildTask(database.db, { campaign_id: one, e164 });
    await buildTask(database.db, { campaign_id: other, e164 });
    expect(await claim(database.db, one, { campaignIds: [one, other] })).toHaveLength(1);
    expect(await claim(database.db, one, { campaignIds: [one, other], engine: 'b' })).toEqual([]);
  });

  test('leaves a phone alone while it is in a call, of whatever campaign', async () => {
    const campaign = await campaignOf();
    const e164 = '+84912345002';
    const live = await buildAttempt(database.db, { e164 });
    await buildTask(database.db, { campaign_id: campaign, e164 });
    expect(await claim(database.db, campaign)).toEqual([]);
    await inScope(database.db, systemScope, (tx) =>
      tx.updateTable('attempt').set({ ended_at: now, consumed: false }).where('id', '=', live.id).execute(),
    );
    expect(await claim(database.db, campaign)).toHaveLength(1);
  });

  test('takes over a lease that ran out, as long as it led to no call', async () => {
    const campaign = await campaignOf();
    const task = await buildTask(database.db, { campaign_id: campaign });
    await claim(database.db, campaign, { engine: 'dead', leaseUntil: later(-1) });
    expect((await claim(database.db, campaign)).map(({ id }) => id)).toEqual([task.id]);
    const called = await buildTask(database.db, { campaign_id: campaign });
    await claim(database.db, campaign, { engine: 'dead', leaseUntil: later(-1) });
    await buildAttempt(database.db, { task_id: called.id });
    expect(await claim(database.db, campaign)).toEqual([]);
  });

  test('gives back only what the same engine still holds', async () => {
    const campaign = await campaignOf();
    const { id } = await buildTask(database.db, { campaign_id: campaign });
    await claim(database.db, campaign);
    await inScope(database.db, systemScope, (tx) => releaseTasks(tx, [id], 'somebody else', null));
    expect(await claim(database.db, campaign)).toEqual([]);
    await inScope(database.db, systemScope, (tx) => releaseTasks(tx, [id], 'a', later(1000)));
    expect(await inScope(database.db, systemScope, (tx) => openTasks(tx, campaign))).toEqual({ open: 1, nextDueAt: later(1000) });
  });
});

describe('the daily maximum of a phone', () => {
  test('counts the calls of the local day over all campaigns, but not faults of ours', async () => {
    const e164 = '+84912345010';
    const campaign = await campaignOf(2);
    await buildTask(database.db, { campaign_id: campaign, e164 });
    const ended = { e164, ended_at: now };
    await buildAttempt(database.db, { ...ended, consumed: true });
    await buildAttempt(database.db, { ...ended, consumed: false });
    await buildAttempt(database.db, { ...ended, consumed: true, committed_at: new Date(dayStart.getTime() - 1) });
    const [task] = await claim(database.db, campaign);
    expect(task).toBeDefined();
    await inScope(database.db, systemScope, (tx) => releaseTasks(tx, [task?.id ?? 0], 'a', null));
    await buildAttempt(database.db, { ...ended, consumed: true });
    expect(await claim(database.db, campaign)).toEqual([]);
  });

  test('puts the tasks of such a phone off to the next day, and no others', async () => {
    const campaign = await campaignOf(1);
    const e164 = '+84912345011';
    await buildAttempt(database.db, { e164, ended_at: now, consumed: true });
    const over = await buildTask(database.db, { campaign_id: campaign, e164 });
    await buildTask(database.db, { campaign_id: campaign });
    const tomorrow = new Date('2021-07-11T00:30:00Z');
    const put = { campaignId: campaign, dayStart, now, dueAt: tomorrow };
    expect(await inScope(database.db, systemScope, (tx) => deferOverDailyMaximum(tx, put))).toBe(1);
    const row = await inScope(database.db, systemScope, (tx) =>
      tx.selectFrom('call_task').select('due_at').where('id', '=', over.id).executeTakeFirstOrThrow(),
    );
    expect(row.due_at).toEqual(tomorrow);
  });
});

describe('committing an attempt', () => {
  const commit = (taskId: number, engine = 'a') =>
    inScope(database.db, systemScope, (tx) => insertAttempt(tx, attempt(taskId, engine)));

  test('is refused without a lease, with the lease of another engine, and after the campaign was paused', async () => {
    const campaign = await campaignOf();
    const { id } = await buildTask(database.db, { campaign_id: campaign });
    expect(await commit(id)).toBeNull();
    await claim(database.db, campaign);
    expect(await commit(id, 'b')).toBeNull();
    await inScope(database.db, systemScope, (tx) =>
      tx.updateTable('campaign').set({ state: 'paused' }).where('id', '=', campaign).execute(),
    );
    expect(await commit(id)).toBeNull();
    await inScope(database.db, systemScope, (tx) =>
      tx.updateTable('campaign').set({ state: 'running' }).where('id', '=', campaign).execute(),
    );
    expect(await commit(id)).toBeGreaterThan(0);
    expect(await commit(id)).toBeNull();
  });

  test('of two tasks of one phone leased by two engines at the same instant, one is called', async () => {
    const e164 = '+84912345020';
    const tasks = [];
    for (let n = 0; n < 6; n++) {
      const leased = { e164, state: 'leased' as const, leased_by: `e${n}`, leased_until: later(60_000) };
      tasks.push(await buildTask(database.db, { campaign_id: await campaignOf(), ...leased }));
    }
    const made = await Promise.all(tasks.map(({ id }, n) => commit(id, `e${n}`)));
    expect(made.filter((id) => id !== null)).toHaveLength(1);
  });

  test('two engines cannot both take the last call of the day', async () => {
    const e164 = '+84912345030';
    const campaign = await campaignOf(1);
    const lease = (engine: string) => ({
      campaign_id: campaign,
      e164,
      state: 'leased' as const,
      leased_by: engine,
      leased_until: later(60_000),
    });
    const [one, other] = [await buildTask(database.db, lease('a')), await buildTask(database.db, lease('b'))];
    const endAtOnce = async (taskId: number, engine: string) =>
      await inScope(database.db, systemScope, async (tx) => {
        const id = await insertAttempt(tx, attempt(taskId, engine));
        if (id !== null) await tx.updateTable('attempt').set({ ended_at: now, consumed: true }).where('id', '=', id).execute();
        return id;
      });
    const made = await Promise.all([endAtOnce(one.id, 'a'), endAtOnce(other.id, 'b')]);
    expect(made.filter((id) => id !== null)).toHaveLength(1);
  });

  test('the database itself refuses a second live call of a phone or a task', async () => {
    const live = await buildAttempt(database.db);
    await expect(buildAttempt(database.db, { e164: live.e164 })).rejects.toThrow(/attempt_one_live_per_phone/);
    await expect(buildAttempt(database.db, { task_id: live.task_id, e164: '+84999999999' })).rejects.toThrow(
      /attempt_one_live_per_task/,
    );
  });
});
