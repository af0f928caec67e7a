import { paths } from '@truyvet/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { inScope, type Scope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildUnit, testNow } from '../db/testRows.ts';
import { type FixtureCell, xlsx } from '../lists/fixtures.ts';
import { openHere } from '../lists/openedList.ts';
import { openBytes } from '../lists/readBytes.ts';
import { buildApi, signIn } from '../routes/testApi.ts';
import { importList } from './importList.ts';
import { rebuildLevels } from './levels/rebuildLevels.ts';

const test = useTestDatabase();
const header = [
  'Mã',
  'Họ và tên',
  'Năm sinh',
  'SĐT',
  'Là F mấy?',
  'Tiếp xúc với F0',
  'Ngày tiếp xúc cuối cùng',
  'Hình thức cách ly',
  'Nơi cách ly',
  'Ngày bắt đầu cách ly',
  'Ngày kết thúc cách ly',
];
let unitId = 0;
let outbreakId = 0;
let outbreakCode = '';
beforeEach(async () => {
  unitId = (await buildUnit(test.db, { name: 'Xã Thử' })).id;
  const outbreak = await buildOutbreak(test.db);
  outbreakId = outbreak.id;
  outbreakCode = outbreak.code;
});

async function take(...rows: FixtureCell[][]) {
  const scope: Scope = { kind: 'units', unitIds: [unitId], userId: 0 };
  const open = async (given: Uint8Array) => openHere(await openBytes(Buffer.from(given)));
  const of = { scope, unitId, outbreakId, fileName: 'ds.xlsx', userId: null, now: testNow };
  return await importList(test.db, { ...of, bytes: await xlsx({ A: [header, ...rows] }), open });
}

const stated = () =>
  inScope(test.db, systemScope, (tx) =>
    tx
      .selectFrom('stated_isolation')
      .select(['measure', 'place', 'start_on', 'end_on', 'until_on'])
      .where('outbreak_id', '=', outbreakId)
      .orderBy('id')
      .execute(),
  );

/** Everybody's derived level, as moved by the lists; deriving all of it again must say the same. */
async function levels() {
  const read = () =>
    inScope(test.db, systemScope, (tx) =>
      tx
        .selectFrom('person as p')
        .leftJoin('person_level as l', 'l.person_id', 'p.id')
        .select(['p.id', 'p.full_name', 'l.level', 'l.windows'])
        .where('p.unit_id', '=', unitId)
        .orderBy('p.id')
        .execute(),
    );
  const moved = await read();
  await rebuildLevels(test.db, outbreakCode, testNow);
  expect(await read()).toEqual(moved);
  return Object.fromEntries(moved.map(({ full_name, level }) => [full_name, level]));
}

const ca = ['BN 777', 'Trần Văn Ca', 1988, '0966123456', 'F0', '', '', '', '', '', ''];
const an = (...kept: string[]) => ['', 'Lê Văn An', 1990, '0966123457', 'F1', 'BN 777', '01/07/2021', ...kept];

const idOf = async (fullName: string): Promise<number> =>
  await inScope(test.db, systemScope, async (tx) => {
    const found = tx.selectFrom('person').select('id').where('full_name', '=', fullName).where('unit_id', '=', unitId);
    return (await found.executeTakeFirstOrThrow()).id;
  });

/** Somebody whom An met on this day, as an officer wrote down. */
async function met(name: string, day: string) {
  await take(['', name, 1991, `09664${name.length}458`, 'F3', 'người quen', '', '', '', '', '']);
  await inScope(test.db, systemScope, async (tx) => {
    const row = {
      outbreak_id: outbreakId,
      unit_id: unitId,
      target_person_id: await idOf(name),
      source_person_id: await idOf('Lê Văn An'),
    };
    await tx
      .insertInto('exposure')
      .values({ ...row, first_contact_on: day, last_contact_on: day, learnt_from: 'officer', created_at: testNow })
      .execute();
  });
}

describe('the quarantine that a list states', () => {
  it('is kept as stated, as no order, and counts to its last day or to the end of the follow-up', async () => {
    await take(ca, an('Tập trung', 'Trường THCS', '05/07/2021', ''));
    expect(await stated()).toEqual([
      { measure: 'central', place: 'Trường THCS', start_on: '2021-07-05', end_on: null, until_on: '2021-07-22' },
    ]);
    const orders = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('isolation_order').select('id').where('outbreak_id', '=', outbreakId).execute(),
    );
    expect(orders).toEqual([]);
  });

  it('ends the contacts of who is kept from others, on its days only', async () => {
    await take(ca, an('', '', '', ''));
    await met('Lê Thị Hai', '2021-07-04');
    await met('Lê Thị Tám', '2021-07-06');
    await met('Lê Thị Chín', '2021-07-09');
    await rebuildLevels(test.db, outbreakCode, testNow);
    expect(await levels()).toMatchObject({ 'Lê Thị Hai': 2, 'Lê Thị Tám': 2, 'Lê Thị Chín': 2 });
    await take(an('Tập trung', '', '05/07/2021', '08/07/2021'));
    expect(await levels()).toMatchObject({ 'Lê Thị Hai': 2, 'Lê Thị Tám': null, 'Lê Thị Chín': 2 });
  });

  it('that keeps nobody from others, or is not understood, ends nothing', async () => {
    await take(ca, an('Tự theo dõi tại nhà', '', '02/07/2021', ''));
    await met('Lê Thị Hai', '2021-07-04');
    await rebuildLevels(test.db, outbreakCode, testNow);
    expect(await levels()).toMatchObject({ 'Lê Thị Hai': 2 });
  });

  it('is completed by a later list, which overwrites nothing', async () => {
    await take(ca, an('', 'Trạm y tế', '', ''));
    expect(await take(an('Tập trung', 'Nơi khác', '05/07/2021', ''))).toMatchObject({ merged: 1 });
    expect(await take(an('Tại nhà', '', '06/07/2021', '20/07/2021'))).toMatchObject({ merged: 1 });
    expect(await take(an('', '', '05/07/2021', '25/07/2021'))).toMatchObject({ unchanged: 1 });
    expect(await stated()).toEqual([
      { measure: 'central', place: 'Trạm y tế', start_on: '2021-07-05', end_on: '2021-07-20', until_on: '2021-07-20' },
    ]);
  });

  it('is another when it begins after the last day of one that is known', async () => {
    await take(ca, an('TT', '', '02/07/2021', '04/07/2021'));
    await take(an('Tại nhà', '', '06/07/2021', '20/07/2021'));
    await met('Lê Thị Hai', '2021-07-05');
    await met('Lê Thị Tám', '2021-07-07');
    await rebuildLevels(test.db, outbreakCode, testNow);
    expect(await stated()).toHaveLength(2);
    expect(await levels()).toMatchObject({ 'Lê Thị Hai': 2, 'Lê Thị Tám': null });
  });

  it('changes nothing when it comes again, nor where an officer withdrew it', async () => {
    const row = an('TT', 'Trường THCS', '05/07/2021', '20/07/2021');
    await take(ca, row);
    const before = await stated();
    expect(await take(row)).toMatchObject({ unchanged: 1 });
    await met('Lê Thị Tám', '2021-07-06');
    await rebuildLevels(test.db, outbreakCode, testNow);
    expect(await levels()).toMatchObject({ 'Lê Thị Tám': null });
    const { api } = buildApi(test.db);
    const officer = await signIn(api, test.db, [unitId]);
    const [shown] = (await officer.send({ method: 'GET', url: paths.person(await idOf('Lê Văn An')) })).json().statedIsolations;
    expect(shown).toMatchObject({ measure: 'central', place: 'Trường THCS', startOn: '2021-07-05', endOn: '2021-07-20' });
    const withdraw = (tag: string) =>
      officer.send({
        method: 'POST',
        url: paths.statedIsolationWithdraw(shown.id),
        headers: { 'if-match': tag },
        payload: { reason: 'Thực ra ở nhà chăm mẹ' },
      });
    expect((await withdraw('"7"')).statusCode).toBe(412);
    expect((await withdraw('"1"')).json()).toMatchObject({ people: [{ person: { fullName: 'Lê Thị Tám' }, from: null, to: 2 }] });
    expect((await withdraw('"2"')).statusCode).toBe(404);
    expect(await take(an('TT', '', '05/07/2021', '21/07/2021'))).toMatchObject({ unchanged: 1 });
    expect(await stated()).toEqual(before);
    expect(await levels()).toMatchObject({ 'Lê Thị Tám': 2 });
    await api.close();
  });

  it('whose days contradict what is known breaks no list', async () => {
    await take(ca, an('', '', '', '09/07/2021'));
    await take(an('', '', '10/07/2021', '20/07/2021'));
    await take(an('', '', '', '08/07/2021'));
    expect((await stated()).map(({ start_on, end_on }) => [start_on, end_on])).toEqual([
      [null, '2021-07-09'],
      ['2021-07-10', '2021-07-20'],
    ]);
  });
});
