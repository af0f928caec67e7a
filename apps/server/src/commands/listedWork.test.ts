import { nameKey } from '@truyvet/outbreak';
import { beforeEach, describe, expect, it } from 'vitest';
import { inScope, type Scope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit, testNow } from '../db/testRows.ts';
import { type FixtureCell, xlsx } from '../lists/fixtures.ts';
import { openHere } from '../lists/openedList.ts';
import { openBytes } from '../lists/readBytes.ts';
import { importList } from './importList.ts';

const test = useTestDatabase();
const header = ['Họ và tên', 'Năm sinh', 'SĐT', 'Là F mấy?', 'Nghề nghiệp', 'Nơi làm việc/học tập'];
let unitId = 0;
let outbreakId = 0;
beforeEach(async () => {
  unitId = (await buildUnit(test.db, { name: 'Xã Thử' })).id;
  outbreakId = (await buildOutbreak(test.db)).id;
});

async function take(...rows: FixtureCell[][]) {
  const scope: Scope = { kind: 'units', unitIds: [unitId], userId: 0 };
  const open = async (given: Uint8Array) => openHere(await openBytes(Buffer.from(given)));
  const of = { scope, unitId, outbreakId, fileName: 'ds.xlsx', userId: null, now: testNow };
  return await importList(test.db, { ...of, bytes: await xlsx({ A: [header, ...rows] }), open });
}

const place = (name: string, over: { unit_id?: number; closed_at?: Date } = {}) =>
  inScope(test.db, systemScope, async (tx) => {
    const row = { unit_id: unitId, kind: 'workplace' as const, name, name_key: nameKey(name), created_at: testNow, ...over };
    return (await tx.insertInto('place').values(row).returning('id').executeTakeFirstOrThrow()).id;
  });

const work = () =>
  inScope(test.db, systemScope, (tx) =>
    tx
      .selectFrom('person')
      .select(['full_name as name', 'occupation', 'workplace_id as placeId', 'workplace_text as words'])
      .where('unit_id', '=', unitId)
      .orderBy('id')
      .execute(),
  );

const an = (occupation: string, workplace: string) => ['Lê Văn An', 1990, '0966123457', 'F1', occupation, workplace];
const binh = (occupation: string, workplace: string) => ['Lê Thị Bình', 1991, '0966123458', 'F1', occupation, workplace];

describe('where people of a list work', () => {
  it('is the one registered place that bears those words, else the words', async () => {
    const placeId = await place('Công ty May Sông Mã');
    await take(an('Công nhân', 'CÔNG TY MAY  SÔNG MÃ'), binh('Giáo viên', 'Trường Tiểu học Thiệu Viên'));
    expect(await work()).toEqual([
      { name: 'Lê Văn An', occupation: 'Công nhân', placeId, words: null },
      { name: 'Lê Thị Bình', occupation: 'Giáo viên', placeId: null, words: 'Trường Tiểu học Thiệu Viên' },
    ]);
  });

  it('is found however its kind and legal form are written', async () => {
    const [factory, school] = [await place('Công ty May Sông Mã'), await place('Trường Tiểu học Thiệu Viên')];
    await take(an('', 'Cty TNHH may Sông Mã'), binh('', 'TH Thiệu Viên'));
    expect((await work()).map(({ placeId }) => placeId)).toEqual([factory, school]);
  });

  it('stays words where two places bear them, the place has closed, or lies elsewhere', async () => {
    await place('Chợ Vạn');
    await place('Chợ Vạn');
    await place('Xưởng mộc', { closed_at: testNow });
    await place('Lò gạch', { unit_id: (await buildUnit(test.db)).id });
    const chi = ['Lê Văn Chi', 1992, '0966123459', 'F1', '', 'Lò gạch'];
    await take(an('', 'chợ Vạn'), binh('', 'Xưởng mộc'), chi);
    expect((await work()).map(({ placeId, words }) => [placeId, words])).toEqual([
      [null, 'chợ Vạn'],
      [null, 'Xưởng mộc'],
      [null, 'Lò gạch'],
    ]);
  });

  it('registers no place', async () => {
    await take(an('', 'Công ty May Sông Mã'));
    const places = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('place').select('id').where('unit_id', '=', unitId).execute(),
    );
    expect(places).toEqual([]);
  });

  it('fills what was not known of somebody, and overwrites nothing', async () => {
    await take(an('', ''));
    expect(await take(an('Công nhân', 'Lò gạch'))).toMatchObject({ merged: 1 });
    await place('Công ty May Sông Mã');
    expect(await take(an('Giáo viên', 'Công ty May Sông Mã'))).toMatchObject({ unchanged: 1 });
    expect(await work()).toEqual([{ name: 'Lê Văn An', occupation: 'Công nhân', placeId: null, words: 'Lò gạch' }]);
  });

  it('leaves alone the place that an officer chose', async () => {
    const placeId = await place('Lò gạch');
    const known = { unit_id: unitId, full_name: 'Lê Văn An', birth_year: 1990, phone: '+84966123457', workplace_id: placeId };
    await buildPerson(test.db, { ...known, occupation: 'Thợ' });
    expect(await take(an('Công nhân', 'Công ty May Sông Mã'))).toMatchObject({ merged: 1 });
    expect(await work()).toEqual([{ name: 'Lê Văn An', occupation: 'Thợ', placeId, words: null }]);
  });

  it('is found in every piece of a long list', async () => {
    const placeId = await place('Công ty May Sông Mã');
    const rows = Array.from({ length: 2_500 }, (_, i) => {
      const name = `Lê Văn ${String.fromCodePoint(65 + (i % 26))}${'abcdefghijklmnopqrstuvwxyz'[Math.trunc(i / 26) % 26]}`;
      return [name, 1950 + (i % 60), `09${61_000_000 + i}`, 'F1', 'Công nhân', 'Công ty May Sông Mã'];
    });
    await take(...rows);
    expect(new Set((await work()).map((person) => person.placeId))).toEqual(new Set([placeId]));
  });
});
