import { referenceUnits } from '@truyvet/outbreak';
import { beforeAll, describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildPerson, buildUser } from '../../db/testRows.ts';
import { loadReferenceUnits, unitIdAt } from '../../db/units.ts';
import { chooseToday } from './chooseToday.ts';
import { followAddresses } from './followAddresses.ts';

const now = new Date('2026-01-05T02:00:00Z');

describe('addresses of 2021 in 2026', () => {
  const test = useTestDatabase();
  const idOf = async (code: string, on: string) => (await inScope(test.db, systemScope, (tx) => unitIdAt(tx, code, on))) ?? 0;
  const living = async (hamlet: string, code: string) =>
    await buildPerson(test.db, { unit_id: await idOf(code, '2021-07-10'), hamlet });
  const addressOf = (personId: number) =>
    inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('address').selectAll().where('person_id', '=', personId).executeTakeFirstOrThrow(),
    );
  beforeAll(async () => {
    await loadReferenceUnits(test.db, referenceUnits);
  });

  it('follow their commune; a split one asks about the person, one without successor about the unit', async () => {
    const whole = await living('Thôn 3', '15775');
    const split = await living('Tiên Nông', '15793');
    const lost = await living('Thôn 1', '16651');
    expect(await followAddresses(test.db, now)).toEqual({ resolved: 1, ambiguous: 1, unknown: 1, unitErrands: 1 });
    expect(await addressOf(whole.id)).toMatchObject({ resolution: 'resolved', today_unit_id: await idOf('15778', '2026-01-01') });
    expect(await addressOf(split.id)).toMatchObject({ resolution: 'ambiguous', today_unit_id: null });
    const errands = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('errand').select(['person_id', 'unit_id', 'code', 'details']).orderBy('code').execute(),
    );
    expect(errands).toEqual([
      {
        person_id: split.id,
        unit_id: split.unit_id,
        code: 'addressAmbiguous',
        details: { address: 'Tiên Nông, Xã Thiệu Long', candidates: 'Xã Định Hoà (15448); Xã Thiệu Hoá (15772)' },
      },
      {
        person_id: null,
        unit_id: lost.unit_id,
        code: 'unitWithoutSuccessor',
        details: expect.objectContaining({ unitCode: '16651' }),
      },
    ]);
    expect(await followAddresses(test.db, now)).toEqual({ resolved: 0, ambiguous: 0, unknown: 0, unitErrands: 0 });
  });

  it('are decided by an officer among the units that took a part, which closes the errand', async () => {
    const person = await living('Thôn Minh Đức', '15793');
    await followAddresses(test.db, now);
    const { id } = await addressOf(person.id);
    const user = await buildUser(test.db);
    const behalf = { scope: systemScope, userId: user.id, now };
    const choose = async (code: string) =>
      await chooseToday(test.db, behalf, { personId: person.id, addressId: id, unitId: await idOf(code, '2026-01-01') });
    await expect(choose('15778')).rejects.toMatchObject({ code: 'address.notAnOption' });
    expect(await choose('15448')).toMatchObject({ resolution: 'chosen' });
    const open = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('errand').select('id').where('person_id', '=', person.id).where('done_at', 'is', null).execute(),
    );
    expect(open).toEqual([]);
    const moved = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('person').select('unit_id').where('id', '=', person.id).executeTakeFirstOrThrow(),
    );
    expect(moved.unit_id).toBe(await idOf('15448', '2026-01-01'));
    expect(await followAddresses(test.db, now)).toMatchObject({ ambiguous: 0 });
  });

  it('take over what lists write of a person later', async () => {
    const person = await living('Thôn 3', '15775');
    await inScope(test.db, systemScope, (tx) =>
      tx.updateTable('person').set({ hamlet: 'Thôn 4', address: 'Cạnh trường' }).where('id', '=', person.id).execute(),
    );
    expect(await addressOf(person.id)).toMatchObject({
      hamlet: 'Thôn 4',
      detail: 'Cạnh trường',
      precision: 'exact',
      resolution: 'pending',
    });
  });
});
