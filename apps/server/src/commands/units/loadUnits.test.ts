import { createUnitIndex, nationalTree, referenceUnits, resolveAddress } from '@truyvet/outbreak';
import { describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildPerson, testNow } from '../../db/testRows.ts';
import { loadReferenceUnits, unitIdAt, unitIdsBelow } from '../../db/units.ts';
import { readNationalRecords } from '../../lists/nationalRecords.ts';
import { readUnitFile } from '../../lists/readUnitFile.ts';
import { loadTree, loadUnitFile } from './loadUnits.ts';
import { resolveText } from './resolveText.ts';

const source = { name: 'thu.csv', userId: null, now: testNow };
const bytes = (text: string) => new TextEncoder().encode(text);
const header = 'code,name,kind,parentCode,validFrom,validTo,successors,aliases';

describe('trees of units', () => {
  const test = useTestDatabase();
  const load = (text: string, now = testNow) => loadUnitFile(test.db, readUnitFile('thu.csv', bytes(text)), { ...source, now });
  const idOf = async (code: string, on: string) => (await inScope(test.db, systemScope, (tx) => unitIdAt(tx, code, on))) ?? 0;
  const openErrands = () =>
    inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('errand').select(['unit_id', 'person_id', 'code', 'details']).where('done_at', 'is', null).execute(),
    );

  it('hold the whole country of July 2021: 63 provinces, 705 districts, 10,599 communes', async () => {
    await loadReferenceUnits(test.db, referenceUnits);
    const tree = nationalTree(readNationalRecords());
    const loaded = await loadTree(test.db, tree, source);
    expect(loaded.changed).toBe(tree.length);
    const { rows } = await inScope(test.db, systemScope, async (tx) => ({
      rows: await tx
        .selectFrom('unit')
        .select(['kind', (eb) => eb.fn.countAll<number>().as('count')])
        .where('valid_from', '<=', '2021-07-10')
        .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', '2021-07-10')]))
        .groupBy('kind')
        .execute(),
    }));
    expect(Object.fromEntries(rows.map(({ kind, count }) => [kind, Number(count)]))).toEqual({
      province: 63,
      district: 705,
      commune: 10_599,
    });
    const again = await loadTree(test.db, tree, source);
    expect(again).toMatchObject({ changed: 0, errandsRaised: 0 });
    const roots = await test.db.selectFrom('unit').select('kind').distinct().where('parent_id', 'is', null).execute();
    expect(roots).toEqual([{ kind: 'province' }]);
  });

  it('answer where an address is today', async () => {
    const ask = (text: string) => resolveText(test.db, systemScope, { text, on: '2021-07-10', today: '2026-01-01' });
    const found = await ask('xã Thiệu Tân, huyện Thiệu Hóa, Thanh Hóa');
    expect(found.today).toMatchObject([{ code: '15853', name: 'Phường Đông Tiến', path: ['Tỉnh Thanh Hóa'] }]);
    expect(await ask('Phường Vân Dương, thành phố Bắc Ninh, tỉnh Bắc Ninh')).toMatchObject({
      status: 'unknown',
      doubt: 'noSuccessor',
    });
  });

  it('are all found by their written addresses, and without marks never taken for another', () => {
    const tree = [...referenceUnits, ...nationalTree(readNationalRecords())];
    const index = createUnitIndex(tree);
    const day = { on: '2021-07-10', today: '2021-07-10' };
    const communes = tree.filter(({ kind, validFrom }) => kind === 'commune' && validFrom === '2021-07-01');
    for (const unit of communes.filter((_, i) => i % 20 === 0)) {
      const district = index.parent(unit);
      const text = [unit, district, district && index.parent(district)].map((one) => one?.name).join(', ');
      expect(resolveAddress(text, index, day).units.commune, text).toBe(unit);
      const plain = text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gu, 'd').replace(/Đ/gu, 'D');
      const found = resolveAddress(plain, index, day);
      if (found.status === 'resolved') expect(found.units.commune, plain).toBe(unit);
    }
  });

  it('take a file of any depth, with successors, parts and other names', async () => {
    const loaded = await load(
      [
        header,
        'VN,Việt Nam,country,,1945-09-02,,,',
        '15775-1,Thôn Đồng Chí,thôn,15775,2021-07-01,2025-06-30,15778-9,Thôn Chí Cũ',
        '15778-9,Thôn Đồng Chí,thôn,15778,2025-07-01,,,',
      ].join('\n'),
    );
    expect(loaded).toMatchObject({ units: 3, changed: 3, errandsRaised: 0 });
    const below = await inScope(test.db, systemScope, async (tx) => unitIdsBelow(tx, [await idOf('15778', '2026-01-01')]));
    expect(below).toContain(await idOf('15778-9', '2026-01-01'));
    expect(below).toContain(await idOf('15775-1', '2021-07-10'));
  });

  it('show the records of a commune that went in whole, and not those of one that was split', async () => {
    const below = await inScope(test.db, systemScope, async (tx) => unitIdsBelow(tx, [await idOf('15772', '2026-01-01')]));
    expect(below).toContain(await idOf('15781', '2021-07-10'));
    expect(below).not.toContain(await idOf('15793', '2021-07-10'));
    const renamed = await inScope(test.db, systemScope, async (tx) => unitIdsBelow(tx, [await idOf('15829', '2021-07-10')]));
    expect(renamed).toEqual([await idOf('15829', '2021-07-10'), await idOf('15829', '2024-03-01')].sort((a, b) => a - b));
  });

  it('are refused whole for one bad row, which is named with its reason', async () => {
    const before = (await test.db.selectFrom('unit').select('id').execute()).length;
    const bad = [
      header,
      '77001,Xã Một,xã,38,2030-01-01,,,',
      '77002,Xã Hai,xã,00000,2030-01-01,,,',
      ',Xã Ba,xã,38,2030-01-01,,,',
    ].join('\n');
    await expect(load(bad)).rejects.toMatchObject({
      code: 'units.badRows',
      details: { count: 2, rows: expect.stringMatching(/dòng 4 – thiếu mã.*dòng 3 – không có đơn vị cấp trên 00000/u) },
    });
    expect(await test.db.selectFrom('unit').select('id').execute()).toHaveLength(before);
    expect(() => readUnitFile('x.csv', bytes('ten;ma\nA;1'))).toThrow(expect.objectContaining({ code: 'units.unreadable' }));
    expect(() => readUnitFile('x.json', bytes('{"units": 5}'))).toThrow(expect.objectContaining({ code: 'units.unreadable' }));
  });

  it('leave an errand about a unit whose successor nobody knows, and close it when it becomes known', async () => {
    const later = new Date('2026-03-01T01:00:00Z');
    const person = await buildPerson(test.db, { unit_id: await idOf('16651', '2021-07-10') });
    const row = '88001,Xã Biến Mất,xã,38,2025-07-01,2025-12-31,,';
    expect(await load(`${header}\n${row}`, later)).toMatchObject({ errandsRaised: 2 });
    const open = await openErrands();
    expect(open.map(({ unit_id }) => unit_id).sort()).toEqual([person.unit_id, await idOf('88001', '2025-07-10')].sort());
    expect(open[0]).toMatchObject({ person_id: null, code: 'unitWithoutSuccessor' });
    expect(await load(`${header}\n${row}`, later)).toMatchObject({ errandsRaised: 0, errandsClosed: 0 });
    expect(await load(`${header}\n88001,Xã Biến Mất,xã,38,2025-07-01,2025-12-31,15772,`, later)).toMatchObject({
      errandsClosed: 1,
    });
  });
});
