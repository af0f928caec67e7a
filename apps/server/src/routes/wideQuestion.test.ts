import { indicators, paths, problemBody, summary } from '@truyvet/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countNext } from '../commands/keptAnswers/countNext.ts';
import { forgottenAfterMs, oldestShownMs, recountAfterMs } from '../commands/keptAnswers/times.ts';
import { asOwner } from '../db/asOwner.ts';
import { connect } from '../db/connect.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit, testNow } from '../db/testRows.ts';
import { countQuestion } from '../presenters/countQuestion.ts';
import { buildApi, signIn } from './testApi.ts';

/** A question is made to take too long by somebody who holds what it counts. */
const test = useTestDatabase();
let now = testNow;
const after = (ms: number) => new Date(testNow.getTime() + ms);
let api: ReturnType<typeof buildApi>['api'];
type User = Awaited<ReturnType<typeof signIn>>;
let chief: User;
let colleague: User;
let nurse: User;
let outbreakId: number;
let district: number;
let communes: number[];

beforeAll(async () => {
  const { db } = test;
  ({ api } = buildApi(db, { clock: { now: () => now }, patienceMs: 300 }));
  outbreakId = (await buildOutbreak(db)).id;
  district = (await buildUnit(db, { kind: 'district' })).id;
  communes = [(await buildUnit(db, { parent_id: district })).id, (await buildUnit(db, { parent_id: district })).id];
  for (const unit_id of [...communes, district]) await addContact(unit_id);
  chief = await signIn(api, db, [district], 'district');
  colleague = await signIn(api, db, [district], 'district');
  nurse = await signIn(api, db, [communes[0] ?? 0]);
});
afterAll(() => api.close());
beforeEach(async () => {
  now = testNow;
  await run(sql`delete from kept_answer`);
});

const run = (statement: ReturnType<typeof sql>) => inScope(test.db, systemScope, (tx) => statement.execute(tx));
async function addContact(unitId: number): Promise<void> {
  const person = await buildPerson(test.db, { unit_id: unitId });
  await run(sql`insert into exposure (outbreak_id, unit_id, target_person_id, source_text, stated_level, learnt_from, created_at)
    values (${outbreakId}, ${unitId}, ${person.id}, 'BN 1', 1, 'list', ${testNow})`);
}
/** While `work` runs, nobody can read a person or a case. */
async function whileHeld<T>(work: () => Promise<T>): Promise<T> {
  return await asOwner(test.ownerUrl, async (owner) => {
    await owner.query('begin; lock table person, case_record in access exclusive mode');
    try {
      return await work();
    } finally {
      await owner.query('rollback');
    }
  });
}
const summaryUrl = () => `${paths.summary}?outbreakId=${outbreakId}`;
const indicatorsUrl = () => `${paths.indicators}?outbreakId=${outbreakId}`;
/** The job's turn; everything counts as slow. */
const count = (keptFromMs = 0) =>
  countNext(test.db, { now, count: countQuestion, stopping: new AbortController().signal, keptFromMs });
const ask = async (user: User, url: string) => {
  const { statusCode, headers, body } = await user.send({ url });
  return { status: statusCode, retryAfter: headers['retry-after'], json: JSON.parse(body) as unknown };
};
const peopleOf = async (user: User, url = summaryUrl()) => {
  const { json } = await ask(user, url);
  const { figures, countedAt } = summary.parse(json);
  return [figures.people, countedAt];
};
const keptRows = async () => (await run(sql`select from kept_answer`)).rows.length;

describe('a question that can be counted at once', () => {
  it('is, and says so; nothing is kept', async () => {
    expect(await peopleOf(chief)).toEqual([3, testNow.toISOString()]);
    expect(indicators.parse((await ask(chief, indicatorsUrl())).json).countedAt).toBe(testNow.toISOString());
    expect(await keptRows()).toBe(0);
    expect(await count()).toBe(false);
  });
});

describe('a question that takes too long', () => {
  for (const [name, url] of [
    ['summary', summaryUrl],
    ['indicators', indicatorsUrl],
  ] as const)
    it(`is counted by the job, and answered by what it has counted: ${name}`, async () => {
      const first = await whileHeld(() => ask(chief, url()));
      expect([first.status, first.retryAfter]).toEqual([503, '60']);
      expect(problemBody.parse(first.json)).toMatchObject({
        code: 'question.tooWide',
        title: { vi: expect.stringContaining('đang đếm'), en: expect.stringContaining('ask again in a few minutes') },
      });
      // Known to take long: whoever asks meanwhile is told at once, and need not be patient.
      expect(await ask(colleague, url())).toEqual(first);
      expect(await count()).toBe(true);
      now = after(60_000);
      const kept = await whileHeld(() => ask(chief, url()));
      expect([kept.status, kept.json]).toMatchObject([200, { countedAt: testNow.toISOString() }]);
      await run(sql`delete from kept_answer`);
      const { countedAt: _, at: __, sentences: ___, ...plain } = (await ask(chief, url())).json as Record<string, unknown>;
      expect(kept.json).toMatchObject(plain);
    });

  it('is counted again while it is asked for, and let go a day after it was asked for the last time', async () => {
    await whileHeld(() => ask(chief, summaryUrl()));
    await count();
    await addContact(district);
    now = after(recountAfterMs);
    expect([await count(), (await peopleOf(chief))[0]]).toEqual([false, 3]);
    now = after(recountAfterMs + 1);
    expect([await count(), await peopleOf(chief)]).toEqual([true, [4, now.toISOString()]]);
    now = after(recountAfterMs + forgottenAfterMs);
    expect([await count(), await keptRows()]).toEqual([true, 1]);
    now = after(recountAfterMs + forgottenAfterMs + 1);
    expect([await count(), await keptRows()]).toEqual([false, 0]);
  });

  it('is not answered by figures that are too old, but counted first', async () => {
    await whileHeld(() => ask(chief, summaryUrl()));
    await count();
    now = after(oldestShownMs + 1);
    expect((await ask(chief, summaryUrl())).status).toBe(503);
    await count();
    expect((await ask(chief, summaryUrl())).status).toBe(200);
  });

  it('is about the running report day when it names none: after the cut the day before is no answer', async () => {
    now = new Date('2021-07-10T08:50:00Z');
    await whileHeld(() => ask(chief, indicatorsUrl()));
    await whileHeld(() => ask(chief, `${indicatorsUrl()}&date=2021-07-10`));
    expect([await count(), await count(), await count()]).toEqual([true, true, false]);
    const dayOf = async (url: string) => indicators.parse((await ask(chief, url)).json).report.day;
    expect(await dayOf(indicatorsUrl())).toBe('2021-07-10');
    now = new Date('2021-07-10T09:00:00Z');
    expect((await ask(chief, indicatorsUrl())).status).toBe(503);
    expect(await dayOf(`${indicatorsUrl()}&date=2021-07-10`)).toBe('2021-07-10');
    expect([await count(), await count()]).toEqual([true, false]);
    expect(await dayOf(indicatorsUrl())).toBe('2021-07-11');
  });

  it('that turns out to be quick is counted at each question again', async () => {
    await whileHeld(() => ask(chief, summaryUrl()));
    expect([await count(60_000), await keptRows(), (await ask(chief, summaryUrl())).status]).toEqual([true, 0, 200]);
  });

  it('that even the job cannot count is to be narrower, and comes again later', async () => {
    await whileHeld(() => ask(chief, summaryUrl()));
    const failing = () =>
      countNext(test.db, { now, stopping: new AbortController().signal, count: () => Promise.reject(new Error('too long')) });
    await expect(failing()).rejects.toThrow('too long');
    const refused = await ask(chief, summaryUrl());
    expect([refused.status, refused.retryAfter, problemBody.parse(refused.json).title.en]).toEqual([
      503,
      undefined,
      expect.stringContaining('a smaller unit'),
    ]);
    expect(await count()).toBe(false);
    now = after(recountAfterMs + 1);
    expect([await count(), (await ask(chief, summaryUrl())).status]).toEqual([true, 200]);
  });

  it('kept in the shape of an older release is counted anew', async () => {
    await whileHeld(() => ask(chief, summaryUrl()));
    await count();
    await run(sql`update kept_answer set answer = '{"people": 9}'`);
    expect((await peopleOf(chief))[0]).toBeGreaterThan(3);
  });
});

describe('what is kept', () => {
  const wanted = async (user: User, url = summaryUrl()) => {
    await whileHeld(() => ask(user, url));
    await count();
  };

  it('answers those who see the same units, and nobody else', async () => {
    await wanted(chief);
    const [people] = await peopleOf(chief);
    await addContact(district);
    await addContact(communes[0] ?? 0);
    expect((await peopleOf(colleague))[0]).toBe(people);
    // The nurse asks the same, sees less, and is counted for herself; as is who sees everything.
    expect((await peopleOf(nurse))[0]).toBe(2);
    const administrator = await signIn(api, test.db, 'administrator');
    expect((await peopleOf(administrator))[0]).toBe(Number(people) + 2);
    await wanted(nurse);
    expect([await keptRows(), (await peopleOf(nurse))[0], (await peopleOf(chief))[0]]).toEqual([2, 2, people]);
  });

  it('is hidden from other rights by PostgreSQL, and cannot be written under any but the system’s', async () => {
    await wanted(chief);
    const visible = async (unitIds: readonly number[]) =>
      await inScope(test.db, { kind: 'units', unitIds, userId: 1 }, async (tx) => {
        const { rows } = await sql`select from kept_answer`.execute(tx);
        const changed = await sql`update kept_answer set answer = '{}'`.execute(tx);
        const gone = await sql`delete from kept_answer`.execute(tx);
        return [rows.length, Number(changed.numAffectedRows), Number(gone.numAffectedRows)];
      });
    expect(await visible([district, ...communes])).toEqual([1, 0, 0]);
    for (const others of [[], [district], communes, [district, ...communes, 999_999]])
      expect(await visible(others)).toEqual([0, 0, 0]);
  });

  it('is no answer any more for who got or lost a unit since', async () => {
    await wanted(chief);
    const [people] = await peopleOf(chief);
    await addContact(district);
    const extra = (await buildUnit(test.db, { parent_id: district })).id;
    expect((await peopleOf(chief))[0]).toBe(Number(people) + 1);
    await run(sql`delete from unit where id = ${extra}`);
    expect((await peopleOf(chief))[0]).toBe(people);
    await run(sql`delete from user_unit where user_id = ${chief.userId}`);
    await run(sql`insert into user_unit (user_id, unit_id) values (${chief.userId}, ${communes[1] ?? 0})`);
    expect((await peopleOf(chief))[0]).toBe(1);
    await run(sql`update user_unit set unit_id = ${district} where user_id = ${chief.userId}`);
  });

  it('differs with the unit, the outbreak, the day and the number of days', async () => {
    const other = (await buildOutbreak(test.db)).id;
    const urls = [
      `${summaryUrl()}&unitId=${district}`,
      `${summaryUrl()}&unitId=${communes[0] ?? 0}`,
      `${paths.summary}?outbreakId=${other}`,
      indicatorsUrl(),
      `${indicatorsUrl()}&days=3`,
      `${indicatorsUrl()}&date=2021-07-09`,
      `${indicatorsUrl()}&unitId=${district}`,
    ];
    for (const url of urls) await whileHeld(() => ask(chief, url));
    expect(await keptRows()).toBe(urls.length);
    await whileHeld(() => ask(colleague, urls[0] ?? ''));
    expect(await keptRows()).toBe(urls.length);
  });
});

describe('the counting', () => {
  it('is done by one server at a time', async () => {
    await whileHeld(() => ask(chief, summaryUrl()));
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const slow = countNext(test.db, {
      now,
      stopping: new AbortController().signal,
      keptFromMs: 0,
      count: async (...args) => {
        begun();
        await held;
        return await countQuestion(...args);
      },
    });
    await hasBegun;
    const other = connect(test.url, { maxConnections: 1 });
    expect(await countNext(other, { now, count: countQuestion, stopping: new AbortController().signal, keptFromMs: 0 })).toBe(
      false,
    );
    await other.destroy();
    go();
    expect([await slow, (await ask(chief, summaryUrl())).status]).toEqual([true, 200]);
  });

  it('does not keep a server from stopping: its connection is ended, and the question is wanted still', async () => {
    await whileHeld(() => ask(chief, summaryUrl()));
    const stopping = new AbortController();
    const begun = performance.now();
    const counted = countNext(test.db, {
      now,
      stopping: stopping.signal,
      count: async (tx) => {
        setTimeout(() => stopping.abort(), 100);
        await sql`select pg_sleep(20)`.execute(tx);
        return undefined;
      },
    });
    expect(await counted).toBe(false);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect([await count(), (await ask(chief, summaryUrl())).status]).toEqual([true, 200]);
  });
});
