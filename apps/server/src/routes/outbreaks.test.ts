import { defaultOutbreak, outbreak, outbreakList, paths, problemBody, summary } from '@truyvet/contract';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureFirstOutbreak, outbreakOf } from '../db/outbreaks.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildUnit } from '../db/testRows.ts';
import { buildApi, signIn } from './testApi.ts';

const test = useTestDatabase();
let api: FastifyInstance;
let administrator: Awaited<ReturnType<typeof signIn>>;
let nurse: Awaited<ReturnType<typeof signIn>>;
let covid: number;
let unitId: number;

beforeAll(async () => {
  ({ api } = buildApi(test.db));
  unitId = (await buildUnit(test.db)).id;
  covid = await ensureFirstOutbreak(test.db);
  administrator = await signIn(api, test.db, 'administrator');
  nurse = await signIn(api, test.db, [unitId]);
});

const measles = { code: 'soi-2021', disease: 'measles', name: 'Sởi 2021', startedOn: '2021-06-01' };
const open = (over: object = {}, headers = {}) =>
  administrator.send({ method: 'POST', url: paths.outbreaks, payload: { ...measles, ...over }, headers });
const shown = async () => {
  const response = await nurse.send({ url: paths.outbreakSettings });
  return { ...defaultOutbreak.parse(response.json()), etag: String(response.headers.etag) };
};
const choose = async (outbreakId: number | null, etag?: string) => {
  const headers = { 'if-match': etag ?? (await shown()).etag };
  return await administrator.send({ method: 'PUT', url: paths.outbreakSettings, payload: { outbreakId }, headers });
};
const codes = async () =>
  outbreakList
    .parse((await nurse.send({ url: paths.outbreaks })).json())
    .items.map(({ code, isDefault }) => (isDefault ? `${code} *` : code));
const auditOf = async (subject: string) =>
  (
    await inScope(test.db, systemScope, (tx) =>
      sql<{ userId: number | null; details: unknown }>`
        select user_id as "userId", details from audit_log where subject = ${subject} order by id desc limit 1`.execute(tx),
    )
  ).rows[0];

describe('an outbreak, over the API', () => {
  it('is opened once for one key by an administrator, who is named in the audit log, and becomes the default as the newest', async () => {
    const headers = { 'idempotency-key': 'mo-o-dich-1' };
    const first = await open({}, headers);
    expect(first.statusCode).toBe(201);
    const made = outbreak.parse(first.json());
    expect(made).toEqual({ ...measles, id: made.id, isDefault: true });
    const again = await open({}, headers);
    expect([again.statusCode, again.headers['idempotency-replayed'], again.json()]).toEqual([201, 'true', first.json()]);
    expect(await codes()).toEqual(['soi-2021 *', 'covid-19']);
    const details = { code: 'soi-2021', disease: 'measles', startedOn: '2021-06-01' };
    expect(await auditOf('outbreak')).toEqual({ userId: administrator.userId, details });
  });

  it('is refused with the field that is wrong, in both languages', async () => {
    const refusals: [object, string, string][] = [
      [{}, 'outbreak.exists', 'code'],
      [{ code: 'dich-hach', disease: 'plague' }, 'disease.unknown', 'disease'],
      [{ code: 'Sởi 2021' }, 'request.invalid', 'code'],
      [{ code: 'soi-sau', startedOn: '2021-07-11' }, 'register.future', 'startedOn'],
    ];
    for (const [over, code, field] of refusals) {
      const body = problemBody.parse((await open(over)).json());
      expect([body.code, body.errors?.map((one) => one.field)]).toEqual([code, [field]]);
    }
    const words = problemBody.parse((await open({ code: 'Sởi 2021' })).json()).title;
    expect(words.vi).toContain('mã (code) chỉ được có chữ thường không dấu');
    expect(await codes()).toHaveLength(2);
  });

  it('is opened by nobody who does not see the whole system', async () => {
    const payload = { ...measles, code: 'cua-xa' };
    const refused = await nurse.send({ method: 'POST', url: paths.outbreaks, payload });
    expect(problemBody.parse(refused.json()).code).toBe('auth.forbidden');
    const set = { method: 'PUT', url: paths.outbreakSettings, payload: { outbreakId: covid } } as const;
    const chosen = await nurse.send({ ...set, headers: { 'if-match': (await shown()).etag } });
    expect(problemBody.parse(chosen.json()).code).toBe('auth.forbidden');
    expect(await codes()).toEqual(['soi-2021 *', 'covid-19']);
  });
});

describe('the outbreak that is meant where none is named', () => {
  it('is the chosen one for whatever asks, also once a newer one is opened, until the choice is taken back', async () => {
    const before = await shown();
    expect(before).toMatchObject({ outbreakId: null, outbreak: { code: 'soi-2021' } });
    const chosen = await choose(covid);
    expect([chosen.statusCode, defaultOutbreak.parse(chosen.json()).outbreakId]).toEqual([200, covid]);
    await open({ code: 'sxh-2021', disease: 'dengue', name: 'Sốt xuất huyết 2021' });
    expect(await codes()).toEqual(['sxh-2021', 'soi-2021', 'covid-19 *']);
    expect(summary.parse((await nurse.send({ url: `${paths.summary}?unitId=${unitId}` })).json()).outbreak.id).toBe(covid);
    expect((await inScope(test.db, systemScope, (tx) => outbreakOf(tx, undefined))).code).toBe('covid-19');
    expect(await ensureFirstOutbreak(test.db)).toBe(covid);
    expect(await auditOf('setting')).toEqual({
      userId: administrator.userId,
      details: { before: { outbreakId: null }, after: { outbreakId: covid } },
    });
    await choose(null);
    expect(await codes()).toEqual(['sxh-2021 *', 'soi-2021', 'covid-19']);
  });

  it('must be one that there is: else the field is named in both languages, and nothing changes', async () => {
    const before = await shown();
    const refused = await choose(987_654);
    const body = problemBody.parse(refused.json());
    expect([refused.statusCode, body.code, body.title]).toEqual([
      404,
      'resource.missing',
      { vi: 'Không tìm thấy ổ dịch (outbreakId).', en: 'Not found: outbreak (outbreakId).' },
    ]);
    expect(body.errors).toMatchObject([{ field: 'outbreakId', code: 'notFound' }]);
    expect(await shown()).toEqual(before);
    const asked = await nurse.send({ url: `${paths.summary}?unitId=${unitId}&outbreakId=987654` });
    expect(problemBody.parse(asked.json()).errors).toMatchObject([{ field: 'outbreakId' }]);
  });

  it('is not overwritten by who saw what was there before', async () => {
    const { etag } = await shown();
    expect((await choose(covid, etag)).statusCode).toBe(200);
    const late = await choose(null, etag);
    const body = problemBody.parse(late.json());
    expect([late.statusCode, body.code]).toEqual([412, 'resource.changed']);
    expect(body.current).toMatchObject({ outbreakId: covid });
    const unseen = await administrator.send({ method: 'PUT', url: paths.outbreakSettings, payload: { outbreakId: null } });
    expect(unseen.statusCode).toBe(428);
    expect((await shown()).outbreakId).toBe(covid);
  });
});
