import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../db/connect.ts';
import { countDayFigures, type DayFrame, type Figures, figureNames } from '../../db/registers/dayFigures.ts';
import { fewOldLines, readDayFigures } from '../../db/registers/dayLines.ts';
import { wantLines } from '../../db/registers/keptDayLines.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit } from '../../db/testRows.ts';
import { unitIdsBelow } from '../../db/units.ts';
import { dayFrameOf, keepDayLines } from './keepDayLines.ts';
import { reportFrame } from './settings.ts';

const test = useTestDatabase();
const now = new Date('2021-07-10T01:00:00Z');
let outbreakId: number;
let top: number;
/** Two communes, a hamlet of the first, and the district above them. */
let units: number[];
let people: number[];
let frame: DayFrame;

const run = (statement: ReturnType<typeof sql>) => inScope(test.db, systemScope, (tx) => statement.execute(tx));

beforeAll(async () => {
  outbreakId = (await buildOutbreak(test.db)).id;
  top = (await buildUnit(test.db, { kind: 'district', name: 'Huyện Thử' })).id;
  const communes = [await buildUnit(test.db, { parent_id: top }), await buildUnit(test.db, { parent_id: top })].map(
    ({ id }) => id,
  );
  const hamlet = (await buildUnit(test.db, { kind: 'hamlet', name: 'Thôn Thử', parent_id: communes[0] ?? null })).id;
  units = [...communes, hamlet, top];
  people = await Promise.all(
    Array.from({ length: 6 }, async (_, i) => (await buildPerson(test.db, { unit_id: units[i % 4] ?? top })).id),
  );
  const daily = await inScope(test.db, systemScope, (tx) => reportFrame(tx, top, undefined, now));
  frame = dayFrameOf(daily, outbreakId);
});

/** As it is sent: the sum, and each line that has any figure. */
async function reportOf(unitId: number, at: Date, exact = false) {
  return await inScope(test.db, systemScope, async (tx) => {
    const below = await unitIdsBelow(tx, [unitId]);
    const { total, units, countedAt } = await readDayFigures(tx, { unitId, below, frame, now: at, exact });
    return { total: JSON.parse(total) as Figures, units: JSON.parse(units) as (Figures & { unit: { id: number } })[], countedAt };
  });
}
const kept = async () => (await run(sql`select from day_line`)).rows.length;

/** The same, counted plainly. */
async function counted(): Promise<Record<string, number[]>> {
  const plain = await inScope(test.db, systemScope, (tx) =>
    countDayFigures(
      tx,
      frame,
      units.filter((id) => id !== units[2]),
    ),
  );
  return Object.fromEntries(plain.map((line) => [line.unitId, figureNames.map((name) => line[name])]));
}
async function read(): Promise<Record<string, number[]>> {
  const records = new Map(
    (await reportOf(top, now)).units.map((record) => [record.unit.id, figureNames.map((name) => record[name])]),
  );
  const none = figureNames.map(() => 0);
  return Object.fromEntries(units.filter((id) => id !== units[2]).map((id) => [id, records.get(id) ?? none]));
}

type Act = { readonly what: number; readonly who: number; readonly where: number; readonly which: number };
type Told = { readonly person: number; readonly unit: number; readonly which: number };
/** Where the person is kept: everything about them is kept there too. */
const home = (person: number) => sql`(select unit_id from person where id = ${person})`;
const tables = ['person_level', 'level_change', 'case_record', 'journey', 'absence', 'stated_isolation'];
const acts: Readonly<Record<string, (told: Told) => ReturnType<typeof sql>>> = {
  level: ({ person, which }) =>
    sql`insert into person_level (outbreak_id, person_id, unit_id, level, lapses_on, derived_at) values (${outbreakId}, ${person}, ${home(person)}, ${which % 3}, '2021-07-15', ${now})
      on conflict (outbreak_id, person_id) do update set level = excluded.level`,
  change: ({ person, which }) =>
    sql`insert into level_change (outbreak_id, person_id, unit_id, from_level, to_level, because, changed_at) values (${outbreakId}, ${person}, ${home(person)}, null, ${which % 3}, 'x', ${now})`,
  noLevel: ({ person }) => sql`delete from person_level where person_id = ${person}`,
  stated: ({ person, which }) =>
    sql`insert into exposure (outbreak_id, unit_id, target_person_id, source_text, stated_level, learnt_from, created_at)
      values (${outbreakId}, ${home(person)}, ${person}, ${`chợ ${which}`}, ${1 + (which % 2)}, 'list', ${now}) on conflict do nothing`,
  negated: ({ person }) => sql`update exposure set negated_at = ${now} where target_person_id = ${person}`,
  journey: ({ person }) =>
    sql`insert into journey (outbreak_id, person_id, unit_id, from_text, arrived_on, created_at) values (${outbreakId}, ${person}, ${home(person)}, 'x', '2021-07-08', ${now})`,
  mistake: ({ person }) => sql`update journey set closed_at = ${now}, closed_because = 'mistake' where person_id = ${person}`,
  away: ({ person }) =>
    sql`insert into absence (person_id, unit_id, reason, destination, expected_back_on, created_at) values (${person}, ${home(person)}, 'work', 'province', '2021-07-12', ${now})`,
  back: ({ person }) => sql`update absence set returned_on = '2021-07-09' where person_id = ${person}`,
  case: ({ person, which }) =>
    sql`insert into case_record (outbreak_id, person_id, unit_id, code, status, confirmed_at, first_positive_on, isolated_on)
      values (${outbreakId}, ${person}, ${home(person)}, ${`BN ${person}-${which}`}, 'confirmed', ${now}, '2021-07-09', '2021-07-08') on conflict do nothing`,
  notIsolated: ({ person }) => sql`update case_record set isolated_on = null where person_id = ${person}`,
  quarantined: ({ person }) =>
    sql`insert into stated_isolation (outbreak_id, person_id, unit_id, measure, start_on, until_on, created_at)
      values (${outbreakId}, ${person}, ${home(person)}, 'central', '2021-07-05', '2021-07-19', ${now}) on conflict do nothing`,
  withdrawn: ({ person }) =>
    sql`update stated_isolation set withdrawn_at = ${now}, withdrawn_because = 'x' where person_id = ${person}`,
  merged: ({ person, which }) =>
    sql`update person set merged_into_id = ${which % 2 === 0 ? null : (people[0] ?? null)} where id = ${person} and id <> ${people[0]}`,
  moved: ({ person, unit }) => sql`
    with ${sql.join(tables.map((table) => sql`${sql.ref(`m_${table}`)} as (update ${sql.table(table)} set unit_id = ${unit} where person_id = ${person})`))},
      contacts as (update exposure set unit_id = ${unit} where target_person_id = ${person})
    update person set unit_id = ${unit} where id = ${person}`,
  reported: ({ unit, which }) =>
    sql`insert into register_report (unit_id, outbreak_id, register, report_day, new_count, changed_count, closed_count, total_count, reported_at)
      values (${unit}, ${outbreakId}, ${['f0', 'f1', 'away'][which % 3]}, '2021-07-10', 0, 0, 0, 0, ${now}) on conflict do nothing`,
  declared: ({ unit }) =>
    sql`insert into declaration (code, outbreak_id, unit_id, channel, full_name, name_key, created_at) values (gen_random_uuid()::text, ${outbreakId}, ${unit}, 'web', 'A', 'a', ${now})`,
  risk: ({ which }) =>
    which > 0
      ? sql`insert into risk_area (outbreak_id, unit_id, grade, valid_from) values (${outbreakId}, ${top}, 'high', '2021-06-01') on conflict do nothing`
      : sql`delete from risk_area where outbreak_id = ${outbreakId}`,
};
const actNames = Object.keys(acts);
const perform = (name: string, told: Told) => acts[name]?.(told) ?? sql`select`;

describe('the kept lines of a day', () => {
  it('are those of a plain count after every commit, whatever was kept before', async () => {
    await inScope(test.db, systemScope, (tx) => wantLines(tx, top, frame, now));
    const act: fc.Arbitrary<Act | 'keep'> = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ what: fc.nat(actNames.length - 1), who: fc.nat(5), where: fc.nat(3), which: fc.nat(5) }),
      },
      { weight: 1, arbitrary: fc.constant('keep' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 15 }), async (list) => {
        for (const one of list) {
          if (one === 'keep') await keepDayLines(test.db, now);
          else
            await run(
              perform(actNames[one.what] ?? '', { person: people[one.who] ?? 0, unit: units[one.where] ?? 0, which: one.which }),
            );
          expect(await read()).toEqual(await counted());
        }
      }),
      { numRuns: 25 },
    );
    expect(await kept()).toBeGreaterThan(0);
    expect(
      Object.values(await read())
        .flat()
        .some((figure) => figure > 0),
    ).toBe(true);
  }, 120_000);

  it('are believed only while nothing has changed: a change that is not committed yet stays unseen, and is counted once it is', async () => {
    await keepDayLines(test.db, now);
    const before = await read();
    const other = connect(test.url, { maxConnections: 1 });
    await inScope(other, systemScope, async (tx) => {
      await perform('declared', { person: people[0] ?? 0, unit: units[1] ?? 0, which: 1 }).execute(tx);
      await keepDayLines(test.db, now);
      expect(await read()).toEqual(before);
    });
    await other.destroy();
    expect(await read()).toEqual(await counted());
    expect(await read()).not.toEqual(before);
    await keepDayLines(test.db, now);
    expect(await read()).toEqual(await counted());
  });

  it('are shown with their time while more are old than anybody would wait for, and counted now while few are', async () => {
    const district = (await buildUnit(test.db, { kind: 'district' })).id;
    const communes = await Promise.all(
      Array.from({ length: fewOldLines + 1 }, () => buildUnit(test.db, { parent_id: district })),
    );
    await inScope(test.db, systemScope, (tx) => wantLines(tx, district, frame, now));
    await keepDayLines(test.db, now);
    const later = new Date(now.getTime() + 60_000);
    const declare = (unit: number) => run(perform('declared', { person: 0, unit, which: 0 }));
    const readLater = async (exact?: boolean) => {
      const { total, countedAt } = await reportOf(district, later, exact);
      return [total.declarations, countedAt];
    };
    for (const { id } of communes.slice(1)) await declare(id);
    expect(await readLater()).toEqual([fewOldLines, later]);
    await declare(communes[0]?.id ?? 0);
    expect(await readLater()).toEqual([0, now]);
    expect(await readLater(true)).toEqual([fewOldLines + 1, later]);
    await keepDayLines(test.db, later);
    expect(await readLater()).toEqual([fewOldLines + 1, later]);
  });

  it('are kept for the running day of whoever asked lately, and let go after a week', async () => {
    const next = new Date('2021-07-10T10:00:00Z');
    await keepDayLines(test.db, next);
    const days = async () =>
      (
        await inScope(test.db, systemScope, (tx) =>
          sql<{ day: string }>`select frame ->> 'day' as day from day_frame order by 1`.execute(tx),
        )
      ).rows.map(({ day }) => day);
    expect(await days()).toEqual(['2021-07-10', '2021-07-11']);
    await keepDayLines(test.db, new Date('2021-07-18T10:00:00Z'));
    expect(await days()).toEqual([]);
    expect(await kept()).toBe(0);
  });
});
