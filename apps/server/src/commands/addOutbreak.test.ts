import { caseOutcome, clusterList, outbreakList, paths, problemBody } from '@truyvet/contract';
import { describe, expect, it } from 'vitest';
import { ensureFirstOutbreak } from '../db/outbreaks.ts';
import { systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildPerson, buildUnit, testNow } from '../db/testRows.ts';
import { buildApi, signIn } from '../routes/testApi.ts';
import { addOutbreak } from './addOutbreak.ts';

const test = useTestDatabase();
const dengue = { code: 'sxh-2021', disease: 'dengue', name: 'Sốt xuất huyết 2021', startedOn: '2021-06-01' };
const add = (over: object = {}) =>
  addOutbreak(test.db, { ...dengue, ...over }, { scope: systemScope, userId: null, now: testNow });

describe('an outbreak', () => {
  it('of dengue is opened beside COVID-19, and its cases are looked at by hamlet', async () => {
    const covid = await ensureFirstOutbreak(test.db);
    const id = await add();
    expect(await ensureFirstOutbreak(test.db)).toBe(id);
    const { api } = buildApi(test.db);
    const commune = await buildUnit(test.db);
    const nurse = await signIn(api, test.db, [commune.id]);
    const { items } = outbreakList.parse((await nurse.send({ url: paths.outbreaks })).json());
    expect(items.map(({ code, startedOn }) => [code, startedOn])).toEqual([
      ['sxh-2021', '2021-06-01'],
      ['covid-19', null],
    ]);
    for (const [hamlet, onsetOn] of [
      ['Thôn 1', '2021-07-01'],
      ['thôn  1', '2021-07-05'],
      ['Thôn 2', '2021-07-05'],
    ] as const) {
      const { id: personId } = await buildPerson(test.db, { unit_id: commune.id, hamlet });
      const payload = { outbreakId: id, personId, onsetOn };
      caseOutcome.parse((await nurse.send({ method: 'POST', url: paths.cases, payload })).json());
    }
    const found = clusterList.parse((await nurse.send({ url: `${paths.clusters}?outbreakId=${id}` })).json());
    expect(found.items).toMatchObject([{ hamlet: 'Thôn 1', cases: 2, openedOn: '2021-07-05', active: true }]);
    const byPerson = await nurse.send({ url: `${paths.clusters}?outbreakId=${covid}` });
    expect(problemBody.parse(byPerson.json()).code).toBe('disease.noClusters');
    await api.close();
  });

  it('is refused a second time, and without a profile of its disease', async () => {
    await expect(add()).rejects.toMatchObject({ code: 'outbreak.exists' });
    await expect(add({ code: 'x', disease: 'plague' })).rejects.toMatchObject({ code: 'disease.unknown' });
  });

  it('is refused from a day that has not come', async () => {
    const later = { code: 'sau-nay', startedOn: '2021-07-11' };
    await expect(add(later)).rejects.toMatchObject({ code: 'register.future', details: { field: 'startedOn' } });
  });
});
