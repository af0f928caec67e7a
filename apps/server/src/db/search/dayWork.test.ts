import { type DayWork, dayWork } from '@truyvet/contract';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../connect.ts';
import { json } from '../json.ts';
import { inScope, type Scope, systemScope } from '../scope.ts';
import { useTestDatabase } from '../testDatabase.ts';
import { buildAttempt, buildOutbreak, buildPerson, buildUnit } from '../testRows.ts';
import { type DayMeasure, dayMeasures, foldDayDeltas, readDayWork } from './dayWork.ts';

const test = useTestDatabase();
const day = '2021-07-10';
/** 16:00 in Viet Nam is 09:00 UTC. */
const beforeCut = new Date('2021-07-10T08:59:59Z');
const afterCut = new Date('2021-07-10T09:00:00Z');
let unit: { id: number };
let other: { id: number };
let outbreakId: number;

beforeAll(async () => {
  [unit, other] = [await buildUnit(test.db), await buildUnit(test.db)];
  outbreakId = (await buildOutbreak(test.db)).id;
});

const own = (): Scope => ({ kind: 'units', unitIds: [unit.id], userId: 1 });

/** As sent, checked against the contract, which refuses any figure that is missing. */
const read = async (scope: Scope, on = day): Promise<DayWork> =>
  dayWork.parse(JSON.parse(await inScope(test.db, scope, (tx) => readDayWork(tx, undefined, on))));
const unitsIn = async (scope: Scope) => (await read(scope)).units.map((row) => row.unit.id);

async function figures(scope: Scope = own(), on = day): Promise<Partial<Record<DayMeasure, number>>> {
  const row = (await read(scope, on)).units.find((one) => one.unit.id === unit.id);
  return Object.fromEntries(dayMeasures.flatMap((measure) => (row?.[measure] ? [[measure, row[measure]]] : [])));
}

/** The same figures, counted plainly over the rows. */
async function counted(hour = 16): Promise<Record<string, number>> {
  const within = (at: string) =>
    sql.raw(
      `${at} >= '2021-07-10'::timestamp - interval '${24 - hour + 7} hours' and ${at} < '2021-07-10'::timestamp + interval '${hour - 7} hours'`,
    );
  const count = (from: string, where: ReturnType<typeof sql>) =>
    sql`(select count(*)::int from ${sql.raw(from)} where unit_id = ${unit.id} and ${where})`;
  const columns: [DayMeasure, ReturnType<typeof sql>][] = [
    ['peopleAdded', count('person', within('created_at'))],
    ['exposuresAdded', count('exposure', within('created_at'))],
    ['attempts', count('attempt', within('committed_at'))],
    ['answered', count('attempt', sql`${within('committed_at')} and answered_at is not null`)],
    ['reached', count('attempt', sql`${within('committed_at')} and identified is not null`)],
    ['completed', count('attempt', sql`${within('committed_at')} and disposition in ('completed', 'urgent')`)],
    ['followUpsDone', count('follow_up_day', sql`day_on = ${day} and status = 'done'`)],
    ['followUpsMissed', count('follow_up_day', sql`day_on = ${day} and status = 'missed'`)],
    ['alertsRaised', count('alert', within('raised_at'))],
    ['alertsAcknowledged', count('alert', within('acknowledged_at'))],
    ['errandsOpened', count('errand', within('created_at'))],
    ['errandsDone', count('errand', within('done_at'))],
    ['samplesTaken', count('sample', sql`taken_on = ${day}`)],
    ['samplesPositive', count('sample', sql`result_on = ${day} and result = 'positive'`)],
    ['casesConfirmed', count('case_record', sql`${within('confirmed_at')} and status = 'confirmed'`)],
    ['openFollowUps', count('follow_up', sql`state = 'open'`)],
    ['openAlerts', count('alert', sql`acknowledged_at is null`)],
    ['openErrands', count('errand', sql`done_at is null`)],
  ];
  const list = sql.join(columns.map(([name, value]) => sql`${value} as ${sql.ref(name)}`));
  const { rows } = await inScope(test.db, systemScope, (tx) => sql<Record<string, number>>`select ${list}`.execute(tx));
  return Object.fromEntries(Object.entries(rows[0] ?? {}).filter(([, n]) => n !== 0));
}

describe('the figures of a day', () => {
  it('are those of a plain count after every commit: rows added, changed, moved and removed', async () => {
    const changes: ((id: { person: number; attempt: number; followUp: number }) => ReturnType<typeof sql>)[] = [
      ({ attempt }) => sql`update attempt set answered_at = ${beforeCut}, identified = 'weak' where id = ${attempt}`,
      ({ attempt }) => sql`update attempt set session = '{}', identified = 'strong' where id = ${attempt}`,
      ({ attempt }) =>
        sql`update attempt set state = 'ended', ended_at = ${beforeCut}, disposition = 'completed' where id = ${attempt}`,
      ({ person }) =>
        sql`insert into alert (unit_id, person_id, code, raised_at, due_at) select ${unit.id}, ${person}, c, ${beforeCut}, ${afterCut} from unnest(array['severeSign', 'symptoms']) c`,
      ({ person }) => sql`update alert set acknowledged_at = ${beforeCut} where person_id = ${person} and code = 'symptoms'`,
      ({ person }) =>
        sql`insert into errand (unit_id, person_id, code, created_at, due_at) values (${unit.id}, ${person}, 'x', ${beforeCut}, ${afterCut})`,
      () => sql`update errand set done_at = ${afterCut}`,
      () => sql`update errand set done_at = ${beforeCut}`,
      ({ followUp }) =>
        sql`insert into follow_up_day (follow_up_id, unit_id, day_on, status) values (${followUp}, ${unit.id}, ${day}, 'missed'), (${followUp}, ${unit.id}, '2021-07-09', 'done')`,
      ({ followUp }) => sql`update follow_up_day set status = 'done' where follow_up_id = ${followUp}`,
      ({ person }) =>
        sql`insert into sample (outbreak_id, person_id, unit_id, kind, taken_on, created_at) values (${outbreakId}, ${person}, ${unit.id}, 'pcr', ${day}, ${beforeCut})`,
      () => sql`update sample set result = 'positive', result_on = ${day}`,
      ({ person }) =>
        sql`insert into case_record (outbreak_id, person_id, unit_id, code, status, confirmed_at) values (${outbreakId}, ${person}, ${unit.id}, 'BN 1', 'confirmed', ${beforeCut})`,
      () => sql`update case_record set status = 'discarded'`,
      ({ person }) => sql`update person set unit_id = ${other.id} where id = ${person}`,
      ({ person }) => sql`update person set unit_id = ${unit.id}, full_name = 'x' where id = ${person}`,
      ({ attempt }) => sql`update attempt set unit_id = ${other.id} where id = ${attempt}`,
      ({ attempt }) => sql`update attempt set unit_id = ${unit.id}, identified = null where id = ${attempt}`,
      ({ attempt }) => sql`update attempt set committed_at = ${afterCut} where id = ${attempt}`,
      ({ attempt }) => sql`update attempt set committed_at = ${beforeCut}, identified = 'strong' where id = ${attempt}`,
      () => sql`delete from follow_up_day`,
      () => sql`delete from alert`,
      ({ attempt }) => sql`delete from attempt where id = ${attempt}`,
    ];
    const person = await buildPerson(test.db, { unit_id: unit.id, created_at: beforeCut });
    await buildPerson(test.db, { unit_id: unit.id, created_at: afterCut });
    const attempt = await buildAttempt(test.db, { person_id: person.id, unit_id: unit.id, committed_at: beforeCut });
    const followUp = await inScope(test.db, systemScope, async (tx) => {
      const exposure = { outbreak_id: outbreakId, unit_id: unit.id, target_person_id: person.id, learnt_from: 'list' as const };
      await tx
        .insertInto('exposure')
        .values([
          { ...exposure, source_text: 'a', created_at: beforeCut },
          { ...exposure, source_text: 'b', created_at: afterCut },
        ])
        .execute();
      const dates = { original_start_on: '2021-07-01', start_on: '2021-07-01', end_on: '2021-07-15' };
      return await tx
        .insertInto('follow_up')
        .values({ outbreak_id: outbreakId, person_id: person.id, unit_id: unit.id, ...dates })
        .returning('id')
        .executeTakeFirstOrThrow();
    });
    expect(await figures()).toEqual(await counted());
    expect(await figures()).toMatchObject({ peopleAdded: 1, exposuresAdded: 1, attempts: 1, openFollowUps: 1 });
    for (const [i, change] of changes.entries()) {
      await inScope(test.db, systemScope, (tx) =>
        change({ person: person.id, attempt: attempt.id, followUp: followUp.id }).execute(tx),
      );
      expect([i, await figures()]).toEqual([i, await counted()]);
      if (i % 5 === 4) await foldDayDeltas(test.db);
      expect([i, await figures()]).toEqual([i, await counted()]);
    }
    expect(await figures()).toMatchObject({ errandsDone: 1, samplesPositive: 1 });
  });

  it('show a commune nothing of another', async () => {
    await buildPerson(test.db, { unit_id: other.id, created_at: beforeCut });
    expect(await unitsIn(own())).toEqual([unit.id]);
    expect(await unitsIn(systemScope)).toContain(other.id);
    const nothing = await read({ kind: 'units', unitIds: [], userId: 1 });
    expect([nothing.units, Object.values(nothing.total).filter((n) => n !== 0)]).toEqual([[], []]);
  });

  it('are summed up over the communes that are seen, and carry names that JSON has to escape', async () => {
    await inScope(test.db, systemScope, (tx) => sql`update unit set name = 'Xã "Ở" \\ Đây' where id = ${other.id}`.execute(tx));
    const { total, units } = await read(systemScope);
    expect(units.map((row) => row.unit.name)).toContain('Xã "Ở" \\ Đây');
    for (const measure of dayMeasures) expect(total[measure]).toBe(units.reduce((sum, row) => sum + row[measure], 0));
  });

  it('are right while many write and somebody sums up', async () => {
    const db = connect(test.url, { maxConnections: 6 });
    const write = async (n: number) => {
      for (let i = 0; i < 10; i++) {
        await inScope(db, own(), (tx) =>
          tx
            .insertInto('person')
            .values({ unit_id: unit.id, full_name: `P ${n}`, name_key: `p ${n}`, created_at: beforeCut })
            .execute(),
        );
      }
    };
    const sums = async () => {
      for (let i = 0; i < 10; i++) await foldDayDeltas(db);
    };
    await Promise.all([write(1), write(2), write(3), sums(), sums()]);
    expect(await figures()).toEqual(await counted());
    await foldDayDeltas(db);
    expect(await figures()).toEqual(await counted());
    expect((await inScope(db, systemScope, (tx) => sql`select from day_delta`.execute(tx))).rows).toEqual([]);
    await db.destroy();
  });

  it('move with the hour at which the unit, or one above it, cuts its report', async () => {
    const district = await buildUnit(test.db, { kind: 'district' });
    await inScope(test.db, systemScope, async (tx) => {
      await tx.updateTable('unit').set({ parent_id: district.id }).where('id', '=', unit.id).execute();
      await sql`insert into unit_setting (unit_id, key, value, changed_at) values (${district.id}, 'report.cutHour', ${json(18)}, now())`.execute(
        tx,
      );
    });
    expect(await figures()).toEqual(await counted(18));
    expect((await figures()).peopleAdded).toBeGreaterThan(30);
    await inScope(test.db, systemScope, (tx) => sql`delete from unit_setting where unit_id = ${district.id}`.execute(tx));
    expect(await figures()).toEqual(await counted(16));
  });
});
