import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../scope.ts';
import { useTestDatabase } from '../testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit } from '../testRows.ts';
import { type ChangeWindow, countChanges, readChanges } from './changes.ts';
import { knownSince, statedLevels } from './levels.ts';

const test = useTestDatabase();
const from = new Date('2021-07-09T09:00:00Z');
const until = new Date('2021-07-10T09:00:00Z');
/** Before, at the first cut, between, at the second cut, after. */
const instants = [
  new Date('2021-07-08T09:00:00Z'),
  from,
  new Date('2021-07-10T01:00:00Z'),
  until,
  new Date('2021-07-11T01:00:00Z'),
];
let outbreakId: number;
let unitId: number;
let people: number[];

beforeAll(async () => {
  outbreakId = (await buildOutbreak(test.db)).id;
  unitId = (await buildUnit(test.db)).id;
  people = await Promise.all(Array.from({ length: 2 }, async () => (await buildPerson(test.db, { unit_id: unitId })).id));
});

const run = (statement: ReturnType<typeof sql>) => inScope(test.db, systemScope, (tx) => statement.execute(tx));
const windowOf = (level: number): ChangeWindow => {
  const register = (['f0', 'f1', 'f2'] as const)[level] ?? 'f1';
  return { register, outbreakId, unitId, day: '2021-07-10', from, until, returneesSince: '2021-06-19' };
};

/** The people whose stated level is new between the cuts, worked out over everybody. */
async function statedPlainly(level: number): Promise<number[]> {
  const { rows } = await run(sql`
    select l.person_id as id from (${statedLevels({ outbreakId, today: '2021-07-10', unitIds: [unitId], level })}) l join person p on p.id = l.person_id
    where ${knownSince(outbreakId)} >= ${from} and ${knownSince(outbreakId)} < ${until} order by 1`);
  return rows.map((row) => (row as { id: number }).id);
}
/** What the register's changes say of them; `because` of a level's own history is not among it. */
async function statedChanges(level: number): Promise<number[]> {
  const changes = await inScope(test.db, systemScope, (tx) => readChanges(tx, windowOf(level), { limit: 100 }));
  return changes
    .filter(({ fields }) => fields.length === 0)
    .map(({ subjectId }) => subjectId)
    .sort((a, b) => a - b);
}

type Act = { readonly what: string; readonly who: number; readonly when: number; readonly level: number };
const acts: Readonly<Record<string, (told: { person: number; at: Date; level: number }) => ReturnType<typeof sql>>> = {
  stated: ({ person, at, level }) => sql`
    insert into exposure (outbreak_id, unit_id, target_person_id, source_text, stated_level, learnt_from, created_at)
    values (${outbreakId}, ${unitId}, ${person}, ${`chợ ${at.toISOString()}`}, ${Math.max(1, level)}, 'list', ${at}) on conflict do nothing`,
  moved: ({ person, at, level }) => sql`
    insert into level_change (outbreak_id, person_id, unit_id, from_level, to_level, because, changed_at)
    values (${outbreakId}, ${person}, ${unitId}, null, ${level}, 'x', ${at})`,
  case: ({ person, at }) => sql`
    insert into case_record (outbreak_id, person_id, unit_id, code, status, confirmed_at)
    values (${outbreakId}, ${person}, ${unitId}, ${`BN ${person} ${at.toISOString()}`}, 'confirmed', ${at}) on conflict do nothing`,
  derived: () => sql`insert into setting (key, value) values ('levels.derived', 'true') on conflict do nothing`,
  underived: () => sql`delete from setting where key = 'levels.derived'`,
};

describe('what is new of stated levels', () => {
  it('is what going through everybody would find, whatever tells since when', async () => {
    const act: fc.Arbitrary<Act> = fc.record({
      what: fc.constantFrom('stated', 'moved', ...Object.keys(acts)),
      who: fc.nat(1),
      when: fc.nat(4),
      level: fc.nat(2),
    });
    let found = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 10 }), async (list) => {
        await run(sql`with e as (delete from exposure), k as (delete from case_record) delete from level_change`);
        for (const { what, who, when, level } of list) {
          await run(acts[what]?.({ person: people[who] ?? 0, at: instants[when] ?? from, level }) ?? sql`select`);
        }
        for (const level of [0, 1, 2]) {
          const plainly = await statedPlainly(level);
          expect([level, await statedChanges(level)]).toEqual([level, plainly]);
          const { new: entries } = await inScope(test.db, systemScope, (tx) => countChanges(tx, windowOf(level)));
          expect(entries).toBeGreaterThanOrEqual(plainly.length);
          found += plainly.length;
        }
      }),
      // Sixty runs find some thirty, and eighteen now and then: twice as many leave room for what may be drawn.
      { numRuns: 120 },
    );
    expect(found).toBeGreaterThan(20);
  }, 120_000);
});
