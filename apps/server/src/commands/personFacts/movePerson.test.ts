import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { goesAlong, staysBehind } from '../../db/personFacts/move.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildAttempt, buildPerson, buildTask, buildUnit, buildUser, testNow } from '../../db/testRows.ts';
import { giveToUnit } from './movePerson.ts';

describe('giving a person to another unit', () => {
  const test = useTestDatabase();

  it('takes along what belongs to the person, so that the new unit sees it and the old one does not', async () => {
    const [from, to] = [await buildUnit(test.db), await buildUnit(test.db)];
    const person = await buildPerson(test.db, { unit_id: from.id, phone: '+84936036333' });
    const task = await buildTask(test.db, { person_id: person.id });
    await buildAttempt(test.db, { task_id: task.id });
    const user = await buildUser(test.db);
    const scope = { kind: 'units', unitIds: [from.id, to.id], userId: user.id, health: false } as const;
    const behalf = { scope, userId: user.id, now: testNow };
    const moved = await giveToUnit(test.db, behalf, { personId: person.id, seen: 1, unitId: to.id, reason: 'Chuyển nhà' });
    expect(moved).toMatchObject({ unitId: to.id, version: 2 });
    const seen = (unitId: number) =>
      inScope(test.db, { kind: 'units', unitIds: [unitId], userId: user.id }, async (tx) => ({
        people: (await tx.selectFrom('person').select('id').execute()).length,
        attempts: (await tx.selectFrom('attempt').select('id').execute()).length,
      }));
    expect(await seen(from.id)).toEqual({ people: 0, attempts: 0 });
    expect(await seen(to.id)).toEqual({ people: 1, attempts: 1 });
  });

  it('is refused to a unit that has ended or is no commune', async () => {
    const person = await buildPerson(test.db);
    const user = await buildUser(test.db);
    const give = async (unitId: number) =>
      await giveToUnit(
        test.db,
        { scope: systemScope, userId: user.id, now: testNow },
        { personId: person.id, seen: 1, unitId, reason: null },
      );
    await expect(give((await buildUnit(test.db, { valid_to: '2021-06-30' })).id)).rejects.toMatchObject({ code: 'unit.unfit' });
    await expect(give((await buildUnit(test.db, { kind: 'district' })).id)).rejects.toMatchObject({ code: 'unit.unfit' });
  });

  it('is refused where somebody bears the same identity number', async () => {
    const [from, to] = [await buildUnit(test.db), await buildUnit(test.db)];
    const person = await buildPerson(test.db, { unit_id: from.id, national_id: 'h1.same' });
    await buildPerson(test.db, { unit_id: to.id, national_id: 'h1.same' });
    const user = await buildUser(test.db);
    const move = { personId: person.id, seen: 1, unitId: to.id, reason: null };
    await expect(giveToUnit(test.db, { scope: systemScope, userId: user.id, now: testNow }, move)).rejects.toMatchObject({
      code: 'person.identityTaken',
    });
  });

  it('knows of every table that names a person and a unit, whether it goes along or stays', async () => {
    const { rows } = await sql<{ name: string }>`
      select distinct r.relname as name from pg_class r
      join pg_attribute u on u.attrelid = r.oid and u.attname = 'unit_id' and not u.attisdropped
      join pg_attribute p on p.attrelid = r.oid and p.attname in ('person_id', 'target_person_id') and not p.attisdropped
      where r.relkind in ('r', 'p') and not r.relispartition and r.relnamespace = 'public'::regnamespace order by 1`.execute(
      test.db,
    );
    expect(rows.map(({ name }) => name)).toEqual([...Object.keys(goesAlong), ...staysBehind].sort());
  });
});
