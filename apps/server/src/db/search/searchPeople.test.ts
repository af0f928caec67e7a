import { nameKey, nameKeys, readPeopleSearch } from '@truyvet/outbreak';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { inScope, type Scope, systemScope } from '../scope.ts';
import { useTestDatabase } from '../testDatabase.ts';
import { buildPerson, buildUnit } from '../testRows.ts';
import type { AskedUnits } from './askedUnits.ts';
import { findPeople } from './searchPeople.ts';

const test = useTestDatabase();
const names = [
  'Nguyễn Văn An',
  'Nguyễn Văn Ân',
  'Nguyễn Thị Hòa',
  'Nguyễn Thị Hoà',
  'Trần Thị Hoa',
  'Quách Thuần An',
  'An Thị Nguyễn',
  'Lê Hoàng Anh',
];
let own: { id: number };
let other: { id: number };
let own1: Scope;

beforeAll(async () => {
  [own, other] = [await buildUnit(test.db), await buildUnit(test.db)];
  own1 = { kind: 'units', unitIds: [own.id], userId: 1 };
  for (const unit of [own, other]) {
    for (const [i, full_name] of names.entries()) {
      await buildPerson(test.db, {
        unit_id: unit.id,
        full_name,
        name_key: nameKey(full_name),
        phone: `+849360361${i}${unit === own ? 1 : 2}`,
      });
    }
  }
});

/** The ways that a search can go: one pass over a unit's index, or ranges over everybody. */
const ways: [string, () => AskedUnits][] = [
  ['in one unit', () => [own.id]],
  ['over ranges', () => undefined],
  ['over ranges of some units', () => [own.id, -1, -2, -3, -4]],
];

async function find(text: string, units: AskedUnits, scope: Scope = own1, limit = 50): Promise<string[]> {
  return await inScope(test.db, scope, async (tx) => {
    const found = await findPeople(tx, readPeopleSearch(text), units, { after: undefined, limit });
    const people = await tx.selectFrom('person').select(['id', 'full_name']).execute();
    return found.map(({ id }) => people.find((person) => person.id === id)?.full_name ?? 'somebody out of scope');
  });
}

describe.each(ways)('finding people %s', (_, unitsOf) => {
  it('fits every spelling when no mark was typed', async () => {
    expect((await find('nguyen van an', unitsOf())).sort()).toEqual(['Nguyễn Văn An', 'Nguyễn Văn Ân']);
    const given = ['Nguyễn Thị Hoà', 'Nguyễn Thị Hòa', 'Trần Thị Hoa'];
    // A word in the middle counts beside others in a commune; among everybody only when nothing else fits.
    expect((await find('hoa', unitsOf())).sort()).toEqual(unitsOf()?.length === 1 ? ['Lê Hoàng Anh', ...given] : given);
    expect(await find('hoang', unitsOf())).toEqual(['Lê Hoàng Anh']);
  });

  it('means the marks that were typed, wherever the tone is written', async () => {
    expect(await find('Nguyễn Văn An', unitsOf())).toEqual(['Nguyễn Văn An']);
    expect((await find('Thị Hoà', unitsOf())).sort()).toEqual(['Nguyễn Thị Hoà', 'Nguyễn Thị Hòa']);
  });

  it('puts names that end with the words first, then those that begin with them, then the rest', async () => {
    expect(await find('an', unitsOf())).toEqual([
      'Quách Thuần An',
      'Nguyễn Văn An',
      'Nguyễn Văn Ân',
      'Lê Hoàng Anh',
      'An Thị Nguyễn',
    ]);
    expect(await find('quach an', unitsOf())).toEqual(['Quách Thuần An']);
    expect(await find('Nguyen v', unitsOf())).toEqual(['Nguyễn Văn An', 'Nguyễn Văn Ân']);
  });

  it('looks inside words when nothing begins so', async () => {
    expect(await find('huan', unitsOf())).toEqual(['Quách Thuần An']);
    expect(await find('zzz', unitsOf())).toEqual([]);
  });

  it('finds by the last digits of a phone', async () => {
    expect(await find('0936 036 101', unitsOf())).toEqual(['Nguyễn Văn An']);
    expect(await find('6131', unitsOf())).toEqual(['Nguyễn Thị Hoà']);
    expect(await find('6132', unitsOf())).toEqual([]);
  });

  it('goes on where the page before ended, without a gap or a repeat', async () => {
    const seen: number[] = [];
    await inScope(test.db, own1, async (tx) => {
      for (let after: Awaited<ReturnType<typeof findPeople>>[number] | undefined; seen.length < 20; ) {
        const [found] = await findPeople(tx, readPeopleSearch('n'), unitsOf(), { after, limit: 1 });
        if (!found) break;
        seen.push(found.id);
        after = found;
      }
    });
    const whole = await find('n', unitsOf());
    expect(seen).toHaveLength(whole.length);
    expect(new Set(seen).size).toBe(seen.length);
    expect(whole.length).toBeGreaterThan(3);
  });

  it('leaves out who was merged into another', async () => {
    await inScope(test.db, systemScope, async (tx) => {
      const { id } = await tx
        .selectFrom('person')
        .select('id')
        .where('full_name', '=', 'Trần Thị Hoa')
        .where('unit_id', '=', own.id)
        .executeTakeFirstOrThrow();
      const { id: into } = await tx
        .selectFrom('person')
        .select('id')
        .where('full_name', '=', 'Nguyễn Thị Hòa')
        .where('unit_id', '=', own.id)
        .executeTakeFirstOrThrow();
      await tx.updateTable('person').set({ merged_into_id: into }).where('id', '=', id).execute();
    });
    expect(await find('Trần Thị Hoa', unitsOf())).toEqual([]);
    await inScope(test.db, systemScope, (tx) =>
      tx.updateTable('person').set({ merged_into_id: null }).where('merged_into_id', 'is not', null).execute(),
    );
  });
});

describe('the function that runs as the owner', () => {
  const like = (scope: Scope, words: string[], whole = true) =>
    inScope(test.db, scope, async (tx) =>
      (
        await sql<{ id: number }>`select id from people_named_like(${words}::text[], ${whole}, 0, 1000) as id`.execute(tx)
      ).rows.map(({ id }) => id),
    );
  const idsOf = (unit: { id: number }) =>
    inScope(test.db, systemScope, async (tx) =>
      (await tx.selectFrom('person').select('id').where('unit_id', '=', unit.id).execute()).map(({ id }) => id),
    );

  it('never names anybody outside the scope', async () => {
    const mine = new Set(await idsOf(own));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('n', 'an', 'nguyen', 'hoa', 'thi', 'a', '%', "'", '_', 'o'), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (words, whole) => {
          for (const id of await like(own1, words, whole)) expect(mine.has(id)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
    expect(await like(own1, ['an'])).not.toEqual([]);
  });

  it('names nobody without a scope, or in one without units', async () => {
    expect((await sql`select id from people_named_like(array['an'], true, 0, 1000) as id`.execute(test.db)).rows).toEqual([]);
    expect(await like({ kind: 'units', unitIds: [], userId: 1 }, ['an'])).toEqual([]);
  });

  it('takes words only: nothing that is typed becomes a pattern or a statement', async () => {
    for (const word of ['%', '_', "' or true --", 'an%', '\\', '']) expect(await like(systemScope, [word])).toEqual([]);
  });

  it('sees everybody only in the scope that does', async () => {
    expect((await like(systemScope, ['nguyen'])).length).toBe(10);
    expect((await like(own1, ['nguyen'])).length).toBe(5);
  });
});

describe('the keys of names', () => {
  it('are what the pure functions say, also after a change', async () => {
    const pieces = fc.constantFrom(
      'Hoà',
      'Hòa',
      'Thuỷ',
      'Thúy',
      'Quý',
      'Quỳnh',
      'Khoẻ',
      'Đặng',
      'NGUYỄN',
      'Ấm',
      'Oánh',
      'Toàn',
      'Huy',
      'Tuỳ',
      'Y',
    );
    const person = await buildPerson(test.db);
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { minLength: 1, maxLength: 4 }), async (words) => {
        const full = words.join(' ');
        const row = await inScope(test.db, systemScope, async (tx) => {
          await tx
            .updateTable('person')
            .set({ full_name: full, name_key: nameKey(full) })
            .where('id', '=', person.id)
            .execute();
          return (
            await sql<{
              reversed: string;
              given: string;
              marked: string;
            }>`select name_reversed as reversed, name_given as given, name_marked as marked from person where id = ${person.id}`.execute(
              tx,
            )
          ).rows[0];
        });
        expect(row).toEqual(nameKeys(full));
      }),
      { numRuns: 80 },
    );
  });
});
