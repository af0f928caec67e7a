import { createHash } from 'node:crypto';
import { declarationFields, paths } from '@truyvet/contract';
import { nameKey } from '@truyvet/outbreak';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit, testNow } from '../db/testRows.ts';
import { publicFormsAMinute } from './publicLimit.ts';
import { buildApi, fileBody, ownHeader, sendSeen, signIn } from './testApi.ts';

const test = useTestDatabase();
let api: FastifyInstance;
let communeId: number;
let provinceId: number;
let an: number;
let nurse: Awaited<ReturnType<typeof signIn>>;
const code = '15775';
const anPhone = '0912 345 678';
const spoken = { organisation: 'Trung tâm Y tế huyện Thử', callbackNumber: '0237 3812 345', callerNumber: null };
/** Each caller has a door of their own, so that only the test of the limit meets it. */
let door = 0;
const newDoor = () => `10.0.${Math.floor(++door / 250)}.${(door % 250) + 1}`;

beforeAll(async () => {
  const { db } = test;
  await buildOutbreak(db, { name: 'COVID-19' });
  const district = (await buildUnit(db, { name: 'Huyện Thử', kind: 'district' })).id;
  communeId = (await buildUnit(db, { code, name: 'Xã Thử', parent_id: district })).id;
  provinceId = (await buildUnit(db, { name: 'Tỉnh Bình Dương', kind: 'province' })).id;
  const row = { unit_id: communeId, full_name: 'Nguyễn Văn An', name_key: nameKey('Nguyễn Văn An'), birth_year: 1985 };
  an = (await buildPerson(db, { ...row, phone: '+84912345678' })).id;
  ({ api } = buildApi(db, { spoken }));
  nurse = await signIn(api, db, [communeId]);
});
afterAll(() => api.close());

const declare = (payload: object, remoteAddress = newDoor()) =>
  api.inject({
    method: 'POST',
    url: paths.declarations,
    headers: ownHeader,
    remoteAddress,
    payload: { fullName: 'Nguyễn Văn An', birthYear: 1985, phone: anPhone, unitCode: code, ...payload },
  });
const read = async (query: string) => (await nurse.send({ method: 'GET', url: `${paths.declarations}?${query}` })).json().items;
const system = <T>(work: Parameters<typeof inScope<T>>[2]) => inScope(test.db, systemScope, work);

describe('a health declaration', () => {
  it('counts at once for the one person who is certainly meant, and says nothing about them', async () => {
    const from = 'KCN VSIP 1, Thuận An, Bình Dương';
    const answer = await declare({
      fullName: 'NGUYEN VAN AN',
      from,
      leftOn: '2021-07-08',
      arrivedOn: '2021-07-09',
      metCase: 'yes',
    });
    expect(answer.statusCode, answer.body).toBe(201);
    expect(Object.keys(answer.json()).sort()).toEqual(['advice', 'code', 'severe']);
    const known = { from, leftOn: '2021-07-08', arrivedOn: '2021-07-09', metCase: 'yes' };
    const stranger = await declare({ ...known, fullName: 'Người Không Ai Biết', phone: '0987 654 321', birthYear: 1990 });
    expect(answer.json().advice.vi).toContain('xin quý vị ở tại nhà');
    expect({ ...stranger.json(), code: '' }).toEqual({ ...answer.json(), code: '' });
    const [first] = await read('state=decided');
    expect(first).toMatchObject({ match: 'certain', person: { id: an }, from: { text: from } });
    const journey = await system((tx) =>
      tx.selectFrom('journey').selectAll().where('person_id', '=', an).executeTakeFirstOrThrow(),
    );
    expect(journey).toMatchObject({ from_unit_id: provinceId, arrived_on: '2021-07-09' });
    const errands = await system((tx) =>
      tx.selectFrom('errand').select('code').where('person_id', '=', an).orderBy('code').execute(),
    );
    expect(errands.map((errand) => errand.code)).toEqual(['declaredContact', 'declaredReturnee']);
  });

  it('that names where somebody came from but not when makes a returnee too, and work to find the day out', async () => {
    const row = { unit_id: communeId, full_name: 'Lê Văn Về', name_key: nameKey('Lê Văn Về'), birth_year: 1990 };
    const { id } = await buildPerson(test.db, { ...row, phone: '+84912000777' });
    const told = { fullName: 'Lê Văn Về', birthYear: 1990, phone: '0912 000 777', from: 'Quận 7, TP. Hồ Chí Minh' };
    await declare(told);
    await declare({ ...told, note: 'khai lại' });
    const journeys = await system((tx) =>
      tx.selectFrom('journey').select(['from_text', 'arrived_on']).where('person_id', '=', id).execute(),
    );
    expect(journeys).toEqual([{ from_text: told.from, arrived_on: null }]);
    const errands = await system((tx) => tx.selectFrom('errand').select('code').where('person_id', '=', id).execute());
    expect(errands).toEqual([{ code: 'declaredReturnee' }]);
  });

  it('sent twice is stored once', async () => {
    const submissionKey = 'ma-bieu-mau-thu-nghiem';
    const [first, second] = [await declare({ submissionKey }), await declare({ submissionKey })];
    expect(second.json().code).toBe(first.json().code);
  });

  it('that only may be about somebody is proposed with its reasons, and counts when an officer has said who it is', async () => {
    await declare({ fullName: 'Nguyễn Văn Ân', birthYear: null, arrivedOn: '2021-07-10', from: 'Hà Nội' });
    const [open] = (await read('state=open')).filter((one: { fullName: string }) => one.fullName === 'Nguyễn Văn Ân');
    expect(open).toMatchObject({ match: 'proposed', person: null, candidates: [{ person: { id: an } }] });
    expect(open.candidates[0].reasons.map((reason: { vi: string }) => reason.vi).join(' ')).toContain('số điện thoại 091***678');
    const decide = (tag: string, payload: object) =>
      nurse.send({ method: 'POST', url: paths.declarationDecide(open.id), headers: { 'if-match': tag }, payload });
    const decided = await decide(`"${open.version}"`, { decision: 'person', personId: an });
    expect(decided.json()).toMatchObject({ match: 'confirmed', person: { id: an }, journeyId: expect.any(Number) });
    expect((await decide(`"${open.version + 1}"`, { decision: 'new' })).json().code).toBe('declaration.decided');
  });

  it('of nobody known becomes one errand of the commune, and a new person when an officer says so', async () => {
    await declare({ fullName: 'Trần Thị Mới', phone: '0987 111 222', birthYear: 1999 });
    const errands = await system((tx) =>
      tx.selectFrom('errand').selectAll().where('code', '=', 'declarationUnmatched').execute(),
    );
    expect(errands).toHaveLength(1);
    expect(errands[0]).toMatchObject({ unit_id: communeId, person_id: null });
    const [open] = (await read('state=open')).filter((one: { fullName: string }) => one.fullName === 'Trần Thị Mới');
    const url = paths.declarationDecide(open.id);
    const made = await nurse.send({
      method: 'POST',
      url,
      headers: { 'if-match': `"${open.version}"` },
      payload: { decision: 'new' },
    });
    expect(made.json()).toMatchObject({ match: 'created', person: { fullName: 'Trần Thị Mới', maskedPhone: '098***222' } });
  });

  it('ends the errand of its commune when it is the last that was undecided; the next one makes another', async () => {
    const errands = () =>
      system((tx) =>
        tx
          .selectFrom('errand')
          .select(['outcome', 'done_by', 'result'])
          .where('code', '=', 'declarationUnmatched')
          .where('unit_id', '=', communeId)
          .orderBy('id')
          .execute(),
      );
    await declare({ fullName: 'Phan Thị Cuối', phone: '0987 111 444', birthYear: 1991 });
    for (const open of await read('state=open')) {
      expect((await errands()).at(-1)).toEqual({ outcome: null, done_by: null, result: null });
      const payload = { decision: 'reject', reason: 'Khai thử.' };
      const headers = { 'if-match': `"${open.version}"` };
      await nurse.send({ method: 'POST', url: paths.declarationDecide(open.id), headers, payload });
    }
    const done = await errands();
    expect(done.at(-1)).toEqual({ outcome: 'done', done_by: nurse.userId, result: 'Đã xử lý hết tờ khai.' });
    await declare({ fullName: 'Phan Thị Sau', phone: '0987 111 555', birthYear: 1992 });
    expect((await errands()).slice(done.length)).toEqual([{ outcome: null, done_by: null, result: null }]);
  });

  it('with a severe sign says 115 first and raises the alert at once, also for somebody nobody knows', async () => {
    const answer = await declare({
      fullName: 'Lê Thị Khó Thở',
      phone: '0978 123 456',
      birthYear: 1950,
      symptoms: ['breathless'],
    });
    expect(answer.json().advice.vi).toMatch(/^Khó thở hoặc tức ngực: xin gọi 115 ngay/);
    const alerts = await system((tx) =>
      tx
        .selectFrom('alert as a')
        .innerJoin('person as p', 'p.id', 'a.person_id')
        .select(['a.code', 'a.due_at', 'p.unit_id'])
        .where('p.full_name', '=', 'Lê Thị Khó Thở')
        .orderBy('a.due_at')
        .orderBy('a.code')
        .execute(),
    );
    expect(alerts.map((alert) => alert.code)).toEqual(['severeSign', 'vulnerableWithFever', 'symptoms']);
    expect(alerts[0]).toMatchObject({ unit_id: communeId, due_at: new Date(testNow.getTime() + 5 * 60_000) });
  });

  it('with the former code of a symptom says the same as with the one of today, also from the page', async () => {
    const fullName = 'Lê Thị Mã Cũ';
    const answer = await declare({ fullName, phone: null, symptoms: ['shortOfBreath', 'breathless', 'lossOfSmell'] });
    expect(answer.json()).toMatchObject({ severe: true });
    const page = await api.inject({
      method: 'POST',
      url: paths.declarePage,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      remoteAddress: newDoor(),
      payload: new URLSearchParams({ fullName, unitCode: code, symptoms: 'shortOfBreath' }).toString(),
    });
    expect([page.statusCode, page.body.includes('xin gọi')]).toEqual([201, true]);
    const stored = (await read('state=all')).filter((one: { fullName: string }) => one.fullName === fullName);
    expect(stored.map((one: { symptoms: string[] }) => one.symptoms)).toEqual([
      ['breathless', 'lossOfSmellOrTaste'],
      ['breathless'],
    ]);
  });

  it('with a number, name or commune that cannot be is handed back, and nothing is stored', async () => {
    const before = (await read('state=all')).length;
    expect((await declare({ phone: '123' })).json()).toMatchObject({
      code: 'declaration.phone',
      errors: [{ field: 'phone', code: 'unfit' }],
    });
    expect((await declare({ fullName: 'An 123' })).json().code).toBe('declaration.name');
    expect((await declare({ unitCode: '00000' })).json().code).toBe('declaration.unit');
    expect((await declare({ leftOn: '2021-07-09', arrivedOn: '2021-07-08' })).json().code).toBe('register.dates');
    expect((await read('state=all')).length).toBe(before);
  });

  it('is taken on the telephone by an officer of the commune, who is told what to say and who it may be', async () => {
    const told = { fullName: 'Nguyễn Văn An', birthYear: 1985, phone: anPhone, symptoms: ['fever'] };
    const take = (who: typeof nurse, payload: object) =>
      who.send({ method: 'POST', url: paths.declarationTaken, payload: { unitId: communeId, channel: 'phone', ...payload } });
    const taken = await take(nurse, { ...told, sourceRef: 'cuộc gọi 17' });
    expect(taken.statusCode, taken.body).toBe(201);
    expect(taken.json()).toMatchObject({
      severe: false,
      declaration: { channel: 'phone', match: 'certain', person: { id: an } },
    });
    expect(taken.json().advice.vi).toContain('ở tại nhà');
    const severe = await take(nurse, { ...told, symptoms: ['chestPain'] });
    expect(severe.json().advice.vi).toMatch(/^Khó thở hoặc tức ngực: xin gọi 115 ngay/);
    const stranger = await signIn(api, test.db, [provinceId], 'hotline');
    expect((await take(stranger, told)).json().code).toBe('auth.forbidden');
  });

  it('comes in bulk no further than the limit', async () => {
    const remoteAddress = newDoor();
    const statuses: number[] = [];
    for (let n = 0; n <= publicFormsAMinute; n++) statuses.push((await declare({ phone: '123' }, remoteAddress)).statusCode);
    expect(statuses.slice(0, -1).every((status) => status === 422)).toBe(true);
    expect(statuses.at(-1)).toBe(429);
  });

  it('comes out of a file row by row, each stored or handed back, and a second time not at all', async () => {
    const csv = [
      'TỜ KHAI Y TẾ',
      'STT;Họ và tên;Năm sinh;Số điện thoại;Ngày đến;Sốt;Ho',
      '1;Phạm Văn Khai;1970;0966000111;09/07/2021;x;',
      '2;Phạm 12;1971;0966000222;;;',
      '3;Vũ Thị Khai;1980;0966000333;;;',
    ].join('\n');
    const bring = async () =>
      (
        await nurse.send({
          method: 'POST',
          url: `${paths.declarationImport}?unitId=${communeId}`,
          ...fileBody('to-khai.csv', Buffer.from(csv)),
        })
      ).json();
    const first = await bring();
    expect(first).toMatchObject({ rows: 3, stored: 2, seenBefore: 0, rejected: [{ row: 4 }] });
    expect(await bring()).toMatchObject({ rows: 3, stored: 0, seenBefore: 2 });
    const [feverish] = (await read('state=all')).filter((one: { fullName: string }) => one.fullName === 'Phạm Văn Khai');
    expect(feverish).toMatchObject({ channel: 'import', symptoms: ['fever'], arrivedOn: '2021-07-09' });
  });

  it('that a release with other codes took out of a file is the same row', async () => {
    const csv = 'Họ và tên;Sốt;Khó thở;Mất mùi\nTạ Văn Dòng;x;x;x';
    const url = `${paths.declarationImport}?unitId=${communeId}`;
    const brought = await nurse.send({ method: 'POST', url, ...fileBody('dong-cu.csv', Buffer.from(csv)) });
    expect(brought.json()).toMatchObject({ stored: 1 });
    const rest = declarationFields.parse({ fullName: 'Tạ Văn Dòng' });
    const before = JSON.stringify({ ...rest, symptoms: ['fever', 'lossOfSmell', 'shortOfBreath'] });
    const key = `row-${createHash('sha256').update(`${communeId}|${before}`).digest('hex').slice(0, 40)}`;
    const rows = await system((tx) =>
      tx.selectFrom('declaration').select('symptoms').where('submission_key', '=', key).execute(),
    );
    expect(rows).toEqual([{ symptoms: ['fever', 'lossOfSmellOrTaste', 'breathless'] }]);
  });
});

describe('the declarations of one file', () => {
  type View = { id: number; version: number; fullName: string; match: string; person: { id: number } | null };
  const bring = async (file: string, ...rows: string[]) => {
    const csv = ['Họ và tên,Năm sinh,Số điện thoại,Nơi đi,Ngày về', ...rows].join('\n');
    const url = `${paths.declarationImport}?unitId=${communeId}`;
    return (await nurse.send({ method: 'POST', url, ...fileBody(file, Buffer.from(csv)) })).json();
  };
  const open = async (file: string): Promise<View[]> => await read(`state=open&file=${encodeURIComponent(file)}`);
  const decide = (of: readonly View[], decision: string) => {
    const declarations = of.map(({ id, version }) => ({ id, version }));
    const payload = { declarations, decision, reason: 'Chuyến xe đã đối chiếu với danh sách đón' };
    return nurse.send({ method: 'POST', url: paths.declarationsDecide, payload });
  };

  it('are found by its name, and become new people together, somebody who declared twice once', async () => {
    await bring(
      'chuyến xe #7.csv',
      'Đinh Văn Xe,1990,0971000111,TP. Hồ Chí Minh,09/07/2021',
      'Đinh Thị Xe,1991,0971000112,TP. Hồ Chí Minh,09/07/2021',
      'ĐINH THỊ XE,1991,0971000112,TP. Hồ Chí Minh,08/07/2021',
      'Nguyễn Văn Ân,,0912345678,Hà Nội,09/07/2021',
    );
    await bring('khác.csv', 'Đinh Văn Khác,1990,0971000113,Hà Nội,09/07/2021');
    const all = await open('chuyến xe #7.csv');
    expect(all.map(({ match }) => match)).toEqual(['none', 'none', 'none', 'proposed']);
    const done = (await decide(all, 'new')).json();
    expect(done).toEqual({ decided: 3, left: [{ id: all[3]?.id, code: expect.any(String), candidates: 1 }] });
    const after: View[] = await read(`state=decided&file=${encodeURIComponent('chuyến xe #7.csv')}`);
    expect(after.map(({ match }) => match)).toEqual(['created', 'created', 'confirmed']);
    expect(after[2]?.person?.id).toBe(after[1]?.person?.id);
    const people = after.map(({ person }) => person?.id ?? 0);
    const journeys = await system((tx) => tx.selectFrom('journey').select('id').where('person_id', 'in', people).execute());
    expect(journeys).toHaveLength(3);
    const logged = await system((tx) =>
      tx
        .selectFrom('audit_log')
        .select('details')
        .where('action', '=', 'decide')
        .where(
          'subject_id',
          'in',
          after.map(({ id }) => String(id)),
        )
        .execute(),
    );
    expect(logged.map(({ details }) => details)).toEqual(
      after.map(() => expect.objectContaining({ reason: 'Chuyến xe đã đối chiếu với danh sách đón', together: 4 })),
    );
    expect(await open('khác.csv')).toHaveLength(1);
  });

  it('are each about the one who is proposed for them, or about nobody', async () => {
    const [proposed] = await open('chuyến xe #7.csv');
    if (!proposed) throw new Error('nothing proposed');
    const others = await open('khác.csv');
    expect((await decide([proposed, ...others], 'candidate')).json()).toMatchObject({ decided: 1, left: [{ candidates: 0 }] });
    expect((await decide(await open('khác.csv'), 'reject')).json()).toEqual({ decided: 1, left: [] });
    expect(await open('khác.csv')).toEqual([]);
  });

  it('are left as they are, all of them, when one has changed since it was seen or was decided', async () => {
    await bring('đêm.csv', 'Đinh Văn Đêm,1990,0971000114,Hà Nội,09/07/2021', 'Đinh Thị Đêm,1990,0971000115,Hà Nội,09/07/2021');
    const [first, second] = await open('đêm.csv');
    if (!first || !second) throw new Error('nothing there');
    expect((await decide([first, { ...second, version: 7 }], 'new')).json()).toMatchObject({ code: 'resource.changed' });
    expect((await decide([second], 'reject')).json()).toMatchObject({ decided: 1 });
    const late = await decide([first, { ...second, version: second.version + 1 }], 'new');
    expect(late.json()).toMatchObject({ code: 'declaration.decided' });
    expect(await open('đêm.csv')).toEqual([first]);
    const elsewhere = await signIn(api, test.db, [(await buildUnit(test.db)).id]);
    const payload = { declarations: [{ id: first.id, version: first.version }], decision: 'reject', reason: 'x' };
    const hidden = await elsewhere.send({ method: 'POST', url: paths.declarationsDecide, payload });
    expect(hidden.statusCode).toBe(404);
  });
});

describe('a registered place', () => {
  let placeId: number;
  const check = (payload: object) =>
    api.inject({ method: 'POST', url: paths.checkIns, headers: ownHeader, remoteAddress: newDoor(), payload });
  const posterOf = async () =>
    (await system((tx) => tx.selectFrom('place').select('poster_code').where('id', '=', placeId).executeTakeFirstOrThrow()))
      .poster_code ?? '';

  it('without a poster is found, gets one, and its poster carries who asks for it, the hotline and the address of the form', async () => {
    const made = await nurse.send({
      method: 'POST',
      url: paths.places,
      payload: { unitId: communeId, kind: 'workplace', name: 'Xưởng May Thử' },
    });
    placeId = made.json().id;
    const without = async () =>
      (await nurse.send({ method: 'GET', url: `${paths.places}?withoutPoster=true&kind=workplace` })).json().items;
    expect((await without()).map((one: { id: number }) => one.id)).toEqual([placeId]);
    const url = paths.placePoster(placeId);
    expect((await nurse.send({ method: 'GET', url })).json().code).toBe('poster.missing');
    await sendSeen(nurse, {
      method: 'PUT',
      url: paths.unitSettings(communeId),
      payload: { values: { 'hotline.number': '0936.036.115' } },
    });
    expect((await nurse.send({ method: 'POST', url, headers: { 'if-match': '"1"' } })).json()).toMatchObject({ hasPoster: true });
    expect(await without()).toEqual([]);
    const poster = (await nurse.send({ method: 'GET', url, headers: { host: '192.168.1.20:8080' } })).body;
    expect(poster).toContain(`http://192.168.1.20:8080/q/${await posterOf()}`);
    expect(poster).toContain('0936.036.115');
    expect(poster).toContain(spoken.organisation);
    expect(poster).toContain('<svg');
  });

  it('prints no poster that only this machine can open, until the unit has a public address', async () => {
    const url = paths.placePoster(placeId);
    for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080'])
      expect((await nurse.send({ method: 'GET', url, headers: { host } })).json()).toMatchObject({
        code: 'poster.noAddress',
        status: 409,
      });
    const put = (address: string | null) =>
      sendSeen(nurse, { method: 'PUT', url: paths.unitSettings(communeId), payload: { values: { 'public.address': address } } });
    await put('https://khaibao.example.vn');
    expect((await nurse.send({ method: 'GET', url })).body).toContain(`https://khaibao.example.vn/q/${await posterOf()}`);
    await put(null);
  });

  it('takes a check-in by its poster, knows who it is by number and name, and takes a second tap for the same visit', async () => {
    const posterCode = await posterOf();
    const visit = { posterCode, fullName: 'Nguyễn Văn An', phone: anPhone };
    expect((await check(visit)).json()).toEqual({ place: 'Xưởng May Thử', cameAt: testNow.toISOString() });
    await check(visit);
    await check({ posterCode, fullName: 'Khách Lạ' });
    const rows = await system((tx) =>
      tx.selectFrom('check_in').select(['person_id', 'full_name']).where('place_id', '=', placeId).orderBy('id').execute(),
    );
    expect(rows).toEqual([
      { person_id: an, full_name: 'Nguyễn Văn An' },
      { person_id: null, full_name: 'Khách Lạ' },
    ]);
  });

  it('that has a new poster refuses the old code', async () => {
    const old = await posterOf();
    await nurse.send({ method: 'POST', url: paths.placePoster(placeId), headers: { 'if-match': '"2"' } });
    expect((await check({ posterCode: old, fullName: 'Nguyễn Văn An' })).json().code).toBe('poster.unknown');
  });

  it('shows its form to a telephone without a script, and takes it', async () => {
    const url = paths.checkInPage(await posterOf());
    const page = await api.inject({ method: 'GET', url });
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('Xưởng May Thử');
    expect(page.body).not.toContain('<script');
    const sent = await api.inject({ method: 'POST', url, ...form({ fullName: 'Khách Ghé Qua', phone: '' }) });
    expect(sent.body).toContain('Đã ghi nhận');
    expect((await api.inject({ method: 'GET', url: paths.checkInPage('KHONGCO') })).statusCode).toBe(404);
  });
});

describe('the declaration page', () => {
  it('offers the communes, keeps what was typed after a mistake, and gives a receipt', async () => {
    const empty = await api.inject({ method: 'GET', url: `${paths.declarePage}?xa=${code}` });
    expect(empty.body).toContain(`<option value="${code}" selected>Xã Thử</option>`);
    expect(empty.headers['content-security-policy']).toContain("form-action 'self'");
    const wrong = await api.inject({
      method: 'POST',
      url: paths.declarePage,
      ...form({ fullName: '<b>An</b>', unitCode: code, phone: '12' }),
    });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('&#60;b&#62;An');
    expect(wrong.body).not.toContain('<b>An');
    const fields = {
      fullName: 'Đỗ Văn Trang',
      birthYear: '1977',
      unitCode: code,
      phone: '0966 777 888',
      symptoms: 'fever',
      website: '',
    };
    const sent = await api.inject({ method: 'POST', url: paths.declarePage, ...form(fields) });
    expect(sent.statusCode, sent.body.slice(0, 2000)).toBe(201);
    expect(sent.body).toContain('Mã khai báo của quý vị');
    const robot = await api.inject({ method: 'POST', url: paths.declarePage, ...form({ ...fields, website: 'x' }) });
    expect(robot.statusCode).toBe(422);
  });
});

function form(fields: Record<string, string>) {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return { payload: new URLSearchParams(fields).toString(), headers, remoteAddress: newDoor() };
}
