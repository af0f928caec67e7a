import { paths } from '@truyvet/contract';
import { referenceUnits } from '@truyvet/outbreak';
import type { FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildPerson, buildTask, buildUnit } from '../../db/testRows.ts';
import { loadReferenceUnits, unitIdAt } from '../../db/units.ts';
import { buildApi, signIn } from '../testApi.ts';

type Desk = Awaited<ReturnType<typeof signIn>>;

describe('what is known of people', () => {
  const test = useTestDatabase();
  let api: FastifyInstance;
  let communeId: number;
  let commune: Desk;
  let neighbour: Desk;

  beforeAll(async () => {
    ({ api } = buildApi(test.db));
    await loadReferenceUnits(test.db, referenceUnits);
    communeId = (await inScope(test.db, systemScope, (tx) => unitIdAt(tx, '15775', '2021-07-10'))) ?? 0;
    commune = await signIn(api, test.db, [communeId]);
    neighbour = await signIn(api, test.db, [(await buildUnit(test.db)).id]);
  });

  const facts = async (desk: Desk, id: number) => await desk.send({ method: 'GET', url: paths.personFacts(id) });
  const patch = async (desk: Desk, id: number, version: number, payload: object) =>
    await desk.send({ method: 'PATCH', url: paths.person(id), headers: { 'if-match': `"${version}"` }, payload });
  const person = (over: Parameters<typeof buildPerson>[1] = {}) => buildPerson(test.db, { unit_id: communeId, ...over });

  it('is corrected field by field, with what it was, who did it and why', async () => {
    const { id } = await person({ full_name: 'Nguyen Van An', phone: '+84936036115' });
    const first = await facts(commune, id);
    expect(first.headers['etag']).toBe('"1"');
    const change = {
      fullName: 'NGUYỄN VĂN ẤN',
      birth: { year: 1979, date: '1979-05-02', precision: 'day' },
      nationalId: '038 079 001234',
      occupation: 'Công nhân',
      hamlet: 'Thôn 3',
      phones: [
        { phone: '0167 234 5678', ownerRelation: 'con gái', state: 'confirmed' },
        { phone: '0936036115', state: 'wrong' },
      ],
      reason: 'Gọi điện xác minh',
    };
    const changed = await patch(commune, id, 1, change);
    expect(changed.statusCode).toBe(200);
    expect(changed.headers['etag']).toBe('"2"');
    expect(changed.json()).toMatchObject({
      version: 2,
      fullName: 'Nguyễn Văn Ấn',
      birth: { year: 1979, precision: 'day' },
      nationalId: '038079001234',
      occupation: 'Công nhân',
      phones: [
        { e164: '+84372345678', ownerRelation: 'con gái', state: 'confirmed' },
        { e164: '+84936036115', state: 'wrong' },
      ],
      addresses: [{ kind: 'living', written: { hamlet: 'Thôn 3' }, unit: { code: '15775' } }],
    });
    const history = (await commune.send({ method: 'GET', url: paths.personHistory(id) })).json();
    expect(history.items.map((edit: { field: string }) => edit.field).sort()).toEqual(
      ['birth', 'fullName', 'hamlet', 'nationalId', 'occupation', 'phones'].sort(),
    );
    expect(history.items.find((edit: { field: string }) => edit.field === 'fullName')).toMatchObject({
      before: 'Nguyen Van An',
      after: 'Nguyễn Văn Ấn',
      reason: 'Gọi điện xác minh',
      editedBy: 'Người Thử',
      version: 2,
    });
    expect(JSON.stringify(history)).not.toContain('038079001234');
    expect(history.items.find((edit: { field: string }) => edit.field === 'nationalId')).toMatchObject({ after: '038***234' });
  });

  it('is never overwritten silently by two officers', async () => {
    const { id } = await person();
    expect((await patch(commune, id, 1, { occupation: 'Nông dân' })).statusCode).toBe(200);
    const late = await patch(commune, id, 1, { occupation: 'Giáo viên' });
    expect(late.statusCode).toBe(412);
    expect(late.json()).toMatchObject({ code: 'resource.changed', details: { version: 2 } });
    expect((await facts(commune, id)).json()).toMatchObject({ version: 2, occupation: 'Nông dân' });
    const unseen = await commune.send({ method: 'PATCH', url: paths.person(id), payload: { occupation: 'X' } });
    expect(unseen.json()).toMatchObject({ code: 'resource.versionRequired' });
  });

  it('stays as it is when nothing differs', async () => {
    const { id } = await person({ occupation: 'Thợ may' });
    expect((await patch(commune, id, 1, { occupation: ' Thợ  may ' })).json()).toMatchObject({ version: 1 });
    expect((await commune.send({ method: 'GET', url: paths.personHistory(id) })).json()).toMatchObject({ items: [] });
  });

  it('shows where a list says that somebody works, until a registered place takes the place of the words', async () => {
    const { id } = await person({ occupation: 'Công nhân', workplace_text: 'Cty may Sông Mã' });
    const page = async () => (await commune.send({ method: 'GET', url: paths.person(id) })).json();
    expect(await page()).toMatchObject({ occupation: 'Công nhân', workplace: { name: 'Cty may Sông Mã', placeId: null } });
    expect((await facts(commune, id)).json()).toMatchObject({ workplace: null, workplaceText: 'Cty may Sông Mã' });
    const place = { unitId: communeId, kind: 'workplace', name: 'Công ty May Sông Mã' };
    const placeId = (await commune.send({ method: 'POST', url: paths.places, payload: place })).json().id;
    expect((await patch(commune, id, 1, { workplaceId: placeId })).json()).toMatchObject({
      workplace: { id: placeId },
      workplaceText: null,
    });
    expect(await page()).toMatchObject({ workplace: { name: 'Công ty May Sông Mã', placeId } });
    const history = (await commune.send({ method: 'GET', url: paths.personHistory(id) })).json();
    expect(history.items).toContainEqual(
      expect.objectContaining({ field: 'workplaceText', before: 'Cty may Sông Mã', after: null }),
    );
  });

  it('refuses what cannot be, naming the field', async () => {
    const { id } = await person();
    const other = await person();
    const refused = async (payload: object) => (await patch(commune, id, 1, payload)).json();
    expect(await refused({ fullName: '12345' })).toMatchObject({ code: 'person.fieldInvalid', details: { field: 'fullName' } });
    expect(await refused({ nationalId: '12345678901234' })).toMatchObject({ details: { field: 'nationalId' } });
    expect(await refused({ phones: [{ phone: '115 115' }] })).toMatchObject({ details: { field: 'phones' } });
    expect(await refused({ phones: [{ phone: '0936036115' }, { phone: '+84 936 036 115' }] })).toMatchObject({
      code: 'person.fieldInvalid',
    });
    expect(await refused({ householdId: 999_999 })).toMatchObject({ details: { field: 'householdId' } });
    expect(await refused({ birth: { year: 1980, date: '1981-01-01', precision: 'day' } })).toMatchObject({
      code: 'request.invalid',
    });
    expect((await patch(commune, other.id, 1, { nationalId: '038180004321' })).statusCode).toBe(200);
    expect(await refused({ nationalId: '038180004321' })).toMatchObject({ code: 'person.identityTaken' });
    expect((await facts(commune, id)).json()).toMatchObject({ version: 1 });
  });

  it('of a merged record is changed where it went', async () => {
    const into = await person();
    const { id } = await person({ merged_into_id: into.id });
    expect((await patch(commune, id, 1, { occupation: 'X' })).json()).toMatchObject({
      code: 'person.merged',
      details: { into: into.id },
    });
    const add = await commune.send({
      method: 'POST',
      url: paths.personAddresses(id),
      payload: { kind: 'work', text: 'Thiệu Ngọc' },
    });
    expect(add.json()).toMatchObject({ code: 'person.merged' });
  });

  it('warns of a number that contradicts year or sex, and takes it', async () => {
    const { id } = await person({ birth_year: 1990, sex: 'male' });
    expect((await patch(commune, id, 1, { nationalId: '038185001234' })).json()).toMatchObject({
      warnings: ['nationalId.sexDiffers', 'nationalId.yearDiffers'],
    });
  });

  it('sends a call that waits to the corrected number', async () => {
    const { id } = await person({ phone: '+84936036111' });
    const task = await buildTask(test.db, { person_id: id, e164: '+84936036111' });
    await patch(commune, id, 1, { phones: [{ phone: '0936036222' }] });
    const row = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('call_task').select('e164').where('id', '=', task.id).executeTakeFirstOrThrow(),
    );
    expect(row.e164).toBe('+84936036222');
  });

  it('is not there for another commune, and identity numbers not for roles without them', async () => {
    const { id } = await person();
    await patch(commune, id, 1, { nationalId: '038080111222' });
    expect((await facts(neighbour, id)).statusCode).toBe(404);
    expect((await patch(neighbour, id, 2, { occupation: 'X' })).statusCode).toBe(404);
    const hotline = await signIn(api, test.db, [communeId], 'hotline');
    expect((await facts(hotline, id)).json()).toMatchObject({ nationalId: null });
    expect((await patch(hotline, id, 2, { nationalId: null })).json()).toMatchObject({ code: 'auth.forbidden' });
  });

  it('lists addresses of the past beside the one that holds', async () => {
    const { id } = await person({ hamlet: 'Thôn 1', address: 'Nhà cũ' });
    const add = (payload: object) => commune.send({ method: 'POST', url: paths.personAddresses(id), payload });
    const added = await add({ kind: 'living', text: 'Số 7, tổ 2, thôn 5, xã Thiệu Ngọc, huyện Thiệu Hóa' });
    expect(added.statusCode).toBe(201);
    expect(added.json()).toMatchObject({
      kind: 'living',
      resolution: 'resolved',
      precision: 'exact',
      unit: { code: '15775', name: 'Xã Thiệu Ngọc' },
      written: { hamlet: 'thôn 5', group: 'tổ 2', detail: 'Số 7' },
    });
    expect((await facts(commune, id)).json()).toMatchObject({ version: 2, hamlet: 'thôn 5', address: 'Số 7' });
    await add({ kind: 'origin', text: 'Phường Tân Tạo, Bình Tân, TP Hồ Chí Minh' });
    const { items } = (await commune.send({ method: 'GET', url: paths.personAddresses(id) })).json();
    expect(items.map((one: { kind: string; validTo: string | null }) => [one.kind, one.validTo])).toEqual([
      ['living', null],
      ['origin', null],
      ['living', '2021-07-09'],
    ]);
    expect(items[1]).toMatchObject({ resolution: 'unknown', unit: null });
  });

  it('is given to another commune by who looks after both', async () => {
    const target = (await buildUnit(test.db, { name: 'Xã Kế Bên' })).id;
    const district = await signIn(api, test.db, [communeId, target], 'district');
    const { id } = await person();
    const move = (desk: Desk, version: number) =>
      desk.send({
        method: 'POST',
        url: paths.personMove(id),
        headers: { 'if-match': `"${version}"` },
        payload: { unitId: target },
      });
    expect((await move(commune, 1)).json()).toMatchObject({ code: 'auth.forbidden' });
    expect((await move(district, 7)).json()).toMatchObject({ code: 'resource.changed' });
    expect((await move(district, 1)).json()).toMatchObject({ unit: { id: target }, version: 2 });
    expect((await facts(commune, id)).statusCode).toBe(404);
    const history = (await district.send({ method: 'GET', url: paths.personHistory(id) })).json();
    expect(history.items[0]).toMatchObject({ field: 'unitId', before: communeId, after: target });
  });

  it('resolves a text without keeping it', async () => {
    const ask = (payload: object) => commune.send({ method: 'POST', url: paths.addressResolve, payload });
    expect((await ask({ text: 'xã Thiệu Tân, Thiệu Hóa, Thanh Hóa' })).json()).toMatchObject({
      status: 'resolved',
      meant: [{ code: '15847', name: 'Xã Tân Châu', path: ['Huyện Thiệu Hóa', 'Tỉnh Thanh Hóa'] }],
    });
    expect((await ask({ text: 'Xuân Lộc', nearUnitId: communeId })).json()).toMatchObject({
      status: 'ambiguous',
      doubt: 'severalUnits',
    });
  });
});
