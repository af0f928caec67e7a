import { alertPage, alertSteps, errand, errandPage, paths, possibleOwners, problemBody, workload } from '@truyvet/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { escalateAlerts } from '../commands/triage/escalateAlerts.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildPerson, buildUnit, testNow } from '../db/testRows.ts';
import { buildApi, sendSeen, signIn } from './testApi.ts';

const test = useTestDatabase();
let api: ReturnType<typeof buildApi>['api'];
let now = testNow;
let nurse: Awaited<ReturnType<typeof signIn>>;
let colleague: typeof nurse;
let district: typeof nurse;
let stranger: typeof nurse;
let units: { district: number; commune: number; other: number };
const later = (minutes: number) => new Date(testNow.getTime() + minutes * 60_000);

beforeAll(async () => {
  const { db } = test;
  const { id: districtId } = await buildUnit(db, { name: 'Huyện Thử', kind: 'district' });
  const { id: commune } = await buildUnit(db, { name: 'Xã Thử', parent_id: districtId });
  const { id: other } = await buildUnit(db, { name: 'Xã Khác', parent_id: districtId });
  units = { district: districtId, commune, other };
  ({ api } = buildApi(db, { clock: { now: () => now } }));
  nurse = await signIn(api, db, [commune]);
  colleague = await signIn(api, db, [commune]);
  district = await signIn(api, db, [districtId]);
  stranger = await signIn(api, db, [other]);
});
afterAll(() => api.close());

async function buildErrand(over: { code?: string; person?: boolean; dueInMinutes?: number } = {}) {
  const { code = 'notReached', person = true, dueInMinutes = 60 } = over;
  const personId = person ? (await buildPerson(test.db, { unit_id: units.commune })).id : null;
  const row = {
    unit_id: units.commune,
    person_id: personId,
    code,
    created_at: testNow,
    due_at: later(dueInMinutes),
  };
  return await inScope(test.db, systemScope, (tx) =>
    tx.insertInto('errand').values(row).returning('id').executeTakeFirstOrThrow(),
  );
}

const post = (user: typeof nurse, url: string, payload: object, version?: number) =>
  user.send({ method: 'POST', url, payload, headers: version === undefined ? {} : { 'if-match': `"${version}"` } });
const codeOf = (response: { json: () => unknown }) => problemBody.parse(response.json()).code;
const errandsOf = async (user: typeof nurse, query: string) =>
  errandPage.parse((await user.send({ url: `${paths.errands}?${query}` })).json()).items;
const alertsOf = async (user: typeof nurse, query: string) =>
  alertPage.parse((await user.send({ url: `${paths.alerts}?${query}` })).json()).items;

describe('an errand', () => {
  it('is taken, handed over and given back; each hand must have seen the one before', async () => {
    const { id } = await buildErrand();
    const url = paths.errandAssign(id);
    expect(codeOf(await post(nurse, url, { ownerId: nurse.userId }))).toBe('resource.versionRequired');
    const taken = await post(nurse, url, { ownerId: nurse.userId }, 1);
    expect(errand.parse(taken.json())).toMatchObject({ owner: { id: nurse.userId }, version: 2, assignedAt: now.toISOString() });
    expect(taken.headers['etag']).toBe('"2"');
    expect((await errandsOf(nurse, 'mine=true')).map((item) => item.id)).toContain(id);
    expect((await errandsOf(nurse, 'unassigned=true')).map((item) => item.id)).not.toContain(id);
    const late = await post(colleague, url, { ownerId: colleague.userId }, 1);
    expect([late.statusCode, codeOf(late)]).toEqual([412, 'resource.changed']);
    const handed = errand.parse((await post(nurse, url, { ownerId: colleague.userId }, 2)).json());
    expect(handed).toMatchObject({ owner: { id: colleague.userId }, version: 3 });
    expect(await errandsOf(nurse, 'mine=true')).toEqual([]);
    expect(errand.parse((await post(colleague, url, { ownerId: null }, 3)).json()).owner).toBeNull();
  });

  it('cannot be given to who does not look after its unit, not even past the API', async () => {
    const { id } = await buildErrand();
    const url = paths.errandAssign(id);
    const refused = await post(nurse, url, { ownerId: stranger.userId }, 1);
    expect([refused.statusCode, codeOf(refused)]).toEqual([422, 'errand.ownerOutOfReach']);
    const past = inScope(test.db, systemScope, (tx) =>
      tx.updateTable('errand').set({ owner_id: stranger.userId }).where('id', '=', id).execute(),
    );
    await expect(past).rejects.toThrow(/does not see unit/);
    expect(codeOf(await post(stranger, url, { ownerId: stranger.userId }, 1))).toBe('resource.missing');
    expect(errand.parse((await post(nurse, url, { ownerId: district.userId }, 1)).json()).owner?.id).toBe(district.userId);
    const committee = await signIn(api, test.db, [units.commune], 'committee');
    expect(codeOf(await post(nurse, url, { ownerId: committee.userId }, 2))).toBe('errand.ownerOutOfReach');
    const owners = possibleOwners.parse((await nurse.send({ url: paths.errandOwners(id) })).json()).items;
    expect(owners.map((owner) => owner.id).sort()).toEqual([nurse.userId, colleague.userId, district.userId].sort());
  });

  it('is nobody’s again when it moves to a unit that its owner does not see', async () => {
    const { id } = await buildErrand();
    await post(nurse, paths.errandAssign(id), { ownerId: nurse.userId }, 1);
    const moved = await inScope(test.db, systemScope, (tx) =>
      tx.updateTable('errand').set({ unit_id: units.other }).where('id', '=', id).returningAll().executeTakeFirstOrThrow(),
    );
    expect(moved).toMatchObject({ owner_id: null, assigned_at: null });
  });

  it('ends once, with an outcome that fits its kind', async () => {
    const { id } = await buildErrand({ code: 'wrongNumber' });
    const url = paths.errandDone(id);
    const open = (await errandsOf(nurse, 'state=open')).find((item) => item.id === id);
    expect(open?.outcomes).toEqual(['numberFound', 'noNumber', 'moved', 'notFound', 'done', 'notNeeded', 'notPossible']);
    expect(codeOf(await post(nurse, url, { outcome: 'contactConfirmed' }, 1))).toBe('errand.outcomeUnfit');
    expect(codeOf(await post(nurse, url, { outcome: 'nonsense' }, 1))).toBe('request.invalid');
    const done = errand.parse((await post(nurse, url, { outcome: 'numberFound', result: 'Số của con gái' }, 1)).json());
    expect(done).toMatchObject({ outcome: 'numberFound', result: 'Số của con gái', version: 2, doneAt: now.toISOString() });
    expect(codeOf(await post(colleague, url, { outcome: 'noNumber' }, 2))).toBe('errand.done');
    expect(codeOf(await post(colleague, paths.errandAssign(id), { ownerId: colleague.userId }, 2))).toBe('errand.done');
  });

  it('may be about a unit or a list, and then names nobody', async () => {
    const { id } = await buildErrand({ code: 'listNotReported', person: false });
    const found = (await errandsOf(nurse, 'state=open&limit=500')).find((item) => item.id === id);
    expect(found).toMatchObject({ person: null, unit: { id: units.commune } });
    expect(errand.parse((await post(nurse, paths.errandComplete(id), { result: 'Đã nộp' })).json()).person).toBeNull();
    expect((await errandsOf(stranger, 'state=all')).map((item) => item.id)).not.toContain(id);
  });

  it('stands in the overdue list from its deadline on, and stays there when it was done too late', async () => {
    const { id } = await buildErrand({ dueInMinutes: -1 });
    const inTime = await buildErrand({ dueInMinutes: 1 });
    const overdue = async (state: string) => (await errandsOf(nurse, `overdue=true&state=${state}`)).map((item) => item.id);
    expect(await overdue('open')).toContain(id);
    expect(await overdue('open')).not.toContain(inTime.id);
    await post(nurse, paths.errandDone(id), { outcome: 'reached' }, 1);
    expect(await overdue('open')).not.toContain(id);
    expect(await overdue('done')).toContain(id);
  });
});

describe('an alert that nobody took', () => {
  it('is flagged in the district’s inbox, and shows who is asked; taking it keeps the note', async () => {
    const { id: personId } = await buildPerson(test.db, { unit_id: units.commune });
    const row = { unit_id: units.commune, person_id: personId, code: 'severeSign', raised_at: testNow, due_at: later(5) };
    const { id } = await inScope(test.db, systemScope, (tx) =>
      tx.insertInto('alert').values(row).returning('id').executeTakeFirstOrThrow(),
    );
    expect(await alertsOf(district, 'mine=true')).toEqual([]);
    expect(await alertsOf(nurse, 'mine=true')).toMatchObject([{ id, asksMe: true, escalation: null }]);
    now = later(6);
    await escalateAlerts(test.db, now);
    const escalation = { level: 1, unit: { id: units.district }, at: now.toISOString(), dueAt: later(11).toISOString() };
    expect(await alertsOf(district, 'mine=true')).toMatchObject([{ id, asksMe: true, escalation }]);
    expect(await alertsOf(nurse, 'mine=true')).toEqual([]);
    expect(await alertsOf(nurse, 'escalated=true&overdue=true')).toMatchObject([{ id, asksMe: false, escalation }]);
    expect(await alertsOf(stranger, 'state=all')).toEqual([]);
    const steps = alertSteps.parse((await nurse.send({ url: paths.alertSteps(id) })).json()).items;
    expect(steps).toMatchObject([{ level: 1, from: { id: units.commune }, to: { id: units.district } }]);
    expect(codeOf(await stranger.send({ url: paths.alertSteps(id) }))).toBe('resource.missing');
    await post(district, paths.alertAcknowledge(id), { note: 'Đã gọi trạm y tế xã' });
    await post(nurse, paths.alertAcknowledge(id), { note: 'Muộn rồi' });
    expect(await alertsOf(nurse, 'state=acknowledged')).toMatchObject([{ id, note: 'Đã gọi trạm y tế xã' }]);
    now = testNow;
  });
});

describe('the workload', () => {
  it('counts open work by owner and by commune, within what the asker sees', async () => {
    await inScope(test.db, systemScope, (tx) => sql`update errand set done_at = ${testNow} where done_at is null`.execute(tx));
    const first = await buildErrand({ dueInMinutes: -10 });
    await buildErrand();
    await post(nurse, paths.errandAssign(first.id), { ownerId: nurse.userId }, 1);
    const read = async (user: typeof nurse, query = '') =>
      workload.parse((await user.send({ url: `${paths.workload}${query}` })).json());
    const load = await read(district, `?unitId=${units.district}`);
    expect(load.owners).toMatchObject([
      { owner: { id: nurse.userId }, open: 1, overdue: 1 },
      { owner: null, open: 1, overdue: 0, nextDueAt: later(60).toISOString() },
    ]);
    expect(load.units).toMatchObject([
      { unit: { id: units.commune }, openErrands: 2, overdueErrands: 1, unassignedErrands: 1, openAlerts: 0 },
    ]);
    expect((await read(stranger)).units).toEqual([]);
    expect(codeOf(await stranger.send({ url: `${paths.workload}?unitId=${units.commune}` }))).toBe('auth.forbidden');
  });
});

describe('the policy of escalation', () => {
  it('is read by all who read alerts and set by who sees everything', async () => {
    const policies = { default: [30], byCode: { severeSign: [3, 6] } };
    const put = (user: typeof nurse) => sendSeen(user, { method: 'PUT', url: paths.escalationSettings, payload: policies });
    expect(codeOf(await put(nurse))).toBe('auth.forbidden');
    expect(codeOf(await put(district))).toBe('auth.forbidden');
    const administrator = await signIn(api, test.db, 'administrator');
    expect((await put(administrator)).json()).toEqual(policies);
    expect((await nurse.send({ url: paths.escalationSettings })).json()).toEqual(policies);
    const stale = { method: 'PUT', url: paths.escalationSettings, headers: { 'if-match': '"1"' } } as const;
    const late = await administrator.send({ ...stale, payload: { default: [60], byCode: {} } });
    expect(late.json()).toMatchObject({ code: 'resource.changed', current: policies });
    const odd = await administrator.send({
      method: 'PUT',
      url: paths.escalationSettings,
      payload: { ...policies, default: [0] },
    });
    expect(codeOf(odd)).toBe('request.invalid');
  });
});
