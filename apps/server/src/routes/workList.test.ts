import { dayWork, foundPeoplePage, paths, problemBody, workPage } from '@truyvet/contract';
import { nameKey } from '@truyvet/outbreak';
import { beforeAll, describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit, testNow } from '../db/testRows.ts';
import { buildApi, signIn } from './testApi.ts';

const test = useTestDatabase();
let own: { id: number };
let other: { id: number };
let nurse: Awaited<ReturnType<typeof signIn>>;
let administrator: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  [own, other] = [await buildUnit(test.db, { name: 'Xã Nhà' }), await buildUnit(test.db, { name: 'Xã Khác' })];
  const outbreakId = (await buildOutbreak(test.db)).id;
  for (const unit of [own, other]) {
    const full_name = unit === own ? 'Lê Thị Hòa' : 'Lê Thị Hoa';
    const person = await buildPerson(test.db, {
      unit_id: unit.id,
      full_name,
      name_key: nameKey(full_name),
      phone: '+84936036115',
    });
    const dates = { original_start_on: '2021-07-08', start_on: '2021-07-08', end_on: '2021-07-20' };
    const followUp = { outbreak_id: outbreakId, person_id: person.id, unit_id: unit.id, ...dates };
    await inScope(test.db, systemScope, (tx) => tx.insertInto('follow_up').values(followUp).execute());
  }
  const { api } = buildApi(test.db);
  nurse = await signIn(api, test.db, [own.id]);
  administrator = await signIn(api, test.db, 'administrator');
});

describe('the lists that officers open all day', () => {
  it('show who is due, the phone masked, to a commune its own people only', async () => {
    const { items } = workPage.parse((await nurse.send({ url: paths.workList })).json());
    expect(items).toMatchObject([
      {
        person: { fullName: 'Lê Thị Hòa', maskedPhone: '093***115' },
        unit: { name: 'Xã Nhà' },
        urgency: 'followUp',
        reach: 'notCalled',
        attempts: 0,
      },
    ]);
    expect(workPage.parse((await administrator.send({ url: paths.workList })).json()).items).toHaveLength(2);
    const narrowed = await administrator.send({ url: `${paths.workList}?unitId=${other.id}` });
    expect(workPage.parse(narrowed.json()).items).toMatchObject([{ unit: { name: 'Xã Khác' } }]);
  });

  it('find people with and without marks, page by page', async () => {
    const names = async (who: typeof nurse, query: string) =>
      foundPeoplePage
        .parse((await who.send({ url: `${paths.people}?${query}` })).json())
        .items.map(({ person }) => person.fullName);
    expect(await names(nurse, 'search=hoa')).toEqual(['Lê Thị Hòa']);
    expect(await names(administrator, `search=${encodeURIComponent('thị hoa')}`)).toEqual(['Lê Thị Hoa']);
    expect((await names(administrator, 'search=036115')).sort()).toEqual(['Lê Thị Hoa', 'Lê Thị Hòa']);
    const first = foundPeoplePage.parse((await administrator.send({ url: `${paths.people}?search=le&limit=1` })).json());
    const rest = await names(administrator, `search=le&limit=1&cursor=${first.nextCursor}`);
    expect(new Set([first.items[0]?.person.fullName, ...rest])).toEqual(new Set(['Lê Thị Hoa', 'Lê Thị Hòa']));
    expect(await names(administrator, `search=le&unitId=${own.id}`)).toEqual(['Lê Thị Hòa']);
  });

  it("count the day's work by commune, and sum it up", async () => {
    const found = dayWork.parse((await nurse.send({ url: `${paths.reportsWork}?day=2021-07-10` })).json());
    expect(found).toMatchObject({ day: '2021-07-10', total: { peopleAdded: 1, openFollowUps: 1, attempts: 0 } });
    expect(found.units).toMatchObject([{ unit: { id: own.id }, peopleAdded: 1 }]);
    const whole = dayWork.parse((await administrator.send({ url: paths.reportsWork })).json());
    expect(whole).toMatchObject({ day: '2021-07-10', total: { peopleAdded: 2, openFollowUps: 2 } });
    expect(testNow.toISOString().slice(0, 10)).toBe(whole.day);
  });

  it('refuse another unit, and a cursor that somebody made up', async () => {
    for (const url of [`${paths.workList}?unitId=${other.id}`, `${paths.reportsWork}?unitId=${other.id}`]) {
      expect((await nurse.send({ url })).statusCode).toBe(403);
    }
    const elsewhere = foundPeoplePage.parse((await nurse.send({ url: `${paths.people}?search=hoa&unitId=${other.id}` })).json());
    expect(elsewhere.items).toEqual([]);
    for (const url of [`${paths.workList}?cursor=x`, `${paths.people}?search=a&cursor=e30`, `${paths.people}?search=`]) {
      expect(problemBody.parse((await nurse.send({ url })).json()).code).toBe('request.invalid');
    }
  });
});
