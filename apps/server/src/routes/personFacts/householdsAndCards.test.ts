import { paths } from '@truyvet/contract';
import { referenceUnits } from '@truyvet/outbreak';
import type { FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildPerson, buildUnit } from '../../db/testRows.ts';
import { loadReferenceUnits, unitIdAt } from '../../db/units.ts';
import { buildApi, signIn } from '../testApi.ts';

type Desk = Awaited<ReturnType<typeof signIn>>;

describe('households and cards', () => {
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

  it('keeps households: members move, heads stay members', async () => {
    const [mother, child] = [await person({ full_name: 'Lê Thị Mẹ' }), await person({ full_name: 'Lê Văn Con' })];
    const make = (payload: object) => commune.send({ method: 'POST', url: paths.households, payload });
    const made = await make({ unitId: communeId, headPersonId: mother.id, memberIds: [child.id], hamlet: 'Thôn 3' });
    expect(made.statusCode).toBe(201);
    const { id, code } = made.json();
    expect(made.json()).toMatchObject({ code: 'H0001', members: 2, head: { id: mother.id } });
    expect((await make({ unitId: communeId, code })).json()).toMatchObject({ code: 'household.codeTaken' });
    const second = (await make({ unitId: communeId })).json();
    expect(second.code).toBe('H0002');

    const moved = await commune.send({
      method: 'POST',
      url: paths.householdMembers(second.id),
      payload: { personId: mother.id },
    });
    expect(moved.json()).toMatchObject({ members: 1 });
    const left = await commune.send({ method: 'GET', url: paths.household(id) });
    expect(left.json()).toMatchObject({ head: null, members: [{ id: child.id }] });
    expect((await facts(commune, mother.id)).json()).toMatchObject({ household: { code: 'H0002', isHead: false } });
    const history = (await commune.send({ method: 'GET', url: paths.personHistory(mother.id) })).json();
    expect(history.items[0]).toMatchObject({ field: 'householdId', before: id, after: second.id });

    const change = (payload: object, etag = left.headers['etag']) =>
      commune.send({ method: 'PATCH', url: paths.household(id), headers: { 'if-match': String(etag) }, payload });
    expect((await change({ headPersonId: mother.id })).json()).toMatchObject({ code: 'person.fieldInvalid' });
    expect((await change({ headPersonId: child.id, name: 'Hộ ông Con' })).json()).toMatchObject({ head: { id: child.id } });
    expect((await change({ name: 'X' })).json()).toMatchObject({ code: 'resource.changed' });

    const out = await commune.send({ method: 'DELETE', url: paths.householdMember(id, child.id) });
    expect(out.json()).toMatchObject({ members: 0, head: null });
    expect((await neighbour.send({ method: 'GET', url: paths.household(id) })).statusCode).toBe(404);
    expect((await neighbour.send({ method: 'POST', url: paths.households, payload: { unitId: communeId } })).statusCode).toBe(
      403,
    );
  });

  it('is found by the number on a card, within the units of the reader', async () => {
    const { id } = await person();
    await patch(commune, id, 1, { nationalId: '038175009876' });
    const text = '038175009876||Lê Thị Hoa|01021975|Nữ|Thôn 3, Thiệu Ngọc, Thiệu Hóa, Thanh Hóa|05062021';
    const scan = async (desk: Desk, of: string) =>
      (await desk.send({ method: 'POST', url: paths.qrRead, payload: { text: of } })).json();
    expect(await scan(commune, text)).toMatchObject({
      kind: 'cccd',
      warnings: [],
      fields: { fullName: 'Lê Thị Hoa', birth: { date: '1975-02-01' } },
      matches: [{ id, by: 'nationalId' }],
    });
    expect(await scan(neighbour, text)).toMatchObject({ matches: [] });
    expect(await scan(commune, 'https://example.org')).toMatchObject({ code: 'card.unreadable' });
    const reads = await inScope(test.db, systemScope, (tx) =>
      tx
        .selectFrom('audit_log')
        .select('details')
        .where('subject', '=', 'person')
        .where('subject_id', '=', String(id))
        .where('action', '=', 'read')
        .execute(),
    );
    expect(reads.map(({ details }) => details)).toContainEqual({ by: 'card' });
  });
});
