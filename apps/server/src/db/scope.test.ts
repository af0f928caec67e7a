import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { inScope, rangesOf, type Scope, systemScope } from './scope.ts';
import { useTestDatabase } from './testDatabase.ts';
import { buildAttempt, buildPerson, buildTask, buildUnit, testNow } from './testRows.ts';

describe('row-level security', () => {
  const test = useTestDatabase();
  let mine: { unit: number; person: number };
  let other: { unit: number; person: number };
  let own: Scope;

  beforeAll(async () => {
    const make = async (phone: string) => {
      const unit = (await buildUnit(test.db)).id;
      const person = (await buildPerson(test.db, { unit_id: unit, phone })).id;
      const task = await buildTask(test.db, { person_id: person });
      await buildAttempt(test.db, { task_id: task.id });
      return { unit, person };
    };
    mine = await make('+84900000001');
    other = await make('+84900000002');
    own = { kind: 'units', unitIds: [mine.unit], userId: 1 };
  });

  it('shows a commune user only rows of their own units, in plain SQL too', async () => {
    const seen = await inScope(test.db, own, async (tx) => {
      const people = await sql<{ id: number }>`select id from person`.execute(tx);
      const phones = await sql<{ e164: string }>`select e164 from person_phone`.execute(tx);
      const tasks = await sql<{ unit_id: number }>`select unit_id from call_task`.execute(tx);
      const attempts = await sql<{ unit_id: number }>`select unit_id from attempt`.execute(tx);
      return [people.rows, phones.rows, tasks.rows, attempts.rows];
    });
    expect(seen).toEqual([[{ id: mine.person }], [{ e164: '+84900000001' }], [{ unit_id: mine.unit }], [{ unit_id: mine.unit }]]);
  });

  it('changes and deletes nothing of another unit', async () => {
    await inScope(test.db, own, async (tx) => {
      const changed = await sql`update person set full_name = 'x' where id = ${other.person}`.execute(tx);
      const deleted = await sql`delete from person_phone where person_id = ${other.person}`.execute(tx);
      expect([changed.numAffectedRows, deleted.numAffectedRows]).toEqual([0n, 0n]);
    });
  });

  it('refuses to write a row into another unit, or to move one there', async () => {
    const insert = inScope(test.db, own, (tx) =>
      sql`insert into person (unit_id, full_name, name_key, created_at) values (${other.unit}, 'x', 'x', ${testNow})`.execute(tx),
    );
    await expect(insert).rejects.toThrow(/row-level security/);
    const move = inScope(test.db, own, (tx) =>
      sql`update person set unit_id = ${other.unit} where id = ${mine.person}`.execute(tx),
    );
    await expect(move).rejects.toThrow(/row-level security/);
    const phone = inScope(test.db, own, (tx) =>
      sql`insert into person_phone (person_id, e164) values (${other.person}, '+84911')`.execute(tx),
    );
    await expect(phone).rejects.toThrow(/row-level security/);
  });

  it('shows nothing without a scope, and a scope ends with its transaction', async () => {
    await inScope(test.db, systemScope, async (tx) => {
      expect(await tx.selectFrom('person').selectAll().execute()).toHaveLength(2);
    });
    expect(await test.db.selectFrom('person').selectAll().execute()).toEqual([]);
    expect(
      await inScope(test.db, { kind: 'units', unitIds: [], userId: 1 }, (tx) => tx.selectFrom('person').selectAll().execute()),
    ).toEqual([]);
  });

  it('binds every table that carries unit_id', async () => {
    const open = await sql<{ relname: string }>`
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relkind = 'r' and a.attname = 'unit_id' and not c.relrowsecurity and c.relname <> 'user_unit'`.execute(test.db);
    expect(open.rows).toEqual([]);
  });

  it('cannot become the owner, or switch the policies off', async () => {
    for (const statement of ['set role truyvet_owner', 'alter table person disable row level security', 'drop table person']) {
      await expect(sql.raw(statement).execute(test.db)).rejects.toThrow(/permission denied|must be owner/);
    }
    await sql`reset role`.execute(test.db);
    await expect(test.db.selectFrom('person').selectAll().execute()).rejects.toThrow(/permission denied/);
  });

  it('says to PostgreSQL the same units as the list, whatever the gaps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 }), async (unitIds) => {
        const { rows } = await inScope(test.db, { kind: 'units', unitIds, userId: 1 }, (tx) =>
          sql<{
            seen: number[];
          }>`select array(select id::int from generate_series(0::bigint, 62) id where id <@ seen_ranges()) as seen,
            seen_units()::int[] as listed`.execute(tx),
        );
        const ids = [...new Set(unitIds)].sort((a, b) => a - b);
        expect(rows).toEqual([{ seen: ids, listed: ids }]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the ranges of a list of units', () => {
  it('hold neighbours together and stand in order', () => {
    expect(rangesOf([])).toBe('{}');
    expect(rangesOf([7, 2, 1, 3, 2])).toBe('{[1,4),[7,8)}');
  });

  it('take ids only', () => {
    expect(() => rangesOf([1.5])).toThrow(RangeError);
  });
});
