import { paths, unitSettings } from '@truyvet/contract';
import type { FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildUnit } from '../db/testRows.ts';
import { buildApi, sendSeen, signIn } from './testApi.ts';

const test = useTestDatabase();
let api: FastifyInstance;
let chief: Awaited<ReturnType<typeof signIn>>;
let nurse: Awaited<ReturnType<typeof signIn>>;
let district: string;
let commune: string;

beforeAll(async () => {
  ({ api } = buildApi(test.db));
  const above = await buildUnit(test.db, { kind: 'district', name: 'Huyện' });
  const own = await buildUnit(test.db, { parent_id: above.id, name: 'Xã' });
  [district, commune] = [paths.unitSettings(above.id), paths.unitSettings(own.id)];
  chief = await signIn(api, test.db, [above.id, own.id], 'district');
  nurse = await signIn(api, test.db, [own.id]);
});

const tagOf = async (url: string) => String((await nurse.send({ url })).headers.etag);
const keysOf = (body: unknown) => unitSettings.parse(body).settings.map(({ key }) => key);
const put = (who: typeof nurse, seen: string, values: object) =>
  who.send({ method: 'PUT', url: commune, payload: { values }, headers: { 'if-match': seen } });

describe('what a unit has set', () => {
  it('is in its first version until somebody sets something, whatever it inherits', async () => {
    expect(await tagOf(commune)).toBe('"1"');
    await sendSeen(chief, { method: 'PUT', url: district, payload: { values: { 'report.cutHour': 18 } } });
    expect([await tagOf(commune), await tagOf(district)]).toEqual(['"1"', '"2"']);
    expect(keysOf((await nurse.send({ url: commune })).json())).toEqual(['report.cutHour']);
  });

  it('is set by one of two officers who saw the same; the other reads what is there now', async () => {
    const seen = await tagOf(commune);
    const answers = await Promise.all([
      put(nurse, seen, { 'letter.place': 'Thiệu Hóa' }),
      put(chief, seen, { 'hotline.number': '0936036115' }),
    ]);
    const [won, lost] = [200, 412].map((status) => answers.find(({ statusCode }) => statusCode === status));
    expect(won?.headers.etag).toBe(await tagOf(commune));
    expect(lost?.json()).toMatchObject({ code: 'resource.changed', current: won?.json() });
    expect(keysOf((await nurse.send({ url: commune })).json())).toEqual(keysOf(won?.json()));
  });

  it('is not what was seen at first, also when all of it was taken away again', async () => {
    await sendSeen(nurse, { method: 'PUT', url: commune, payload: { values: { 'letter.place': null, 'hotline.number': null } } });
    expect(keysOf((await nurse.send({ url: commune })).json())).toEqual(['report.cutHour']);
    expect((await put(nurse, '"1"', { 'letter.place': 'Nơi khác' })).statusCode).toBe(412);
  });

  it('is not changed by who does not say what they saw', async () => {
    const blind = await nurse.send({ method: 'PUT', url: commune, payload: { values: { 'letter.place': 'Nơi khác' } } });
    expect([blind.statusCode, blind.json().code]).toEqual([428, 'resource.versionRequired']);
    expect(keysOf((await nurse.send({ url: commune })).json())).toEqual(['report.cutHour']);
  });
});
