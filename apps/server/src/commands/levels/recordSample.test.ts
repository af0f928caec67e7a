import { describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildPerson, buildUnit, buildUser, testNow } from '../../db/testRows.ts';
import { addCase, changeCase } from './cases.ts';
import { moveLevels } from './moveLevels.ts';
import { changeSample, recordSample } from './recordSample.ts';
import { buildTown } from './testLevels.ts';

const test = useTestDatabase();
const noDates = { plannedOn: null, takenOn: null, sentOn: null, laboratory: null, resultOn: null };
const positive = { ...noDates, kind: 'pcr', takenOn: '2021-07-08', result: 'positive' } as const;

async function asking() {
  const { id } = await buildUser(test.db, { role: 'administrator' });
  return { scope: systemScope, userId: id, now: testNow };
}

/** A case, its F1, and the F2 and F3 behind, derived. */
async function chain() {
  const town = await buildTown(test.db);
  const [f0, f1, f2, f3] = [await town.person(), await town.person(), await town.person(), await town.person()];
  await town.case(f0, { onset_on: '2021-07-03' });
  await town.contact({ person: f0 }, f1, '2021-07-04');
  await town.contact({ person: f1 }, f2, '2021-07-06');
  await town.contact({ person: f2 }, f3, '2021-07-07');
  const { outbreakId } = town;
  const act = { outbreakId, because: 'derivedAgain', cause: {}, at: testNow, userId: null } as const;
  await inScope(test.db, systemScope, (tx) => moveLevels(tx, { ...act, people: [f0, f1, f2, f3] }));
  expect(await town.levels(f0, f1, f2, f3)).toEqual([0, 1, 2, 3]);
  return { town, outbreakId, f0, f1, f2, f3 };
}

describe('a sample', () => {
  it('that is positive turns a contact into a case and moves everyone behind; corrected, it takes all of it back', async () => {
    const { town, outbreakId, f0, f1, f2, f3 } = await chain();
    const ask = await asking();
    const { sample, record, moved } = await recordSample(test.db, { ...ask, outbreakId, personId: f1, sample: positive });
    expect(record).toMatchObject({ status: 'confirmed', firstPositiveOn: '2021-07-08', basis: 'sample' });
    expect(await town.levels(f0, f1, f2, f3)).toEqual([0, 0, 1, 2]);
    expect(moved.map(({ personId, from, to }) => [personId, from, to])).toEqual([
      [f1, 1, 0],
      [f2, 2, 1],
      [f3, 3, 2],
    ]);
    const back = await changeSample(test.db, {
      ...ask,
      sampleId: sample.id,
      seen: sample.version,
      changes: { result: 'negative' },
    });
    expect(back.record?.status).toBe('discarded');
    expect(back.sample.correctedAt).toEqual(testNow);
    // Negative on 8 July: f1 was not infectious before that day, so nothing was passed on.
    expect(await town.levels(f0, f1, f2, f3)).toEqual([0, 1, null, null]);
    await changeSample(test.db, { ...ask, sampleId: sample.id, seen: 2, changes: { result: 'invalid' } });
    expect(await town.levels(f0, f1, f2, f3)).toEqual([0, 1, 2, 3]);
  });

  it('keeps who moved, from what to what, and because of what', async () => {
    const { outbreakId, f1, f2 } = await chain();
    const ask = await asking();
    const { sample, record } = await recordSample(test.db, { ...ask, outbreakId, personId: f1, sample: positive });
    const changes = await inScope(test.db, systemScope, (tx) =>
      tx
        .selectFrom('level_change')
        .selectAll()
        .where('outbreak_id', '=', outbreakId)
        .where('because', '=', 'samplePositive')
        .execute(),
    );
    expect(changes).toHaveLength(3);
    const cause = { sampleId: sample.id, caseId: record?.id };
    expect(changes.find((change) => change.person_id === f2)).toMatchObject({
      from_level: 2,
      to_level: 1,
      cause,
      changed_by: ask.userId,
      changed_at: testNow,
    });
  });

  it('leaves a case that a list stated when a later sample of theirs is corrected', async () => {
    const town = await buildTown(test.db);
    const person = await town.person();
    await town.case(person);
    const ask = await asking();
    const { sample } = await recordSample(test.db, { ...ask, outbreakId: town.outbreakId, personId: person, sample: positive });
    const { record } = await changeSample(test.db, { ...ask, sampleId: sample.id, seen: 1, changes: { result: 'negative' } });
    expect(record?.status).toBe('confirmed');
    expect(await town.levels(person)).toEqual([0]);
  });

  it('shows antibodies without making a case', async () => {
    const town = await buildTown(test.db);
    const person = await town.person();
    const ask = await asking();
    const sample = { ...positive, kind: 'antibody' } as const;
    const { record } = await recordSample(test.db, { ...ask, outbreakId: town.outbreakId, personId: person, sample });
    expect(record).toBeNull();
    expect(await town.levels(person)).toEqual([null]);
  });

  it('exposes the household of the case', async () => {
    const town = await buildTown(test.db);
    const household = await inScope(test.db, systemScope, (tx) =>
      tx
        .insertInto('household')
        .values({ unit_id: town.unitId, code: 'H1', head_person_id: null, hamlet: null, address: null })
        .returning('id')
        .executeTakeFirstOrThrow(),
    );
    const [an, mother] = [await town.person({ household_id: household.id }), await town.person({ household_id: household.id })];
    await recordSample(test.db, { ...(await asking()), outbreakId: town.outbreakId, personId: an, sample: positive });
    expect(await town.levels(an, mother)).toEqual([0, 1]);
    const exposure = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('exposure').selectAll().where('target_person_id', '=', mother).executeTakeFirstOrThrow(),
    );
    expect(exposure).toMatchObject({
      learnt_from: 'household',
      setting: 'household',
      first_contact_on: '2021-07-05',
      last_contact_on: null,
    });
  });

  it('moves people of other communes, whom the officer may not see', async () => {
    const { town, outbreakId, f1 } = await chain();
    const elsewhere = await buildUnit(test.db);
    const stranger = await buildPerson(test.db, { unit_id: elsewhere.id });
    await town.contact({ person: f1 }, stranger.id, '2021-07-07', { unit_id: elsewhere.id });
    const officer = await buildUser(test.db, {});
    const scope = { kind: 'units', unitIds: [town.unitId], userId: officer.id } as const;
    const ask = { scope, userId: officer.id, now: testNow };
    const { moved } = await recordSample(test.db, { ...ask, outbreakId, personId: f1, sample: positive });
    expect(moved).toContainEqual(expect.objectContaining({ personId: stranger.id, unitId: elsewhere.id, to: 1 }));
    const seen = await inScope(test.db, scope, (tx) => tx.selectFrom('person_level').select('person_id').execute());
    expect(seen.map((row) => row.person_id)).not.toContain(stranger.id);
    await expect(recordSample(test.db, { ...ask, outbreakId, personId: stranger.id, sample: positive })).rejects.toThrow(
      'Not found',
    );
  });

  it('is refused to a second officer who had not seen the first one’s change, and out of order', async () => {
    const town = await buildTown(test.db);
    const person = await town.person();
    const ask = await asking();
    const pending = { ...positive, result: 'pending' } as const;
    const { sample } = await recordSample(test.db, { ...ask, outbreakId: town.outbreakId, personId: person, sample: pending });
    await changeSample(test.db, { ...ask, sampleId: sample.id, seen: 1, changes: { result: 'positive' } });
    const second = changeSample(test.db, { ...ask, sampleId: sample.id, seen: 1, changes: { result: 'negative' } });
    await expect(second).rejects.toMatchObject({ code: 'resource.changed' });
    const early = { ...positive, resultOn: '2021-07-01' };
    const wrong = recordSample(test.db, { ...ask, outbreakId: town.outbreakId, personId: person, sample: early });
    await expect(wrong).rejects.toMatchObject({ code: 'sample.dates' });
  });

  it('or a case of a day that has not come is refused: a year mistyped would leave everyone behind without a level', async () => {
    const town = await buildTown(test.db);
    const { outbreakId } = town;
    const personId = await town.person();
    const ask = await asking();
    const sample = (takenOn: string) =>
      recordSample(test.db, { ...ask, outbreakId, personId, sample: { ...positive, takenOn, result: 'pending' } });
    await expect(sample('2021-07-11')).rejects.toMatchObject({ code: 'sample.dates' });
    expect((await sample('2021-07-10')).sample.takenOn).toBe('2021-07-10');

    const noDay = { status: 'confirmed', onsetOn: null, firstPositiveOn: null, isolatedOn: null } as const;
    const add = (onsetOn: string) => addCase(test.db, { ...ask, outbreakId, personId, code: null, facts: { ...noDay, onsetOn } });
    await expect(add('2022-07-08')).rejects.toMatchObject({ code: 'case.dates', details: { day: '2022-07-08' } });
    const { record } = await add('2021-07-08');
    const change = changeCase(test.db, {
      ...ask,
      caseId: record.id,
      seen: record.version,
      changes: { isolatedOn: '2021-07-11' },
    });
    await expect(change).rejects.toMatchObject({ code: 'case.dates' });
  });

  it('taken of many at once leaves the levels that one after the other would', async () => {
    const town = await buildTown(test.db);
    const people = await Promise.all(Array.from({ length: 12 }, () => town.person()));
    for (const [i, source] of people.entries())
      for (const step of [1, 2, 5]) await town.contact({ person: source }, people[(i + step) % people.length] ?? 0, '2021-07-07');
    const ask = await asking();
    const { outbreakId } = town;
    const positives = people.slice(0, 6);
    await Promise.all(positives.map((personId) => recordSample(test.db, { ...ask, outbreakId, personId, sample: positive })));
    const cascaded = await town.levels(...people);
    const act = { outbreakId, people, because: 'derivedAgain', cause: {}, at: testNow, userId: null } as const;
    const again = await inScope(test.db, systemScope, (tx) => moveLevels(tx, act));
    expect(again).toEqual([]);
    expect(cascaded).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, null].map((_, i) => (i < 6 ? 0 : cascaded[i])));
    expect(cascaded.filter((level) => level === 0)).toHaveLength(6);
  });
});
