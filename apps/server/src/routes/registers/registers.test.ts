import { paths } from '@truyvet/contract';
import { nameKey } from '@truyvet/outbreak';
import ExcelJS from 'exceljs';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importList } from '../../commands/importList.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit } from '../../db/testRows.ts';
import { xlsx } from '../../lists/fixtures.ts';
import { buildApi, fileBody, sendSeen, signIn } from '../testApi.ts';

/** At first 10 July 2021, 08:00: the report day of the 10th runs from 16:00 of the 9th to 16:00. */
let now = new Date('2021-07-10T01:00:00Z');
const test = useTestDatabase();
let api: FastifyInstance;
let outbreakId: number;
let unit: Record<'province' | 'risky' | 'safe' | 'district' | 'commune' | 'other' | 'hamlet', number>;
let nurse: Awaited<ReturnType<typeof signIn>>;
let neighbour: Awaited<ReturnType<typeof signIn>>;
let chief: Awaited<ReturnType<typeof signIn>>;
let admin: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  const { db } = test;
  outbreakId = (await buildOutbreak(db, { name: 'COVID-19' })).id;
  const province = (await buildUnit(db, { name: 'Bình Dương thử', kind: 'province' })).id;
  const risky = (await buildUnit(db, { name: 'Thuận An thử', kind: 'district', parent_id: province })).id;
  const safe = (await buildUnit(db, { name: 'Lai Châu thử', kind: 'province' })).id;
  const district = (await buildUnit(db, { name: 'Huyện Thử', kind: 'district' })).id;
  const commune = (await buildUnit(db, { name: 'Xã Thử', parent_id: district })).id;
  const other = (await buildUnit(db, { name: 'Xã Khác', parent_id: district })).id;
  const hamlet = (await buildUnit(db, { name: 'Thôn Đông', kind: 'hamlet', parent_id: commune })).id;
  unit = { province, risky, safe, district, commune, other, hamlet };
  ({ api } = buildApi(db, { clock: { now: () => now }, commands: { importList: (request) => importList(db, request) } }));
  await signInAt('2021-07-10T01:00:00Z');
  const area = { unitId: risky, grade: 'high', validFrom: '2021-06-01', document: 'CV 12' };
  expect((await admin.send({ method: 'POST', url: paths.riskAreas, payload: area })).statusCode).toBe(201);
});
afterAll(() => api.close());

/** Moves the clock and signs everybody in again: sessions last hours. */
async function signInAt(instant: string) {
  const { db } = test;
  const { district, commune, other, hamlet } = unit;
  now = new Date(instant);
  nurse = await signIn(api, db, [commune, hamlet]);
  neighbour = await signIn(api, db, [other]);
  chief = await signIn(api, db, [district, commune, other, hamlet], 'district');
  admin = await signIn(api, db, 'administrator');
}

const person = async (fullName: string, unitId = unit.commune) =>
  (await buildPerson(test.db, { unit_id: unitId, full_name: fullName, name_key: nameKey(fullName), phone: '+84912345678' })).id;
const arrive = async (personId: number, over: object = {}) =>
  await nurse.send({
    method: 'POST',
    url: paths.journeys,
    payload: { personId, fromUnitId: unit.risky, arrivedOn: '2021-07-08', ...over },
  });
const get = async (who: typeof nurse, url: string) => {
  const answer = await who.send({ method: 'GET', url });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const namesOf = (page: { items: { person: { fullName: string } }[] }) => page.items.map((item) => item.person.fullName);

describe('the register of returnees', () => {
  it('takes no arrival that is still to come, and no area of risk that ends before it begins', async () => {
    const send = (of: typeof nurse, url: string, payload: object) => of.send({ method: 'POST', url, payload });
    const personId = (await buildPerson(test.db, { unit_id: unit.commune })).id;
    const came = { personId, fromUnitId: unit.risky, leftOn: '2021-07-09' };
    const late = await send(nurse, paths.journeys, { ...came, arrivedOn: '2021-07-11' });
    expect(late.json()).toMatchObject({ code: 'register.future', errors: [{ field: 'arrivedOn' }] });
    const area = { unitId: unit.safe, grade: 'high', validFrom: '2021-06-01', validTo: '2021-05-01' };
    expect((await send(admin, paths.riskAreas, area)).json()).toMatchObject({
      code: 'register.dates',
      errors: [{ field: 'validTo' }],
    });
    const { id } = (await send(admin, paths.riskAreas, { ...area, validTo: null })).json();
    const url = paths.riskArea(id);
    const end = (validTo: string) => admin.send({ method: 'PATCH', url, headers: { 'if-match': '"1"' }, payload: { validTo } });
    expect((await end('2021-05-31')).json()).toMatchObject({ code: 'register.dates', errors: [{ field: 'validTo' }] });
    // Over before anybody else here came.
    expect((await end('2021-06-01')).statusCode).toBe(200);
  });

  it('holds who came from an area of risk, from a wider or unknown place too, and nobody from elsewhere', async () => {
    await arrive(await person('Về Từ Vùng Dịch'));
    await arrive(await person('Về Từ Tỉnh Có Vùng Dịch'), { fromUnitId: unit.province });
    await arrive(await person('Về Từ Nơi Chưa Rõ'), { fromUnitId: null, fromText: 'miền Nam' });
    await arrive(await person('Về Từ Nơi Yên Ổn'), { fromUnitId: unit.safe });
    await arrive(await person('Về Trước Khi Có Dịch'), { arrivedOn: '2021-05-05' });
    await arrive(await person('Về Trước Ngày Đếm'), { arrivedOn: '2021-04-28' });
    const page = await get(nurse, `${paths.registerReturnees}?unitId=${unit.commune}`);
    expect(namesOf(page)).toEqual(['Về Từ Vùng Dịch', 'Về Từ Tỉnh Có Vùng Dịch', 'Về Từ Nơi Chưa Rõ']);
    expect(page.items.map((item: { risk: string }) => item.risk)).toEqual(['high', 'unknown', 'unknown']);
    expect(page.items[0].person.maskedPhone).toBe('091***678');
  });

  it('comes in pages that follow each other', async () => {
    const first = await get(nurse, `${paths.registerReturnees}?unitId=${unit.commune}&limit=2`);
    const second = await get(nurse, `${paths.registerReturnees}?unitId=${unit.commune}&limit=2&cursor=${first.nextCursor}`);
    expect(first.items).toHaveLength(2);
    expect(namesOf(second)).toEqual(['Về Từ Nơi Chưa Rõ']);
    expect(second.nextCursor).toBeNull();
  });

  it('shows a neighbour nothing, and refuses to write about people of another commune', async () => {
    expect(namesOf(await get(neighbour, paths.registerReturnees))).toEqual([]);
    const someone = await person('Người Xã Bên');
    const refused = await neighbour.send({ method: 'POST', url: paths.journeys, payload: { personId: someone, fromText: 'x' } });
    expect(refused.statusCode).toBe(404);
  });

  it('lets no officer overwrite another, tells what is there now, and keeps a closed entry', async () => {
    const made = await arrive(await person('Hai Cán Bộ Cùng Sửa'));
    const { id } = made.json();
    const change = (tag: string, vehicle: string) =>
      nurse.send({ method: 'PATCH', url: paths.journey(id), headers: { 'if-match': tag }, payload: { vehicle } });
    expect((await change('"1"', 'xe khách')).json()).toMatchObject({ vehicle: 'xe khách', version: 2 });
    const late = await change('"1"', 'tàu hỏa');
    expect(late.statusCode).toBe(412);
    expect(late.json().current).toMatchObject({ vehicle: 'xe khách', version: 2 });
    const close = await nurse.send({
      method: 'POST',
      url: paths.journeyClose(id),
      headers: { 'if-match': '"2"' },
      payload: { because: 'cleared' },
    });
    expect(close.json()).toMatchObject({ closedBecause: 'cleared' });
    expect((await change('"3"', 'ô tô')).json().code).toBe('register.closed');
    const closed = await get(nurse, `${paths.registerReturnees}?unitId=${unit.commune}&state=closed`);
    expect(namesOf(closed)).toEqual(['Hai Cán Bộ Cùng Sửa']);
  });

  it('refuses an arrival before the departure, and says so in both languages', async () => {
    const answer = await arrive(await person('Đến Trước Khi Đi'), { leftOn: '2021-07-09', arrivedOn: '2021-07-08' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      details: { field: 'arrivedOn' },
      title: {
        vi: 'Chưa nhận được yêu cầu: ngày về đến (arrivedOn) không được trước ngày rời đi.',
        en: 'The request is not valid: day of arrival (arrivedOn) is before the day of leaving.',
      },
    });
  });

  it('leaves nobody out whose day of arrival is not known', async () => {
    await arrive(await person('Về Không Rõ Ngày'), { arrivedOn: null });
    const [found] = (await get(nurse, `${paths.registerReturnees}?unitId=${unit.commune}&q=khong ro ngay`)).items;
    expect(found).toMatchObject({ arrivedOn: null, risk: 'high' });
  });

  it('tells of the day only what belongs into it', async () => {
    const { items } = await get(nurse, `${paths.registerChanges('returnees')}?unitId=${unit.commune}&day=2021-07-10`);
    const names = items.filter(({ kind }: { kind: string }) => kind === 'new').map(({ name }: { name: string }) => name);
    expect(names).toEqual(namesOf(await get(nurse, `${paths.registerReturnees}?unitId=${unit.commune}&state=all`)));
    expect(names).not.toContain('Về Từ Nơi Yên Ổn');
  });
});

describe('locals who are away', () => {
  it('are filtered by reason, kind of place, place and expected return, and become returnees when they come back', async () => {
    const worker = await person('Công Nhân Xa Nhà');
    const student = await person('Sinh Viên Xa Nhà');
    const post = (payload: object) => nurse.send({ method: 'POST', url: paths.absences, payload });
    const place = { placeUnitId: unit.risky, placeText: 'KCN Thử' };
    const made = await post({
      personId: worker,
      reason: 'work',
      destination: 'industrial_park',
      ...place,
      expectedBackOn: '2021-07-12',
    });
    expect(made.statusCode, made.body).toBe(201);
    await post({ personId: student, reason: 'study', destination: 'province', placeText: 'Hà Nội' });
    const asked = async (query: string) => namesOf(await get(nurse, `${paths.registerAway}?unitId=${unit.commune}&${query}`));
    expect(await asked('')).toEqual(['Công Nhân Xa Nhà', 'Sinh Viên Xa Nhà']);
    expect(await asked('reason=study')).toEqual(['Sinh Viên Xa Nhà']);
    expect(await asked('destination=industrial_park')).toEqual(['Công Nhân Xa Nhà']);
    expect(await asked(`placeUnitId=${unit.province}`)).toEqual(['Công Nhân Xa Nhà']);
    expect(await asked('expectedUntil=2021-07-11')).toEqual([]);
    expect(await asked('expectedUntil=2021-07-12')).toEqual(['Công Nhân Xa Nhà']);
    const closed = await nurse.send({
      method: 'POST',
      url: paths.absenceClose(made.json().id),
      headers: { 'if-match': '"1"' },
      payload: { because: 'returned', returnedOn: '2021-07-10' },
    });
    expect(closed.statusCode, closed.body).toBe(200);
    expect(await asked('')).toEqual(['Sinh Viên Xa Nhà']);
    expect(namesOf(await get(nurse, `${paths.registerReturnees}?unitId=${unit.commune}&q=cong nhan`))).toEqual([
      'Công Nhân Xa Nhà',
    ]);
  });
});

describe('households', () => {
  it('are listed with their latest review, and those without one can be asked for', async () => {
    const [seen, unseen] = await inScope(test.db, systemScope, async (tx) => {
      const rows = [1, 2].map((n) => ({ unit_id: unit.hamlet, code: `H${n}`, hamlet: 'Thôn Đông' }));
      return await tx.insertInto('household').values(rows).returning('id').execute();
    });
    const review = {
      householdId: seen?.id,
      reviewedOn: '2021-07-10',
      team: 'Tổ 1',
      peopleHome: 4,
      peopleAway: 1,
      findings: 'Con trai ở Bình Dương',
    };
    const made = await nurse.send({ method: 'POST', url: paths.householdReviews, payload: review });
    expect(made.statusCode, made.body).toBe(201);
    expect((await nurse.send({ method: 'POST', url: paths.householdReviews, payload: review })).json().code).toBe('review.twice');
    const early = { ...review, reviewedOn: '2021-07-11' };
    expect((await nurse.send({ method: 'POST', url: paths.householdReviews, payload: early })).json()).toMatchObject({
      code: 'register.future',
      errors: [{ field: 'reviewedOn' }],
    });
    const asked = async (query: string) =>
      (await get(nurse, `${paths.registerHouseholds}?unitId=${unit.commune}&${query}`)).items.map(
        (one: { household: { id: number } }) => one.household.id,
      );
    expect(await asked('reviewed=true')).toEqual([seen?.id]);
    expect(await asked('reviewed=false')).toEqual([unseen?.id]);
    expect(await asked('reviewed=true&since=2021-07-11')).toEqual([]);
  });
});

describe('F0, F1 and F2', () => {
  it('come from what was derived, and from a list where nothing was', async () => {
    const [case0, derived, stated, both] = [
      await person('Ca Bệnh'),
      await person('Tiếp Xúc Suy Ra'),
      await person('Tiếp Xúc Trên Danh Sách'),
      await person('Danh Sách Ghi F1 Suy Ra F2'),
    ];
    await inScope(test.db, systemScope, async (tx) => {
      await tx
        .insertInto('case_record')
        .values({ outbreak_id: outbreakId, person_id: case0, unit_id: unit.commune, code: 'BN 1', confirmed_at: now })
        .execute();
      const level = { outbreak_id: outbreakId, unit_id: unit.commune, derived_at: now };
      await tx
        .insertInto('person_level')
        .values([
          { ...level, person_id: derived, level: 1 },
          { ...level, person_id: both, level: 2 },
        ])
        .execute();
      const listed = {
        outbreak_id: outbreakId,
        unit_id: unit.commune,
        stated_level: 1,
        learnt_from: 'list' as const,
        created_at: now,
      };
      await tx
        .insertInto('exposure')
        .values([
          { ...listed, target_person_id: stated, source_text: 'BN 1' },
          { ...listed, target_person_id: both, source_text: 'BN 1' },
        ])
        .execute();
    });
    const asked = async (level: number) =>
      namesOf(await get(nurse, `${paths.registerLevels(level)}?unitId=${unit.commune}`)).sort();
    expect(await asked(0)).toEqual(['Ca Bệnh']);
    expect(await asked(1)).toEqual(['Tiếp Xúc Suy Ra', 'Tiếp Xúc Trên Danh Sách']);
    expect(await asked(2)).toEqual(['Danh Sách Ghi F1 Suy Ra F2']);
  });

  it('hold a contact through the last day of the follow-up, with the order that is in force, whatever its measure', async () => {
    const [lastDay, dayAfter] = [await person('Hết Hạn Hôm Nay'), await person('Hết Hạn Hôm Qua')];
    await inScope(test.db, systemScope, async (tx) => {
      const level = { outbreak_id: outbreakId, unit_id: unit.commune, derived_at: now, level: 2 };
      await tx
        .insertInto('person_level')
        .values([
          { ...level, person_id: lastDay, lapses_on: '2021-07-10' },
          { ...level, person_id: dayAfter, lapses_on: '2021-07-09' },
        ])
        .execute();
      const of = { outbreak_id: outbreakId, person_id: lastDay, unit_id: unit.commune, created_at: now };
      const advice = await tx
        .insertInto('isolation_advice')
        .values({ ...of, advised_on: '2021-07-01', inputs: '{}', advice: '{}' })
        .returning('id')
        .executeTakeFirstOrThrow();
      const order = { measure: 'isolation' as const, start_on: '2021-07-01', end_on: '2021-07-10', phases: '[]' };
      await tx
        .insertInto('isolation_order')
        .values({ ...of, ...order, advice_id: advice.id })
        .execute();
    });
    const { items } = await get(nurse, `${paths.registerLevels(2)}?unitId=${unit.commune}&q=het han`);
    expect(namesOf({ items })).toEqual(['Hết Hạn Hôm Nay']);
    expect(items[0].isolation).toEqual({ measure: 'isolation', startOn: '2021-07-01', endOn: '2021-07-10' });
    await inScope(test.db, systemScope, (tx) =>
      tx.deleteFrom('person_level').where('person_id', 'in', [lastDay, dayAfter]).execute(),
    );
  });

  it('are new and closed as the levels’ own history says', async () => {
    const moved = await person('Từ F2 Thành F1');
    const move = {
      outbreak_id: outbreakId,
      person_id: moved,
      unit_id: unit.commune,
      from_level: 2,
      to_level: 1,
      because: 'sample',
      changed_at: now,
    };
    await inScope(test.db, systemScope, (tx) =>
      tx
        .insertInto('level_change')
        .values({ ...move, cause: '{}' })
        .execute(),
    );
    const changes = async (register: string) =>
      (await get(nurse, `${paths.registerChanges(register)}?unitId=${unit.commune}&day=2021-07-10`)).items
        .filter((one: { personId: number }) => one.personId === moved)
        .map((one: { kind: string }) => one.kind);
    expect(await changes('f1')).toEqual(['new']);
    expect(await changes('f2')).toEqual(['closed']);
    expect(await changes('f0')).toEqual([]);
  });
});

describe('between two cuts', () => {
  const changes = async (register: string, day: string) =>
    (await get(nurse, `${paths.registerChanges(register)}?unitId=${unit.commune}&day=${day}`)).items.map(
      (one: { kind: string; name: string }) => `${one.kind} ${one.name}`,
    );

  it('an entry is new on its report day, changed and closed on theirs; one entered by mistake was never new', async () => {
    await signInAt('2021-07-11T08:59:59Z'); // 15:59:59, still the 11th
    const made = await arrive(await person('Về Chiều Mười Một'));
    const { id } = made.json();
    now = new Date('2021-07-11T09:00:00Z'); // 16:00, the 12th begins
    await nurse.send({ method: 'PATCH', url: paths.journey(id), headers: { 'if-match': '"1"' }, payload: { companions: 'vợ' } });
    const wrong = (await arrive(await person('Ghi Nhầm'))).json().id;
    await nurse.send({
      method: 'POST',
      url: paths.journeyClose(wrong),
      headers: { 'if-match': '"1"' },
      payload: { because: 'mistake' },
    });
    expect(await changes('returnees', '2021-07-11')).toEqual(['new Về Chiều Mười Một']);
    expect(await changes('returnees', '2021-07-12')).toEqual(['changed Về Chiều Mười Một', 'closed Ghi Nhầm']);
    expect(await changes('returnees', '2021-07-13')).toEqual([]);
  });

  it('who has not reported is known, by register and unit, and "nothing new" is a report', async () => {
    const report = (who: typeof nurse, unitId: number, register: string, day?: string) =>
      who.send({ method: 'POST', url: paths.registerReports(register), payload: { unitId, day } });
    const missing = async () => await get(chief, `${paths.reportsMissing}?unitId=${unit.district}&day=2021-07-12`);
    expect((await missing()).units.map((one: { unit: { name: string } }) => one.unit.name)).toEqual(['Xã Khác', 'Xã Thử']);
    for (const register of ['f0', 'f1', 'f2', 'returnees', 'away', 'households']) {
      expect((await report(nurse, unit.commune, register, '2021-07-12')).statusCode).toBe(200);
    }
    const quiet = await report(neighbour, unit.other, 'returnees', '2021-07-12');
    expect(quiet.json()).toMatchObject({ nothingNew: true, counts: { new: 0, total: 0 }, late: false });
    const after = await missing();
    expect(after).toMatchObject({ expectedUnits: 2, closed: false });
    expect(after.units).toHaveLength(1);
    expect(after.units[0]).toMatchObject({
      unit: { name: 'Xã Khác' },
      missing: ['f0', 'f1', 'f2', 'away', 'households'],
      lastReportDay: '2021-07-12',
    });
    expect((await report(nurse, unit.commune, 'returnees', '2021-07-13')).json().code).toBe('report.future');
    expect((await report(neighbour, unit.commune, 'returnees')).statusCode).toBe(403);
    expect((await report(chief, unit.district, 'returnees')).json().code).toBe('report.notExpected');
    const alone = await get(neighbour, `${paths.reportsMissing}?unitId=${unit.other}&day=2021-07-12`);
    expect(alone.units.map((one: { unit: { name: string } }) => one.unit.name)).toEqual(['Xã Khác']);
    const teams = await get(nurse, `${paths.reportsMissing}?unitId=${unit.commune}&day=2021-07-12`);
    expect(teams.units.map((one: { unit: { name: string } }) => one.unit.name)).toEqual(['Thôn Đông']);
  });

  it('a unit sets its own cut and its own registers, and its communes inherit them', async () => {
    const url = paths.unitSettings(unit.district);
    const put = (who: typeof nurse, values: object) => sendSeen(who, { method: 'PUT', url, payload: { values } });
    expect((await put(nurse, { 'report.cutHour': 17 })).statusCode).toBe(403);
    expect((await put(chief, { 'report.cutHour': 25 })).statusCode).toBe(400);
    expect((await put(chief, { 'report.wrong': 1 })).statusCode).toBe(400);
    expect((await put(chief, { 'report.cutHour': 17, 'report.registers': ['returnees'] })).statusCode).toBe(200);
    expect(await changes('returnees', '2021-07-11')).toEqual([
      'new Về Chiều Mười Một',
      'changed Về Chiều Mười Một',
      'closed Ghi Nhầm',
    ]);
    const owed = await get(chief, `${paths.reportsMissing}?unitId=${unit.district}&day=2021-07-12`);
    expect(owed.units).toEqual([]);
    expect(owed.cutAt).toBe('2021-07-12T10:00:00.000Z');
    const shown = await get(nurse, paths.unitSettings(unit.commune));
    expect(shown.settings).toContainEqual({
      key: 'report.cutHour',
      value: 17,
      version: 1,
      from: expect.objectContaining({ id: unit.district }),
    });
    await put(chief, { 'report.cutHour': null, 'report.registers': null });
    expect((await get(nurse, paths.unitSettings(unit.commune))).settings).toEqual([]);
  });
});

describe('the day’s figures', () => {
  it('hold no level that only a list states once levels are derived, but of whom it names nobody', async () => {
    const f1 = async () => (await get(nurse, `${paths.registerLevels(1)}?unitId=${unit.commune}`)).items.length;
    expect(await f1()).toBe(2);
    const caseId = await inScope(test.db, systemScope, async (tx) => {
      const { id } = await tx.selectFrom('case_record').select('id').where('code', '=', 'BN 1').executeTakeFirstOrThrow();
      await tx.updateTable('exposure').set({ source_case_id: id, source_text: null }).where('source_text', '=', 'BN 1').execute();
      return id;
    });
    const key = 'levels.derived';
    await inScope(test.db, systemScope, (tx) => tx.insertInto('setting').values({ key, value: '1' }).execute());
    expect(await f1()).toBe(1);
    const words = (text: string | null) =>
      inScope(test.db, systemScope, (tx) =>
        tx
          .updateTable('exposure')
          .set({ source_case_id: text === null ? caseId : null, source_text: text })
          .where('unit_id', '=', unit.commune)
          .execute(),
      );
    await words('chợ Vạn');
    const found = (await get(nurse, `${paths.registerLevels(1)}?unitId=${unit.commune}`)).items;
    expect(found.map((one: { basis: string; source: string }) => [one.basis, one.source]).sort()).toEqual([
      ['derived', null],
      ['stated', 'chợ Vạn'],
    ]);
    await words(null);
    await inScope(test.db, systemScope, (tx) => tx.deleteFrom('setting').where('key', '=', key).execute());
  });

  it('stand by commune, hamlets in theirs, and add up', async () => {
    await arrive(await person('Về Thôn Đông', unit.hamlet), { arrivedOn: '2021-07-11' });
    const figures = await get(chief, `${paths.reportsDay}?unitId=${unit.district}&day=2021-07-12`);
    const names = figures.units.map((one: { unit: { name: string } }) => one.unit.name);
    expect(names).toEqual(['Xã Khác', 'Xã Thử']);
    const commune = figures.units[1];
    expect(commune).toMatchObject({ cases: 1, f1: 2, f2: 1, away: 1, reported: 6, newReturnees: 1 });
    const list = await get(chief, `${paths.registerReturnees}?unitId=${unit.district}&state=all`);
    expect(commune.returnees).toBe(list.items.length);
    expect(figures.total).toMatchObject({ cases: 1, f1: 2, returnees: commune.returnees });
  });

  it('leave as workbooks and a letter, the list with as many lines as the figures say', async () => {
    const file = async (url: string) => {
      const answer = await chief.send({ method: 'GET', url: `${url}?unitId=${unit.district}` });
      expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
      return answer.rawPayload;
    };
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(new Uint8Array(await file(paths.reportsReturneesWorkbook)).buffer);
    const sheet = workbook.getWorksheet('Đã về');
    const figures = await get(chief, `${paths.reportsDay}?unitId=${unit.district}`);
    expect((sheet?.rowCount ?? 0) - 5).toBe(figures.total.returnees);
    expect(sheet?.getRow(5).values).toContain('Nơi đi (tỉnh, huyện, KCN)');
    expect(workbook.getWorksheet('Có thể trở về')?.rowCount).toBe(6);
    for (const url of [
      paths.reportsReturneesLetter,
      paths.reportsDayWorkbook,
      ...['f0', 'f1', 'returnees', 'away', 'households'].map(paths.registerWorkbook),
    ]) {
      expect((await file(url)).subarray(0, 2).toString()).toBe('PK');
    }
    const notice = await chief.send({ method: 'GET', url: paths.unitLoudspeaker(unit.district) });
    expect(notice.body).toContain('không bao giờ hỏi số tài khoản');
    expect(notice.body).toContain('đường dây nóng ....');
    const refused = await neighbour.send({ method: 'GET', url: `${paths.reportsReturneesWorkbook}?unitId=${unit.commune}` });
    expect(refused.statusCode).toBe(403);
  });
});

describe('a list that a commune hands in', () => {
  it('brings new F1 into the register of its report day, and into the figures', async () => {
    const url = `${paths.imports}?unitId=${unit.other}&outbreakId=${outbreakId}`;
    const rows = [
      ['Họ và tên', 'Năm sinh', 'Số điện thoại', 'Diện', 'Ca bệnh liên quan', 'Ngày tiếp xúc'],
      ['Lê Văn Một', 1980, '0912111222', 'F1', 'BN 9', '09/07/2021'],
      ['Lê Thị Hai', 1985, '0912111333', 'F1', 'BN 9', '09/07/2021'],
    ];
    await signInAt('2021-07-13T02:00:00Z');
    const sent = await neighbour.send({ method: 'POST', url, ...fileBody('f1.xlsx', await xlsx({ F1: rows })) });
    expect(sent.statusCode, sent.body).toBe(201);
    const asked = `unitId=${unit.other}&day=2021-07-13`;
    const changes = await get(neighbour, `${paths.registerChanges('f1')}?${asked}`);
    expect(changes.items.map((one: { kind: string; name: string }) => `${one.kind} ${one.name}`)).toEqual([
      'new Lê Văn Một',
      'new Lê Thị Hai',
    ]);
    const figures = await get(chief, `${paths.reportsDay}?unitId=${unit.district}&day=2021-07-13`);
    expect(figures.units[0]).toMatchObject({ unit: { name: 'Xã Khác' }, f1: 2, newF1: 2 });
  });
});
