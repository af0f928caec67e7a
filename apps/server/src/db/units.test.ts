import { type ReferenceUnit, referenceUnits } from '@truyvet/outbreak';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inScope, systemScope } from './scope.ts';
import { readSetting, writeSetting } from './settings.ts';
import { useTestDatabase } from './testDatabase.ts';
import { loadReferenceUnits, unitIdAt, unitIdsBelow } from './units.ts';

describe('units', () => {
  const test = useTestDatabase();
  const count = async () => (await test.db.selectFrom('unit').select('id').execute()).length;

  it('are loaded once, and loading them again changes nothing', async () => {
    expect(await loadReferenceUnits(test.db, referenceUnits)).toBe(referenceUnits.length);
    expect(await loadReferenceUnits(test.db, referenceUnits)).toBe(0);
    expect(await count()).toBe(referenceUnits.length);
  });

  it('take over a corrected name and keep the id', async () => {
    const one = referenceUnits.find((unit) => unit.kind === 'commune');
    if (!one) throw new Error('no commune');
    const id = await inScope(test.db, systemScope, (tx) => unitIdAt(tx, one.code, one.validFrom));
    const corrected: ReferenceUnit = { ...one, name: 'Xã Sửa Tên' };
    expect(await loadReferenceUnits(test.db, [corrected])).toBe(1);
    const row = await test.db
      .selectFrom('unit')
      .selectAll()
      .where('id', '=', id ?? 0)
      .executeTakeFirstOrThrow();
    expect(row.name).toBe('Xã Sửa Tên');
    expect(await loadReferenceUnits(test.db, referenceUnits)).toBe(1);
  });

  it('tell a reused code apart by the day', async () => {
    const [before, after] = await inScope(test.db, systemScope, async (tx) => [
      await unitIdAt(tx, '15835', '2021-07-10'),
      await unitIdAt(tx, '15835', '2025-07-01'),
    ]);
    expect(before).toBeDefined();
    expect(after).toBeDefined();
    expect(before).not.toBe(after);
  });

  it('hang below their parents', async () => {
    await inScope(test.db, systemScope, async (tx) => {
      const province = await unitIdAt(tx, '38', '2021-07-10');
      const commune = await unitIdAt(tx, '15835', '2021-07-10');
      expect(await unitIdsBelow(tx, [province ?? 0])).toHaveLength(referenceUnits.length);
      expect(await unitIdsBelow(tx, [commune ?? 0])).toEqual([commune]);
      expect(await unitIdsBelow(tx, [])).toEqual([]);
      const orphans = await tx.selectFrom('unit').select('name').where('parent_id', 'is', null).execute();
      expect(orphans).toEqual([{ name: 'Tỉnh Thanh Hóa' }]);
    });
  });

  it('have names that read back as they are from JSON in ASCII, whatever is in them', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => !name.includes('\0'));
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 30 }), async (names) => {
        const { rows } = await sql<{ json: string }>`
          select json_in_ascii(name) as json from unnest(${names}::text[]) with ordinality as t (name, n) order by n`.execute(
          test.db,
        );
        expect(rows.every(({ json }) => /^[ -~]*$/.test(json))).toBe(true);
        expect(rows.map(({ json }) => JSON.parse(json))).toEqual(names);
      }),
      { numRuns: 50 },
    );
  });

  it('are ordered as a Vietnamese reader expects', async () => {
    const names = sql<{
      name: string;
    }>`select name from unnest(array['Đông','Dương','An','Ân','Ăn','Em','Êm','Dung']) as name order by name collate "vi-x-icu"`;
    const rows = await names.execute(test.db);
    expect(rows.rows.map((row) => row.name)).toEqual(['An', 'Ăn', 'Ân', 'Dung', 'Dương', 'Đông', 'Em', 'Êm']);
  });
});

describe('settings', () => {
  const test = useTestDatabase();

  it('come back as they were written, are replaced, and are checked against their shape', async () => {
    const shape = z.object({ at: z.string() });
    await inScope(test.db, systemScope, async (tx) => {
      expect(await readSetting(tx, 'clock', shape)).toBeUndefined();
      await writeSetting(tx, 'clock', { at: 'a' });
      await writeSetting(tx, 'clock', { at: 'b' });
      expect(await readSetting(tx, 'clock', shape)).toEqual({ at: 'b' });
      await writeSetting(tx, 'clock', [1, 2]);
      await expect(readSetting(tx, 'clock', shape)).rejects.toThrow(z.ZodError);
    });
  });
});
