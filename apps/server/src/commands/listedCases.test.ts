import { beforeEach, describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildUnit, testNow } from '../db/testRows.ts';
import { type FixtureCell, xlsx } from '../lists/fixtures.ts';
import { openHere } from '../lists/openedList.ts';
import { openBytes } from '../lists/readBytes.ts';
import { importList } from './importList.ts';

const test = useTestDatabase();
const header = [
  'Mã BN',
  'Họ và tên',
  'Năm sinh',
  'SĐT',
  'Là F mấy?',
  'Tiếp xúc với F0',
  'Ngày tiếp xúc cuối cùng',
  'Ngày khởi phát',
  'Ngày bắt đầu cách ly',
];
let unitId = 0;
let outbreakId = 0;
beforeEach(async () => {
  unitId = (await buildUnit(test.db, { name: 'Xã Thử' })).id;
  outbreakId = (await buildOutbreak(test.db)).id;
});

async function take(...rows: FixtureCell[][]) {
  const bytes = await xlsx({ A: [header, ...rows] });
  const open = async (given: Uint8Array) => openHere(await openBytes(Buffer.from(given)));
  const of = { scope: systemScope, unitId, outbreakId, fileName: 'ds.xlsx', userId: null, now: testNow };
  return await importList(test.db, { ...of, bytes, open });
}
const levels = () =>
  inScope(test.db, systemScope, async (tx) =>
    Object.fromEntries(
      (
        await tx
          .selectFrom('person as p')
          .leftJoin('person_level as l', 'l.person_id', 'p.id')
          .select(['p.full_name', 'l.level'])
          .where('p.unit_id', '=', unitId)
          .execute()
      ).map((row) => [row.full_name, row.level]),
    ),
  );

describe('a list that names a case with its dates', () => {
  const ca = ['BN 777', 'Trần Văn Ca', 1988, '0966123456', 'F0', '', '', '08/07/2021', ''];
  const early = ['', 'Lê Gặp Sớm', 1990, '0966123457', 'F1', 'BN 777', '01/07/2021', '', ''];
  const within = ['', 'Lê Gặp Muộn', 1991, '0966123458', 'F1', 'BN 777', '09/07/2021', '', ''];

  it('gives a level to whoever met them while they could infect, and none to who met them before', async () => {
    await take(ca, early, within);
    expect(await levels()).toEqual({ 'Trần Văn Ca': 0, 'Lê Gặp Sớm': null, 'Lê Gặp Muộn': 1 });
  });

  it('a later one fills in what was not known, moves everyone behind, and overwrites nothing', async () => {
    await take(ca, within);
    await take(['BN 777', 'Trần Văn Ca', 1988, '0966123456', 'F0', '', '', '01/07/2021', '08/07/2021']);
    const found = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('case_record').select(['onset_on', 'isolated_on']).where('outbreak_id', '=', outbreakId).executeTakeFirst(),
    );
    expect(found).toEqual({ onset_on: '2021-07-08', isolated_on: '2021-07-08' });
    expect(await levels()).toEqual({ 'Trần Văn Ca': 0, 'Lê Gặp Muộn': null });
  });
});
