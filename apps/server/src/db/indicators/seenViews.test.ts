import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { inScope, type Scope, systemScope } from '../scope.ts';
import { useTestDatabase } from '../testDatabase.ts';
import { buildAttempt, buildOutbreak, buildPerson, buildTask, buildUnit, testNow } from '../testRows.ts';

const test = useTestDatabase();
const views = ['seen_exposure', 'seen_follow_up', 'seen_follow_up_day', 'seen_attempt', 'seen_call_task'] as const;
let here: number;
let there: number;

beforeAll(async () => {
  const { db } = test;
  const outbreak = await buildOutbreak(db);
  [here, there] = [(await buildUnit(db)).id, (await buildUnit(db)).id];
  for (const unitId of [here, here, there]) {
    const person = await buildPerson(db, { unit_id: unitId });
    const own = { outbreak_id: outbreak.id, unit_id: unitId };
    await inScope(db, systemScope, async (tx) => {
      const exposure = { ...own, target_person_id: person.id, learnt_from: 'list' as const, created_at: testNow };
      await tx.insertInto('exposure').values(exposure).execute();
      const dates = { original_start_on: '2021-07-01', start_on: '2021-07-01', end_on: '2021-07-15' };
      const followUp = await tx
        .insertInto('follow_up')
        .values({ ...own, ...dates, person_id: person.id })
        .returning('id')
        .executeTakeFirstOrThrow();
      const day = { follow_up_id: followUp.id, unit_id: unitId, day_on: '2021-07-02', status: 'done' as const };
      await tx.insertInto('follow_up_day').values(day).execute();
    });
  }
  for (const unitId of [here, here, there]) {
    const person = await buildPerson(db, { unit_id: unitId });
    const task = await buildTask(db, { person_id: person.id });
    await buildAttempt(db, { task_id: task.id, ended_at: testNow });
  }
});

const unitsIn = (scope: Scope, view: string) =>
  inScope(test.db, scope, async (tx) => {
    const { rows } = await sql<{ unit_id: number }>`select unit_id from ${sql.table(view)} order by unit_id`.execute(tx);
    return rows.map(({ unit_id }) => unit_id);
  });

describe('the views that counting reads', () => {
  it.each(views)('%s shows what the scope sees and nothing else', async (view) => {
    expect(await unitsIn({ kind: 'units', unitIds: [here], userId: 1 }, view)).toEqual([here, here]);
    expect(await unitsIn({ kind: 'units', unitIds: [there], userId: 1 }, view)).toEqual([there]);
    expect(await unitsIn({ kind: 'units', unitIds: [], userId: 1 }, view)).toEqual([]);
    expect(await unitsIn(systemScope, view)).toHaveLength(3);
  });

  it.each(views)('%s shows nothing outside of a scope', async (view) => {
    const { rows } = await sql`select * from ${sql.table(view)}`.execute(test.db);
    expect(rows).toEqual([]);
  });

  it.each(views)('%s cannot be written through', async (view) => {
    const writing = inScope(test.db, systemScope, (tx) => sql`delete from ${sql.table(view)}`.execute(tx));
    await expect(writing).rejects.toThrow(/permission denied/);
  });
});
