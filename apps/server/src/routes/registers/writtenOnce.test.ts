import { paths } from '@truyvet/contract';
import { nameKey } from '@truyvet/outbreak';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit } from '../../db/testRows.ts';
import { buildApi, signIn } from '../testApi.ts';

const test = useTestDatabase();
let api: FastifyInstance;
let unit: Record<'risky' | 'commune', number>;
let nurse: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  const { db } = test;
  await buildOutbreak(db);
  const risky = (await buildUnit(db, { name: 'Thuận An thử', kind: 'district' })).id;
  unit = { risky, commune: (await buildUnit(db, { name: 'Xã Thử' })).id };
  ({ api } = buildApi(db, { clock: { now: () => new Date('2021-07-10T01:00:00Z') } }));
  nurse = await signIn(api, db, [unit.commune]);
  const admin = await signIn(api, db, 'administrator');
  const area = { unitId: risky, grade: 'high', validFrom: '2021-06-01', document: 'CV 12' };
  expect((await admin.send({ method: 'POST', url: paths.riskAreas, payload: area })).statusCode).toBe(201);
});
afterAll(() => api.close());

const person = async (fullName: string) =>
  (await buildPerson(test.db, { unit_id: unit.commune, full_name: fullName, name_key: nameKey(fullName), phone: '+84912345678' }))
    .id;
const arrive = async (personId: number, over: object = {}) =>
  await nurse.send({
    method: 'POST',
    url: paths.journeys,
    payload: { personId, fromUnitId: unit.risky, arrivedOn: '2021-07-08', ...over },
  });
const get = async (url: string) => {
  const answer = await nurse.send({ method: 'GET', url });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};

describe('the register of returnees', () => {
  it('holds an arrival once, whoever writes it down again; one that was a mistake can be written anew', async () => {
    const someone = await person('Ghi Hai Lần');
    const { id } = (await arrive(someone)).json();
    const twice = await arrive(someone, { fromUnitId: null, fromText: 'Bình Dương' });
    expect([twice.statusCode, twice.json()]).toEqual([409, expect.objectContaining({ code: 'journey.twice' })]);
    expect((await arrive(someone, { arrivedOn: '2021-07-09' })).statusCode).toBe(201);
    const close = { method: 'POST', url: paths.journeyClose(id), headers: { 'if-match': '"1"' } } as const;
    expect((await nurse.send({ ...close, payload: { because: 'mistake' } })).statusCode).toBe(200);
    expect((await arrive(someone)).statusCode).toBe(201);
  });
});

describe('a local who is away', () => {
  const away = (personId: number) => ({ personId, reason: 'work', destination: 'province', placeText: 'Bình Dương' });
  const post = (url: string, payload: object) => nurse.send({ method: 'POST', url, payload });

  it('is in the register once, until they are back', async () => {
    const someone = await person('Đi Xa Hai Lần');
    const { id } = (await post(paths.absences, away(someone))).json();
    expect((await post(paths.absences, away(someone))).json()).toMatchObject({ code: 'absence.twice' });
    const back = { because: 'returned', returnedOn: '2021-07-09' };
    const url = paths.absenceClose(id);
    const closed = await nurse.send({ method: 'POST', url, headers: { 'if-match': '"1"' }, payload: back });
    expect(closed.statusCode, closed.body).toBe(200);
    const again = await post(paths.absences, away(someone));
    expect(again.statusCode).toBe(201);
    const mistake = { method: 'POST', url: paths.absenceClose(again.json().id), headers: { 'if-match': '"1"' } } as const;
    expect((await nurse.send({ ...mistake, payload: { because: 'mistake' } })).statusCode).toBe(200);
  });

  it('who is back and in the register of returnees already is not counted there twice', async () => {
    const someone = await person('Về Đã Ghi Trước');
    const { id } = (await post(paths.absences, away(someone))).json();
    const arrival = (await arrive(someone, { fromUnitId: unit.risky, arrivedOn: '2021-07-09' })).json();
    const url = paths.absenceClose(id);
    const payload = { because: 'returned', returnedOn: '2021-07-09' };
    const closed = await nurse.send({ method: 'POST', url, headers: { 'if-match': '"1"' }, payload });
    expect(closed.json()).toMatchObject({ journeyId: arrival.id });
    const found = await get(`${paths.registerReturnees}?unitId=${unit.commune}&q=ve da ghi truoc`);
    expect(found.items).toHaveLength(1);
  });
});
