import { auditPage, paths, problemBody, roleList, session, user, userPage } from '@truyvet/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildUnit } from '../db/testRows.ts';
import { buildApi, ownHeader, signIn } from './testApi.ts';

const test = useTestDatabase();
type Signed = Awaited<ReturnType<typeof signIn>>;
let api: ReturnType<typeof buildApi>['api'];
let whole: Signed;
let ofDistrict: Signed;
let units: { district: number; commune: number; other: number };
const codeOf = (response: { json: () => unknown }) => problemBody.parse(response.json()).code;

beforeAll(async () => {
  ({ api } = buildApi(test.db));
  const district = await buildUnit(test.db, { kind: 'district' });
  const commune = await buildUnit(test.db, { parent_id: district.id });
  const other = await buildUnit(test.db);
  units = { district: district.id, commune: commune.id, other: other.id };
  whole = await signIn(api, test.db, 'administrator');
  ofDistrict = await signIn(api, test.db, [district.id], 'administrator');
});
afterAll(() => api.close());

const account = (over: object = {}) => ({
  username: `tai-khoan-${Math.floor(performance.now() * 1000)}`,
  displayName: 'Trạm Thử',
  role: 'commune',
  unitIds: [units.commune],
  password: 'mat-khau-dai',
  ...over,
});
const add = (by: Signed, over: object = {}) => by.send({ method: 'POST', url: paths.users, payload: account(over) });
const change = (by: Signed, id: number, version: number, payload: object) =>
  by.send({ method: 'PATCH', url: paths.user(id), headers: { 'if-match': `"${version}"` }, payload });

describe('accounts', () => {
  it('are made by an administrator and work at once', async () => {
    const made = await add(whole, { username: 'xa-moi', role: 'police' });
    expect([made.statusCode, made.headers.etag]).toEqual([201, '"1"']);
    expect(user.parse(made.json())).toMatchObject({ role: 'police', units: [{ id: units.commune }], disabled: false });
    const payload = { username: 'xa-moi', password: 'mat-khau-dai' };
    const signed = await api.inject({ method: 'POST', url: paths.session, headers: ownHeader, payload });
    const { permissions, can } = session.parse(signed.json());
    expect([permissions.includes('people.read'), permissions.includes('health.read'), can.importLists]).toEqual([
      true,
      false,
      false,
    ]);
    expect(codeOf(await add(whole, { username: 'Xa-Moi' }))).toBe('user.nameTaken');
  });

  it('of a unit are managed by its administrators, and by nobody bound elsewhere', async () => {
    expect((await add(ofDistrict)).statusCode).toBe(201);
    expect(codeOf(await add(ofDistrict, { unitIds: [units.other] }))).toBe('auth.forbidden');
    expect(codeOf(await add(ofDistrict, { unitIds: [], role: 'administrator' }))).toBe('auth.forbidden');
    const foreign = user.parse((await add(whole, { unitIds: [units.other] })).json());
    expect(codeOf(await change(ofDistrict, foreign.id, 1, { disabled: true }))).toBe('resource.missing');
    expect(codeOf(await ofDistrict.send({ url: paths.user(whole.userId) }))).toBe('resource.missing');
    const seen = userPage.parse((await ofDistrict.send({ url: `${paths.users}?limit=500` })).json()).items;
    expect(seen.flatMap((one) => one.units.map(({ id }) => id)).filter((id) => id === units.other)).toEqual([]);
    expect(seen.map(({ id }) => id)).not.toContain(whole.userId);
    const own = user.parse((await add(ofDistrict)).json());
    expect(codeOf(await change(ofDistrict, own.id, 1, { unitIds: [units.other] }))).toBe('auth.forbidden');
    expect(codeOf(await change(ofDistrict, own.id, 1, { unitIds: [] }))).toBe('auth.forbidden');
  });

  it('are no business of a role that does not manage them', async () => {
    const nurse = await signIn(api, test.db, [units.commune]);
    for (const url of [paths.users, paths.user(whole.userId), paths.audit]) {
      expect([url, codeOf(await nurse.send({ url }))]).toEqual([url, 'auth.forbidden']);
    }
    expect(codeOf(await add(nurse))).toBe('auth.forbidden');
  });

  it('are changed by one at a time: the second is told what is there now', async () => {
    const made = user.parse((await add(whole)).json());
    expect(codeOf(await whole.send({ method: 'PATCH', url: paths.user(made.id), payload: {} }))).toBe('resource.versionRequired');
    expect((await change(whole, made.id, 1, { displayName: 'Một' })).json()).toMatchObject({ displayName: 'Một', version: 2 });
    const late = problemBody.parse((await change(whole, made.id, 1, { displayName: 'Hai' })).json());
    expect(late).toMatchObject({ code: 'resource.changed', current: { displayName: 'Một', version: 2 } });
  });

  it('that are disabled or get a new password are signed out', async () => {
    const nurse = await signIn(api, test.db, [units.commune]);
    expect((await nurse.send({ url: paths.session })).statusCode).toBe(200);
    const payload = { password: 'mot-mat-khau-khac' };
    expect((await whole.send({ method: 'PUT', url: paths.userPassword(nurse.userId), payload })).statusCode).toBe(204);
    expect(codeOf(await nurse.send({ url: paths.session }))).toBe('auth.required');
    const second = await signIn(api, test.db, [units.commune]);
    expect((await change(whole, second.userId, 1, { disabled: true })).statusCode).toBe(200);
    expect(codeOf(await second.send({ url: paths.session }))).toBe('auth.required');
  });

  it('keep one administrator of the whole', async () => {
    const { items } = userPage.parse((await whole.send({ url: `${paths.users}?limit=500` })).json());
    const others = items.filter(
      ({ role, units: given, id }) => role === 'administrator' && given.length === 0 && id !== whole.userId,
    );
    expect(others).toEqual([]);
    expect(codeOf(await change(whole, whole.userId, 1, { disabled: true }))).toBe('user.lastAdministrator');
    expect(codeOf(await change(whole, whole.userId, 1, { role: 'commune', unitIds: [units.commune] }))).toBe(
      'user.lastAdministrator',
    );
    expect((await whole.send({ url: paths.session })).statusCode).toBe(200);
  });

  it('show everybody what the roles permit', async () => {
    const { items, permissions } = roleList.parse((await ofDistrict.send({ url: paths.roles })).json());
    expect(items).toHaveLength(9);
    expect(permissions.every(({ name }) => name.vi.length > 0)).toBe(true);
  });

  it('leave a trace of every act, without passwords', async () => {
    const page = auditPage.parse((await whole.send({ url: `${paths.audit}?subject=user&limit=500` })).json());
    expect(new Set(page.items.map(({ action }) => action))).toEqual(new Set(['create', 'change', 'setPassword']));
    expect(page.items[0]).toMatchObject({ user: { id: expect.any(Number), displayName: 'Người Thử' }, subject: 'user' });
    expect(JSON.stringify(page)).not.toContain('mat-khau');
  });
});
