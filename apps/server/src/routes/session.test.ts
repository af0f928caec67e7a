import { paths, problemBody, session } from '@truyvet/contract';
import { describe, expect, it } from 'vitest';
import { connect } from '../db/connect.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildUnit, testNow } from '../db/testRows.ts';
import { createUser } from '../db/users.ts';
import { requestsAMinute } from './guards.ts';
import { buildApi, ownHeader, signIn } from './testApi.ts';

const test = useTestDatabase();
const codeOf = (response: { json: () => unknown }) => problemBody.parse(response.json()).code;

describe('signing in', () => {
  it('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const { api } = buildApi(test.db);
    const unit = await buildUnit(test.db);
    const user = {
      username: 'tram-a',
      displayName: 'Trạm A',
      role: 'commune',
      password: 'đúng rồi',
      unitIds: [unit.id],
      now: testNow,
    } as const;
    await inScope(test.db, systemScope, (tx) => createUser(tx, user));
    const payload = { username: ' Tram-A ', password: 'đúng rồi' };
    const response = await api.inject({ method: 'POST', url: paths.session, headers: ownHeader, payload });
    expect(response.statusCode).toBe(200);
    expect(response.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(session.parse(response.json())).toMatchObject({
      user: { username: 'tram-a', role: 'commune' },
      units: [{ id: unit.id }],
    });
  });

  it('gives the same answer for a wrong name and a wrong password', async () => {
    const { api } = buildApi(test.db);
    const unit = await buildUnit(test.db);
    const user = {
      username: 'tram-b',
      displayName: 'Trạm B',
      role: 'commune',
      password: 'đúng',
      unitIds: [unit.id],
      now: testNow,
    } as const;
    await inScope(test.db, systemScope, (tx) => createUser(tx, user));
    const bodies = [];
    for (const payload of [
      { username: 'tram-b', password: 'sai' },
      { username: 'khong-co', password: 'sai' },
    ]) {
      const response = await api.inject({ method: 'POST', url: paths.session, headers: ownHeader, payload });
      expect(response.statusCode).toBe(401);
      expect(response.headers['content-type']).toContain('application/problem+json');
      bodies.push(response.body);
    }
    expect(bodies[0]).toBe(bodies[1]);
  });

  it('refuses further tries at one account after eight in a minute, even with the right password', async () => {
    const { api } = buildApi(test.db);
    await signIn(api, test.db, 'administrator');
    const attempt = (username: string) =>
      api.inject({ method: 'POST', url: paths.session, headers: ownHeader, payload: { username, password: 'sai' } });
    const codes = [];
    for (let n = 0; n < 10; n++) codes.push(codeOf(await attempt('mot-nguoi')));
    expect(codes.filter((code) => code === 'auth.failed')).toHaveLength(8);
    expect(codes.at(-1)).toBe('auth.tooMany');
    expect(codeOf(await attempt('nguoi-khac'))).toBe('auth.failed');
  });

  it('ends with sign-out: the old cookie opens nothing', async () => {
    const { api } = buildApi(test.db);
    const { send } = await signIn(api, test.db, 'administrator');
    expect((await send({ url: paths.session })).statusCode).toBe(200);
    expect((await send({ method: 'DELETE', url: paths.session })).statusCode).toBe(204);
    expect(codeOf(await send({ url: paths.session }))).toBe('auth.required');
  });

  it('ends after twelve hours', async () => {
    let now = testNow;
    const { api } = buildApi(test.db, { clock: { now: () => now } });
    const { send } = await signIn(api, test.db, 'administrator');
    now = new Date(testNow.getTime() + 12 * 3_600_000 + 1);
    expect(codeOf(await send({ url: paths.units }))).toBe('auth.required');
  });

  it('leaves a row in the audit log for a success and for a refusal', async () => {
    const { api } = buildApi(test.db);
    const { userId } = await signIn(api, test.db, 'administrator');
    await api.inject({ method: 'POST', url: paths.session, headers: ownHeader, payload: { username: 'x', password: 'x' } });
    const rows = await inScope(test.db, systemScope, (tx) => tx.selectFrom('audit_log').select(['action', 'user_id']).execute());
    expect(rows).toContainEqual({ action: 'signIn', user_id: userId });
    expect(rows).toContainEqual({ action: 'signInRefused', user_id: null });
  });
});

describe('requests from elsewhere', () => {
  it('refuses a change without our header, and one that a browser says comes from another site', async () => {
    const { api } = buildApi(test.db);
    const payload = { username: 'x', password: 'x' };
    expect(codeOf(await api.inject({ method: 'POST', url: paths.session, payload }))).toBe('auth.crossSite');
    const headers = { ...ownHeader, 'sec-fetch-site': 'cross-site' };
    expect(codeOf(await api.inject({ method: 'POST', url: paths.session, headers, payload }))).toBe('auth.crossSite');
  });

  it('are limited for each place, before anything is looked up for them', { timeout: 30_000 }, async () => {
    const { api } = buildApi(test.db);
    const ask = (remoteAddress: string) => api.inject({ url: paths.health, remoteAddress });
    const statuses = new Set<number>();
    for (let n = 0; n < requestsAMinute; n += 100) {
      for (const response of await Promise.all(Array.from({ length: 100 }, () => ask('10.0.0.1'))))
        statuses.add(response.statusCode);
    }
    expect([...statuses]).toEqual([200]);
    const over = await api.inject({ url: paths.units, remoteAddress: '10.0.0.1', headers: { cookie: 'truyvet_session=x' } });
    expect([over.statusCode, codeOf(over)]).toEqual([429, 'auth.tooMany']);
    expect((await ask('10.0.0.2')).statusCode).toBe(200);
  });

  it('gets security headers and nothing to keep', async () => {
    const { api } = buildApi(test.db);
    const { headers } = await api.inject({ url: paths.units });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
    });
  });
});

describe('what cannot be understood', () => {
  it('is refused with the field that is wrong', async () => {
    const { api } = buildApi(test.db);
    const response = await api.inject({ method: 'POST', url: paths.session, headers: ownHeader, payload: { username: 'x' } });
    expect(problemBody.parse(response.json())).toMatchObject({ code: 'request.invalid', status: 400 });
    expect(response.body).toContain('password');
    const broken = { ...ownHeader, 'content-type': 'application/json' };
    const notJson = await api.inject({ method: 'POST', url: paths.session, headers: broken, payload: '{' });
    expect(codeOf(notJson)).toBe('request.invalid');
  });

  it('is not found, in the same form', async () => {
    const { api } = buildApi(test.db);
    expect(codeOf(await api.inject({ url: '/api/nothing' }))).toBe('resource.missing');
  });
});

describe('for machines', () => {
  it('says that it is well', async () => {
    const { api } = buildApi(test.db);
    const response = await api.inject({ url: paths.health });
    expect([response.statusCode, response.json()]).toEqual([
      200,
      { status: 'ok', database: true, dialing: false, trunk: 'unknown' },
    ]);
  });

  it('says that it is not, without its database', async () => {
    const nowhere = connect('postgres://nobody@127.0.0.1:1/nothing');
    const { api } = buildApi(nowhere);
    const response = await api.inject({ url: paths.health });
    expect([response.statusCode, response.json()]).toMatchObject([503, { status: 'failing', database: false }]);
    const asked = await api.inject({ url: paths.units, headers: { cookie: 'truyvet_session=x' } });
    const failed = { code: 'server.failed', details: { id: expect.stringMatching(/^[0-9a-f]{8}$/) } };
    expect(problemBody.parse(asked.json())).toMatchObject(failed);
    expect(asked.body).not.toContain('ECONNREFUSED');
    await nowhere.destroy();
  });

  it('describes itself, and counts, for this machine only', async () => {
    const { api } = buildApi(test.db);
    const description = (await api.inject({ url: '/api/openapi.json' })).json<{ paths: Record<string, unknown> }>();
    expect(Object.keys(description.paths)).toContain('/api/people/{id}');
    expect((await api.inject({ url: '/metrics' })).body).toContain('truyvet_calls 0');
    expect((await api.inject({ url: '/metrics', headers: { 'x-forwarded-for': '10.0.0.1' } })).statusCode).toBe(404);
    expect((await api.inject({ url: '/metrics', remoteAddress: '10.0.0.1' })).statusCode).toBe(404);
  });
});
