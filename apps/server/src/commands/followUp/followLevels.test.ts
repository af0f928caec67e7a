import { expect, it } from 'vitest';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit } from '../../db/testRows.ts';
import { followLevels } from './followLevels.ts';

const test = useTestDatabase();
const noon = (day: string) => new Date(`${day}T05:00:00Z`);

it('opens a follow-up for a derived level, starts it again after a new exposure, and keeps its first start', async () => {
  const { db } = test;
  const outbreakId = (await buildOutbreak(db)).id;
  const unitId = (await buildUnit(db)).id;
  const levelOf = async (level: number, exposedOn: string | null) => {
    const { id } = await buildPerson(db, { unit_id: unitId });
    const row = {
      outbreak_id: outbreakId,
      person_id: id,
      unit_id: unitId,
      level,
      exposed_on: exposedOn,
      derived_at: noon('2021-07-10'),
    };
    await inScope(db, systemScope, (tx) => tx.insertInto('person_level').values(row).execute());
    return id;
  };
  const followUpOf = (personId: number) =>
    inScope(db, systemScope, (tx) => tx.selectFrom('follow_up').selectAll().where('person_id', '=', personId).executeTakeFirst());
  const run = (day: string, everyone = false) => followLevels(db, { now: noon(day), everyone });

  const contact = await levelOf(1, '2021-07-09');
  const [isCase, third] = [await levelOf(0, null), await levelOf(3, '2021-07-09')];
  const undated = await levelOf(2, null);
  expect(await run('2021-07-10')).toBe(2);
  const first = {
    original_start_on: '2021-07-09',
    start_on: '2021-07-09',
    end_on: '2021-07-30',
    opened_on: '2021-07-10',
    state: 'open',
  };
  expect(await followUpOf(contact)).toMatchObject({ ...first, rule: 'covid19-F1-21' });
  expect(await followUpOf(undated)).toMatchObject({ start_on: '2021-07-10', end_on: '2021-07-24', rule: 'covid19-F2-14' });
  expect([await followUpOf(isCase), await followUpOf(third)]).toEqual([undefined, undefined]);

  await inScope(db, systemScope, async (tx) => {
    await tx.updateTable('follow_up').set({ state: 'lost', lost_on: '2021-07-13' }).where('person_id', '=', contact).execute();
    await tx.updateTable('person_level').set({ exposed_on: '2021-07-12' }).where('person_id', '=', contact).execute();
    const met = { outbreak_id: outbreakId, unit_id: unitId, target_person_id: contact, last_contact_on: '2021-07-12' };
    const exposure = { ...met, learnt_from: 'officer' as const, created_at: noon('2021-07-13'), source_text: 'BN 2' };
    await tx.insertInto('exposure').values(exposure).execute();
  });
  expect(await run('2021-07-13')).toBe(1);
  const again = { start_on: '2021-07-12', end_on: '2021-08-02', original_start_on: '2021-07-09', state: 'open', lost_on: null };
  expect(await followUpOf(contact)).toMatchObject(again);
  expect(await run('2021-07-13')).toBe(0);

  // A contact whose date was corrected is no new row: the daily look at everyone finds it.
  await inScope(db, systemScope, (tx) =>
    tx.updateTable('person_level').set({ exposed_on: '2021-07-12' }).where('person_id', '=', undated).execute(),
  );
  expect(await run('2021-07-20')).toBe(0);
  expect(await run('2021-07-20', true)).toBe(1);
  expect(await followUpOf(undated)).toMatchObject({
    start_on: '2021-07-12',
    end_on: '2021-07-26',
    original_start_on: '2021-07-10',
  });
});

it('goes on with somebody whose positive result was corrected, but not with who is a case', async () => {
  const { db } = test;
  const outbreakId = (await buildOutbreak(db)).id;
  const unitId = (await buildUnit(db)).id;
  const build = async (level: number, status: 'confirmed' | 'discarded') => {
    const { id } = await buildPerson(db, { unit_id: unitId });
    const row = { outbreak_id: outbreakId, person_id: id, unit_id: unitId };
    const level1 = { ...row, level, exposed_on: '2021-07-09', derived_at: noon('2021-07-12') };
    const followed = {
      ...row,
      original_start_on: '2021-07-09',
      start_on: '2021-07-09',
      end_on: '2021-07-30',
      rule: 'covid19-F1-21',
    };
    await inScope(db, systemScope, async (tx) => {
      await tx.insertInto('person_level').values(level1).execute();
      await tx
        .insertInto('case_record')
        .values({ ...row, code: `BN ${id}`, status })
        .execute();
      await tx
        .insertInto('follow_up')
        .values({ ...followed, state: 'becameCase' })
        .execute();
    });
    return id;
  };
  const stateOf = (personId: number) =>
    inScope(db, systemScope, (tx) =>
      tx
        .selectFrom('follow_up')
        .select(['state', 'start_on', 'end_on'])
        .where('person_id', '=', personId)
        .executeTakeFirstOrThrow(),
    );
  const [corrected, ill] = [await build(1, 'discarded'), await build(1, 'confirmed')];
  expect(await followLevels(db, { now: noon('2021-07-12'), everyone: true })).toBe(1);
  expect(await stateOf(corrected)).toEqual({ state: 'open', start_on: '2021-07-09', end_on: '2021-07-30' });
  expect((await stateOf(ill)).state).toBe('becameCase');
  expect(await followLevels(db, { now: noon('2021-07-12'), everyone: true })).toBe(0);
});
