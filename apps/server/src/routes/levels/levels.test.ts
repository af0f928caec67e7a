import { type CaseView, type LevelsMoved, type PersonLevel, paths } from '@truyvet/contract';
import { describe, expect, it } from 'vitest';
import { buildTown } from '../../commands/levels/testLevels.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildPerson, buildUnit, testNow } from '../../db/testRows.ts';
import { buildApi, signIn } from '../testApi.ts';

const test = useTestDatabase();
type Moved = { readonly moved: LevelsMoved };

async function desk() {
  const town = await buildTown(test.db);
  const { api } = buildApi(test.db);
  const { send } = await signIn(api, test.db, [town.unitId]);
  const ask = async <T>(method: 'GET' | 'POST' | 'PATCH' | 'PUT', url: string, payload?: object, version?: number) => {
    const headers = version === undefined ? {} : { 'if-match': `"${version}"` };
    const response = await send({ method, url, headers, ...(payload && { payload }) });
    return { status: response.statusCode, body: response.json<T>() };
  };
  return { town, ask };
}

describe('levels over HTTP', () => {
  it('come from a case, contacts and a sample, each with who moved', async () => {
    const { town, ask } = await desk();
    const { outbreakId } = town;
    const [an, binh, chi] = [
      await town.person({ full_name: 'Lê An' }),
      await town.person({ full_name: 'Lê Bình' }),
      await town.person({ full_name: 'Lê Chi' }),
    ];
    const f0 = await ask<{ case: CaseView } & Moved>('POST', paths.cases, {
      outbreakId,
      personId: an,
      code: 'BN 77',
      onsetOn: '2021-07-05',
    });
    expect(f0).toMatchObject({
      status: 201,
      body: { case: { code: 'BN 77', status: 'confirmed', basis: 'officer' }, moved: { total: 1 } },
    });
    for (const [sourcePersonId, targetPersonId, lastContactOn] of [
      [an, binh, '2021-07-06'],
      [binh, chi, '2021-07-07'],
    ]) {
      const made = await ask('POST', paths.exposures, { outbreakId, sourcePersonId, targetPersonId, lastContactOn });
      expect(made.status).toBe(201);
    }
    const why = await ask<{ items: PersonLevel[] }>('GET', paths.personLevels(chi));
    expect(why.body.items[0]).toMatchObject({
      level: 2,
      exposedOn: '2021-07-07',
      lapsesOn: '2021-07-21',
      caseCode: 'BN 77',
      contradictions: [],
    });
    expect(why.body.items[0]?.sentence.vi).toBe(
      'Lê Chi là F2: tiếp xúc ngày 07/07/2021 với Lê Bình (F1), người này tiếp xúc ngày 06/07/2021 với Lê An (F0, BN 77). Theo dõi đến hết ngày 21/07/2021.',
    );
    const sample = { outbreakId, kind: 'pcr', takenOn: '2021-07-09', result: 'positive' };
    const positive = await ask<{ sample: { id: number; version: number } } & Moved>('POST', paths.personSamples(binh), sample);
    expect(positive.status).toBe(201);
    expect(positive.body.moved.people.map(({ sentence }) => sentence.vi)).toEqual(['Lê Bình: F1 → F0', 'Lê Chi: F2 → F1']);
    const changes = await ask<{ items: { sentence: { vi: string } }[] }>(
      'GET',
      `${paths.levelChanges}?outbreakId=${outbreakId}&personId=${chi}`,
    );
    expect(changes.body.items.at(-1)?.sentence.vi).toBe('Lê Chi: F2 → F1, vì có kết quả xét nghiệm dương tính.');
    const { id } = positive.body.sample;
    expect((await ask('PATCH', paths.sample(id), { result: 'invalid' })).status).toBe(428);
    expect((await ask('PATCH', paths.sample(id), { result: 'invalid' }, 7)).status).toBe(412);
    expect(await ask('PATCH', paths.sample(id), { result: 'invalid' }, 1)).toMatchObject({
      status: 200,
      body: { case: { status: 'discarded' }, moved: { total: 2 } },
    });
    expect(await town.levels(an, binh, chi)).toEqual([0, 1, 2]);
  });

  it('show whoever lives elsewhere as somebody, and count them', async () => {
    const { town, ask } = await desk();
    const { outbreakId } = town;
    const elsewhere = await buildUnit(test.db);
    const stranger = await buildPerson(test.db, { unit_id: elsewhere.id, full_name: 'Trần Xa' });
    const [an, binh] = [await town.person({ full_name: 'Lê An' }), await town.person({ full_name: 'Lê Bình' })];
    await town.contact({ person: an }, stranger.id, '2021-07-06', { unit_id: elsewhere.id });
    await town.contact({ person: stranger.id }, binh, '2021-07-07');
    const f0 = await ask<Moved>('POST', paths.cases, { outbreakId, personId: an, onsetOn: '2021-07-05' });
    expect(f0.body.moved).toMatchObject({ total: 3, elsewhere: 1 });
    const why = await ask<{ items: PersonLevel[] }>('GET', paths.personLevels(binh));
    expect(why.body.items[0]?.sentence.vi).toContain('với một người ở địa bàn khác (F1)');
    expect(JSON.stringify(why.body)).not.toContain('Trần Xa');
    expect((await ask('GET', paths.personLevels(stranger.id))).status).toBe(404);
  });

  it('say where a list and the contacts contradict each other, and why a contact gives none', async () => {
    const { town, ask } = await desk();
    const { outbreakId } = town;
    const [an, binh] = [await town.person({ full_name: 'Lê An' }), await town.person({ full_name: 'Lê Bình' })];
    await town.contact({ person: an }, binh, '2021-07-01', { stated_level: 1, learnt_from: 'list' });
    await ask('POST', paths.cases, { outbreakId, personId: an, onsetOn: '2021-07-05' });
    const why = await ask<{ items: PersonLevel[] }>('GET', paths.personLevels(binh));
    expect(why.body.items[0]).toMatchObject({
      level: null,
      stated: [1],
      contacts: [{ counts: false, reason: { vi: 'xảy ra trước khi người kia có thể lây' } }],
    });
    expect(why.body.items[0]?.contradictions[0]?.vi).toBe(
      'Danh sách ghi F1, nhưng tính theo các lần tiếp xúc thì không có mức F. Xin kiểm tra lại.',
    );
  });

  it('can be decided by hand, with the reason, and the decision withdrawn', async () => {
    const { town, ask } = await desk();
    const { outbreakId } = town;
    const an = await town.person({ full_name: 'Lê An' });
    const decision = { outbreakId, level: 1, exposedOn: '2021-07-08', because: 'ở cùng phòng với ca bệnh' };
    const decided = await ask<{ id: number }>('POST', paths.personLevelDecisions(an), decision);
    expect(decided.status).toBe(201);
    expect((await ask('POST', paths.personLevelDecisions(an), decision)).status).toBe(409);
    const why = await ask<{ items: PersonLevel[] }>('GET', paths.personLevels(an));
    expect(why.body.items[0]?.sentence.vi).toContain('theo quyết định của cán bộ: ở cùng phòng với ca bệnh');
    expect((await ask('POST', paths.levelDecisionWithdraw(decided.body.id), { because: 'nhầm người' })).status).toBe(200);
    expect(await town.levels(an)).toEqual([null]);
  });

  it('follow a case that gets its dates or its person later', async () => {
    const { town, ask } = await desk();
    const { outbreakId } = town;
    const [an, binh] = [await town.person(), await town.person()];
    const f0 = await ask<{ case: CaseView }>('POST', paths.cases, { outbreakId, code: 'BN 9' });
    const sourceCaseId = f0.body.case.id;
    await ask('POST', paths.exposures, { outbreakId, sourceCaseId, targetPersonId: binh, lastContactOn: '2021-07-01' });
    expect(await town.levels(binh)).toEqual([1]);
    expect((await ask('PATCH', paths.case(sourceCaseId), { onsetOn: '2021-07-05' }, 1)).status).toBe(200);
    expect(await town.levels(binh)).toEqual([null]);
    expect((await ask('PATCH', paths.case(sourceCaseId), { onsetOn: '2021-07-04', personId: an }, 2)).status).toBe(200);
    expect(await town.levels(an, binh)).toEqual([0, 1]);
    expect((await ask('PATCH', paths.case(sourceCaseId), { status: 'discarded' }, 3)).status).toBe(200);
    expect(await town.levels(an, binh)).toEqual([null, null]);
  });

  it('end with a contact that is found not to count, and come back with it', async () => {
    const { town, ask } = await desk();
    const { outbreakId } = town;
    const [an, binh] = [await town.person(), await town.person()];
    await ask('POST', paths.cases, { outbreakId, personId: an, onsetOn: '2021-07-05' });
    const made = await ask<{ exposure: { id: number } }>('POST', paths.exposures, {
      outbreakId,
      sourcePersonId: an,
      targetPersonId: binh,
      lastContactOn: '2021-07-06',
    });
    const { id } = made.body.exposure;
    expect((await ask('POST', paths.exposures, { outbreakId, sourcePersonId: binh, targetPersonId: binh })).status).toBe(422);
    expect((await ask('POST', paths.exposureNegate(id), { because: 'khác ngày' }, 1)).status).toBe(200);
    expect(await town.levels(binh)).toEqual([null]);
    expect((await ask('POST', paths.exposureRestore(id), undefined, 2)).status).toBe(200);
    expect(await town.levels(binh)).toEqual([1]);
  });
});

describe('milestones and check-ins', () => {
  it('expose those who were there at the same time as the case', async () => {
    const { town, ask } = await desk();
    const { outbreakId, unitId } = town;
    const [an, early, late] = [await town.person(), await town.person(), await town.person()];
    await ask('POST', paths.cases, { outbreakId, personId: an, onsetOn: '2021-07-05' });
    const times = { startsAt: '2021-07-06T00:00:00Z', endsAt: '2021-07-06T10:00:00Z' };
    const made = await ask<{ id: number }>('POST', paths.milestones, { outbreakId, unitId, name: 'Đám cưới', ...times });
    expect(made.status).toBe(201);
    const { id } = made.body;
    const visits = [
      { personId: an, fromAt: '2021-07-06T05:00:00Z' },
      { personId: early, untilAt: '2021-07-06T04:00:00Z' },
      { personId: late, fromAt: '2021-07-06T08:30:00Z' },
    ];
    expect((await ask('PUT', paths.milestoneVisits(id), { visits })).status).toBe(200);
    const exposed = await ask<{ exposures: number }>('POST', paths.milestoneExposures(id));
    expect(exposed).toMatchObject({ status: 200, body: { exposures: 1, moved: { total: 1 } } });
    expect(await town.levels(early, late)).toEqual([null, 1]);
    expect((await ask<{ exposures: number }>('POST', paths.milestoneExposures(id))).body.exposures).toBe(0);
  });

  it('are of days that have come, when written down and when changed', async () => {
    const { town, ask } = await desk();
    const { outbreakId, unitId } = town;
    const put = (startsAt: string, endsAt: string) =>
      ask<{ id: number }>('POST', paths.milestones, { outbreakId, unitId, name: 'Đám cưới', startsAt, endsAt });
    const refused = (field: string) => ({ status: 422, body: { code: 'register.future', errors: [{ field }] } });
    expect(await put('2031-07-06T01:00:00Z', '2031-07-06T10:00:00Z')).toMatchObject(refused('startsAt'));
    expect(await put('2021-07-06T01:00:00Z', '2031-07-06T10:00:00Z')).toMatchObject(refused('endsAt'));
    const today = await put('2021-07-10T00:00:00Z', '2021-07-10T10:00:00Z');
    expect(today.status).toBe(201);
    const change = { endsAt: '2021-07-11T10:00:00Z' };
    expect(await ask('PATCH', paths.milestone(today.body.id), change, 1)).toMatchObject(refused('endsAt'));
  });

  it('propose who was at a place with the case, with the overlap, and expose them when an officer confirms', async () => {
    const { town, ask } = await desk();
    const { outbreakId, unitId } = town;
    const [an, binh, gone] = [await town.person(), await town.person({ full_name: 'Lê Bình' }), await town.person()];
    await inScope(test.db, systemScope, async (tx) => {
      const place = {
        unit_id: unitId,
        kind: 'market',
        name: 'Chợ Vạn Hà',
        name_key: 'cho van ha',
        hamlet: null,
        address: null,
        poster_code: null,
        created_at: testNow,
      } as const;
      const { id } = await tx.insertInto('place').values(place).returning('id').executeTakeFirstOrThrow();
      const at = (person_id: number | null, came: string, left: string | null) =>
        tx
          .insertInto('check_in')
          .values({
            place_id: id,
            unit_id: unitId,
            person_id,
            e164: null,
            full_name: null,
            came_at: new Date(came),
            left_at: left === null ? null : new Date(left),
          })
          .execute();
      await at(an, '2021-07-06T01:00:00Z', '2021-07-06T02:00:00Z');
      await at(binh, '2021-07-06T01:20:00Z', null);
      await at(gone, '2021-07-06T02:30:00Z', null);
      await at(null, '2021-07-06T01:00:00Z', '2021-07-06T01:30:00Z');
    });
    const f0 = await ask<{ case: CaseView }>('POST', paths.cases, { outbreakId, personId: an, onsetOn: '2021-07-05' });
    const url = paths.caseCoPresent(f0.body.case.id);
    const proposed = await ask<{ items: { checkInId: number }[] }>('GET', url);
    expect(proposed.body).toMatchObject({
      items: [{ person: { id: binh }, overlapMinutes: 40, day: '2021-07-06', assumedEnd: true, known: false }],
      others: 1,
    });
    expect(await town.levels(binh)).toEqual([null]);
    const confirmed = await ask('POST', url, { checkInIds: proposed.body.items.map(({ checkInId }) => checkInId) });
    expect(confirmed).toMatchObject({ status: 200, body: { exposures: 1, moved: { total: 1 } } });
    expect(await town.levels(binh, gone)).toEqual([1, null]);
    expect((await ask('GET', url)).body).toMatchObject({ items: [{ known: true }] });
  });

  it('propose who arrived in the same vehicle on the same day', async () => {
    const { town, ask } = await desk();
    const { outbreakId, unitId } = town;
    const [an, binh, other] = [await town.person(), await town.person(), await town.person()];
    await inScope(test.db, systemScope, async (tx) => {
      const arrive = (person_id: number, vehicle: string) =>
        tx
          .insertInto('journey')
          .values({ outbreak_id: outbreakId, person_id, unit_id: unitId, arrived_on: '2021-07-06', vehicle, created_at: testNow })
          .execute();
      await arrive(an, 'Xe 36B-012.34');
      await arrive(binh, 'xe 36b 01234');
      await arrive(other, 'Xe 36B-999.99');
    });
    const f0 = await ask<{ case: CaseView }>('POST', paths.cases, { outbreakId, personId: an, onsetOn: '2021-07-05' });
    const url = paths.caseCoTravellers(f0.body.case.id);
    const proposed = await ask<{ items: { journeyId: number }[] }>('GET', url);
    expect(proposed.body).toMatchObject({ items: [{ person: { id: binh }, day: '2021-07-06', known: false }], others: 0 });
    const journeyIds = proposed.body.items.map(({ journeyId }) => journeyId);
    expect(await ask('POST', url, { journeyIds })).toMatchObject({ status: 200, body: { exposures: 1 } });
    expect(await town.levels(binh, other)).toEqual([1, null]);
  });
});
