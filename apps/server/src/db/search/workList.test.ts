import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { asOwner } from '../asOwner.ts';
import { connect } from '../connect.ts';
import { inScope, type Scope, systemScope } from '../scope.ts';
import { useTestDatabase } from '../testDatabase.ts';
import { buildCampaign, buildOutbreak, buildPerson, buildTask, buildUnit, testNow } from '../testRows.ts';
import type { AskedUnits } from './askedUnits.ts';
import { readWorkList, type WorkRecord } from './workList.ts';

const test = useTestDatabase();
/** The end of testNow's day in Viet Nam. */
const until = new Date('2021-07-10T17:00:00Z');
const hour = (n: number) => new Date(testNow.getTime() + n * 3_600_000);
let unit: { id: number };
let outbreakId: number;
let campaignId: number;
const own = (): Scope => ({ kind: 'units', unitIds: [unit.id], userId: 1 });
const run = (statement: ReturnType<typeof sql>, scope: Scope = systemScope) =>
  inScope(test.db, scope, (tx) => statement.execute(tx));

beforeAll(async () => {
  unit = await buildUnit(test.db);
  outbreakId = (await buildOutbreak(test.db)).id;
  campaignId = (await buildCampaign(test.db, { outbreak_id: outbreakId })).id;
});

async function list(units?: AskedUnits, scope = own(), limit = 100): Promise<WorkRecord[]> {
  return await inScope(test.db, scope, (tx) => readWorkList(tx, units, until, { after: undefined, limit }));
}
const about = async (personId: number) => (await list()).find((row) => row.personId === personId);

async function buildFollowed(startOn = '2021-07-08', unitId = unit.id): Promise<{ person: number; followUp: number }> {
  const person = await buildPerson(test.db, { unit_id: unitId, phone: '+84912345678' });
  const dates = { original_start_on: startOn, start_on: startOn, end_on: '2021-07-20' };
  const row = { outbreak_id: outbreakId, person_id: person.id, unit_id: unitId, ...dates };
  const { id } = await inScope(test.db, systemScope, (tx) =>
    tx.insertInto('follow_up').values(row).returning('id').executeTakeFirstOrThrow(),
  );
  return { person: person.id, followUp: id };
}

describe("today's work list", () => {
  it('follows a person from a day of follow-up to an alert and back, in the transaction of each change', async () => {
    const { person, followUp } = await buildFollowed();
    const expectRow = async (expected: object | undefined) => {
      const row = await about(person);
      expected ? expect(row).toMatchObject(expected) : expect(row).toBeUndefined();
    };
    await expectRow({
      urgency: 5,
      dueAt: new Date('2021-07-08T17:00:00Z'),
      reach: 'notCalled',
      followUp: { startOn: '2021-07-08', lastSeenOn: null },
    });
    const task = await buildTask(test.db, { person_id: person, campaign_id: campaignId, unit_id: unit.id });
    await expectRow({ urgency: 5, reach: 'waiting', nextCallAt: testNow, e164: '+84912345678' });
    await run(sql`update call_task set state = 'givenUp' where id = ${task.id}`);
    await expectRow({ urgency: 4, reach: 'givenUp' });
    await run(
      sql`insert into follow_up_day (follow_up_id, unit_id, day_on, status, symptoms) values (${followUp}, ${unit.id}, '2021-07-09', 'done', '{"symptoms": "yes"}')`,
    );
    await expectRow({ urgency: 2, dueAt: new Date('2021-07-09T17:00:00Z'), followUp: { lastSeenOn: '2021-07-09' } });
    await run(
      sql`insert into errand (unit_id, person_id, code, created_at, due_at) values (${unit.id}, ${person}, 'wrongNumber', ${testNow}, ${hour(-20)})`,
    );
    await expectRow({ urgency: 2, dueAt: hour(-20), errands: ['wrongNumber'] });
    await run(
      sql`insert into alert (unit_id, person_id, code, raised_at, due_at) values (${unit.id}, ${person}, 'severeSign', ${testNow}, ${hour(1)})`,
    );
    await expectRow({ urgency: 1, alerts: ['severeSign'] });
    await run(sql`update alert set acknowledged_at = ${testNow} where person_id = ${person}`, own());
    await run(sql`update errand set done_at = ${testNow} where person_id = ${person}`, own());
    await expectRow({ urgency: 2, dueAt: new Date('2021-07-09T17:00:00Z') });
    await run(
      sql`insert into follow_up_day (follow_up_id, unit_id, day_on, status) values (${followUp}, ${unit.id}, '2021-07-10', 'done')`,
    );
    await expectRow(undefined);
    await run(sql`delete from follow_up_day where day_on = '2021-07-10'`);
    await expectRow({ urgency: 2 });
    await run(sql`update follow_up set state = 'completed' where id = ${followUp}`);
    await expectRow(undefined);
  });

  it('leaves nobody out and nobody twice from page to page, by units one by one and in the order of all', async () => {
    const more = [unit, await buildUnit(test.db), await buildUnit(test.db)];
    for (const [i, { id }] of more.entries())
      for (let n = 0; n < 4; n++) await buildFollowed(`2021-07-0${1 + ((i + n) % 5)}`, id);
    const scope: Scope = { kind: 'units', unitIds: more.map(({ id }) => id), userId: 1 };
    for (const units of [scope.unitIds, undefined]) {
      const whole = await list(units, scope);
      const seen: WorkRecord[] = [];
      await inScope(test.db, scope, async (tx) => {
        for (let after: WorkRecord['position'] | undefined; ; ) {
          const page = await readWorkList(tx, units, until, { after, limit: 2 });
          seen.push(...page);
          after = page.at(-1)?.position;
          if (page.length < 2) break;
        }
      });
      expect(whole.length).toBeGreaterThanOrEqual(12);
      expect(seen).toEqual(whole);
      expect(seen.map(({ urgency, dueAt }) => [urgency, dueAt.getTime()])).toEqual(
        seen.map(({ urgency, dueAt }) => [urgency, dueAt.getTime()]).toSorted(([a = 0, x = 0], [b = 0, y = 0]) => a - b || x - y),
      );
    }
    expect(await list(undefined, { kind: 'units', unitIds: [], userId: 1 })).toEqual([]);
    expect(new Set((await list(scope.unitIds)).map(({ unitId }) => unitId))).toEqual(new Set([unit.id]));
  });

  it('moves with a person to another unit, and leaves out who was merged', async () => {
    const { person } = await buildFollowed();
    const elsewhere = await buildUnit(test.db);
    await run(sql`update person set unit_id = ${elsewhere.id} where id = ${person}`);
    expect(await about(person)).toBeUndefined();
    await run(sql`update person set unit_id = ${unit.id} where id = ${person}`);
    expect(await about(person)).toBeDefined();
    const into = await buildPerson(test.db, { unit_id: unit.id });
    await run(sql`update person set merged_into_id = ${into.id} where id = ${person}`);
    expect(await about(person)).toBeUndefined();
  });

  it('is right when two officers change the same person at once', async () => {
    const { person } = await buildFollowed('2021-07-09');
    await run(
      sql`insert into alert (unit_id, person_id, code, raised_at, due_at) values (${unit.id}, ${person}, 'a', ${testNow}, ${hour(1)})`,
    );
    const db = connect(test.url, { maxConnections: 2 });
    const first = inScope(db, systemScope, async (tx) => {
      await sql`update alert set acknowledged_at = ${testNow} where person_id = ${person} and code = 'a'`.execute(tx);
      await sql`select pg_sleep(0.3)`.execute(tx);
    });
    const second = inScope(db, systemScope, async (tx) => {
      await sql`select pg_sleep(0.1)`.execute(tx);
      await sql`insert into alert (unit_id, person_id, code, raised_at, due_at) values (${unit.id}, ${person}, 'b', ${testNow}, ${hour(9)})`.execute(
        tx,
      );
    });
    await Promise.all([first, second]);
    await db.destroy();
    expect(await about(person)).toMatchObject({ urgency: 1, alerts: ['b'], dueAt: new Date('2021-07-09T17:00:00Z') });
    await run(sql`update alert set acknowledged_at = ${testNow} where person_id = ${person}`);
    expect(await about(person)).toMatchObject({ urgency: 5 });
  });

  it('is what making it anew gives, whatever a new follow-up meets', async () => {
    const people: number[] = [];
    const build = async (over: object = {}) => {
      const { id } = await buildPerson(test.db, { unit_id: unit.id, ...over });
      people.push(id);
      return id;
    };
    const add = (table: 'alert' | 'errand', personId: number, dueAt: Date) =>
      run(
        sql`insert into ${sql.table(table)} (unit_id, person_id, code, ${sql.ref(table === 'alert' ? 'raised_at' : 'created_at')}, due_at)
          values (${unit.id}, ${personId}, 'x', ${testNow}, ${dueAt})`,
      );
    const open = (personId: number, over: object = {}) => {
      const dates = { original_start_on: '2021-07-08', start_on: '2021-07-08', end_on: '2021-07-20', ...over };
      const row = { outbreak_id: outbreakId, person_id: personId, unit_id: unit.id, ...dates };
      return inScope(test.db, systemScope, (tx) => tx.insertInto('follow_up').values(row).execute());
    };
    await open(await build());
    await open(await build(), { opened_on: '2021-07-10' });
    await open(await build(), { start_on: '2021-06-01', end_on: '2021-06-15', opened_on: '2021-07-10' });
    await open(await build(), { state: 'completed' });
    await open(await build({ merged_into_id: people[0] }));
    const [alarmed, late, busy, givenUp, twice] = [await build(), await build(), await build(), await build(), await build()];
    await add('alert', alarmed, hour(-100));
    await add('alert', late, hour(100));
    await add('errand', busy, hour(100));
    const task = await buildTask(test.db, { person_id: givenUp, campaign_id: campaignId, unit_id: unit.id });
    await run(sql`update call_task set state = 'givenUp' where id = ${task.id}`);
    await open(twice, { outbreak_id: (await buildOutbreak(test.db)).id, start_on: '2021-07-02' });
    for (const id of [alarmed, late, busy, givenUp, twice]) await open(id);
    const kept = async () => (await asOwner(test.ownerUrl, (owner) => owner.query(keptSql, [people]))).rows;
    const before = await kept();
    await asOwner(test.ownerUrl, (owner) => owner.query('select refresh_work_items($1)', [people]));
    expect(await kept()).toEqual(before);
    expect(before.map(({ person_id, urgency }) => [people.indexOf(Number(person_id)), urgency])).toEqual([
      [0, 5],
      [1, 5],
      [5, 1],
      [6, 1],
      [7, 3],
      [8, 4],
      [9, 5],
    ]);
  });
});

const keptSql = 'select person_id, unit_id, urgency, due_at from work_item where person_id = any ($1) order by person_id';
