import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildUser, testNow } from '../../db/testRows.ts';
import { changeCase } from './cases.ts';
import { decideLevel } from './decideLevel.ts';
import { addExposure, negateExposure } from './exposures.ts';
import { lapseLevels } from './lapseLevels.ts';
import { ensureLevels, rebuildLevels } from './rebuildLevels.ts';
import { changeSample, recordSample } from './recordSample.ts';
import { buildTown, type TestTown } from './testLevels.ts';

const test = useTestDatabase();

async function codeOf({ outbreakId }: TestTown): Promise<string> {
  const find = (tx: Parameters<Parameters<typeof inScope>[2]>[0]) =>
    tx.selectFrom('outbreak').select('code').where('id', '=', outbreakId).executeTakeFirstOrThrow();
  return (await inScope(test.db, systemScope, find)).code;
}

const kept = ({ outbreakId }: TestTown) =>
  inScope(test.db, systemScope, async (tx) => ({
    levels: await tx
      .selectFrom('person_level')
      .select(['person_id', 'level', 'exposed_on', 'via_exposure_id', 'lapses_on', 'decided', 'windows'])
      .where('outbreak_id', '=', outbreakId)
      .orderBy('person_id')
      .execute(),
    lapsed: await tx
      .selectFrom('lapsed_level')
      .select(['person_id', 'windows'])
      .where('outbreak_id', '=', outbreakId)
      .orderBy('person_id')
      .execute(),
  }));

describe('deriving everything again', () => {
  it('finds what act after act has kept, to the last window', async () => {
    const { id: userId } = await buildUser(test.db, { role: 'administrator' });
    const ask = { scope: systemScope, userId, now: testNow };
    const day = fc.integer({ min: 0, max: 60 }).map((days) => new Date(Date.UTC(2021, 4, 11 + days)).toISOString().slice(0, 10));
    const maybeDay = fc.option(day, { freq: 3 });
    const who = fc.nat(6);
    const act = fc.oneof(
      fc.record({ kind: fc.constant('contact' as const), from: fc.nat(7), to: who, first: maybeDay, last: maybeDay }),
      fc.record({ kind: fc.constant('sample' as const), who, on: day, result: fc.constantFrom('positive', 'negative') }),
      fc.record({ kind: fc.constant('correct' as const), place: fc.nat(5) }),
      fc.record({ kind: fc.constant('negate' as const), place: fc.nat(5) }),
      fc.record({ kind: fc.constant('case' as const), onset: maybeDay, isolated: maybeDay }),
      fc.record({ kind: fc.constant('decide' as const), who, level: fc.constantFrom(null, 1, 2), on: day }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (acts) => {
        const town = await buildTown(test.db);
        const { outbreakId } = town;
        const people = await Promise.all(Array.from({ length: 7 }, () => town.person()));
        const code = await codeOf(town);
        const caseId = await town.case(null, { code: 'BN 1' });
        let caseVersion = 1;
        const exposures: { id: number; version: number }[] = [];
        const samples: { id: number; version: number }[] = [];
        const person = (i: number) => people[i] ?? 0;
        for (const one of acts) {
          if (one.kind === 'contact') {
            if (one.from === one.to || (one.first !== null && one.last !== null && one.first > one.last)) continue;
            const source =
              one.from === 7
                ? { sourcePersonId: null, sourceCaseId: caseId }
                : { sourcePersonId: person(one.from), sourceCaseId: null };
            const facts = { firstContactOn: one.first, lastContactOn: one.last, setting: null, closeness: null, certainty: null };
            const exposure = {
              ...facts,
              ...source,
              outbreakId,
              targetId: person(one.to),
              sourceText: null,
              learntFrom: 'officer',
            } as const;
            const made = await addExposure(test.db, { ...ask, exposure }).catch((error: { code?: string }) => {
              if (error.code !== 'exposure.exists' && error.code !== 'exposure.dates') throw error;
              return null;
            });
            if (made) exposures.push(made.exposure);
          } else if (one.kind === 'sample') {
            const sample = {
              kind: 'pcr',
              plannedOn: null,
              takenOn: one.on,
              sentOn: null,
              laboratory: null,
              resultOn: null,
              result: one.result as 'positive' | 'negative',
            } as const;
            samples.push((await recordSample(test.db, { ...ask, outbreakId, personId: person(one.who), sample })).sample);
          } else if (one.kind === 'correct') {
            const sample = samples[one.place];
            if (!sample) continue;
            const request = { ...ask, sampleId: sample.id, seen: sample.version, changes: { result: 'invalid' as const } };
            samples[one.place] = (await changeSample(test.db, request)).sample;
          } else if (one.kind === 'negate') {
            const exposure = exposures[one.place];
            if (!exposure) continue;
            const request = { ...ask, exposureId: exposure.id, seen: exposure.version, because: 'nhầm' };
            exposures[one.place] = (await negateExposure(test.db, request)).exposure;
          } else if (one.kind === 'case') {
            const changes = { onsetOn: one.onset, isolatedOn: one.isolated };
            caseVersion = (await changeCase(test.db, { ...ask, caseId, seen: caseVersion, changes })).record.version;
          } else {
            const request = {
              ...ask,
              personId: person(one.who),
              outbreakId,
              level: one.level,
              exposedOn: one.on,
              because: 'thử',
            };
            await decideLevel(test.db, request).catch((error: { code?: string }) => {
              if (error.code !== 'level.decided') throw error;
            });
          }
        }
        const before = await kept(town);
        expect(await rebuildLevels(test.db, code, testNow)).toMatchObject({ moved: 0 });
        expect(await kept(town)).toEqual(before);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('finds again what was lost, and says who moved', async () => {
    const town = await buildTown(test.db);
    const [an, binh] = [await town.person(), await town.person()];
    await town.case(an, { onset_on: '2021-07-05' });
    await town.contact({ person: an }, binh, '2021-07-06', { stated_level: 1 });
    const code = await codeOf(town);
    expect(await rebuildLevels(test.db, code, testNow)).toMatchObject({ outbreak: code, contacts: 1, moved: 2 });
    expect(await town.levels(an, binh)).toEqual([0, 1]);
    await inScope(test.db, systemScope, (tx) => tx.deleteFrom('person_level').where('person_id', '=', binh).execute());
    expect(await rebuildLevels(test.db, code, testNow)).toMatchObject({ moved: 1 });
    await expect(rebuildLevels(test.db, 'không có', testNow)).rejects.toMatchObject({ code: 'resource.missing' });
  });

  it('happens once to a database that an earlier release has left', async () => {
    const town = await buildTown(test.db);
    const [an, binh] = [await town.person(), await town.person()];
    await town.case(an);
    await town.contact({ person: an }, binh, null, { stated_level: 1, learnt_from: 'list' });
    const rebuilt = await ensureLevels(test.db, testNow);
    expect(rebuilt.map(({ outbreak }) => outbreak)).toContain(await codeOf(town));
    expect(await town.levels(an, binh)).toEqual([0, 1]);
    expect(await ensureLevels(test.db, testNow)).toEqual([]);
  });

  it('is not needed when the day turns: levels lapse by themselves', async () => {
    const town = await buildTown(test.db);
    const [an, binh, chi] = [await town.person(), await town.person(), await town.person()];
    await town.case(an, { onset_on: '2021-07-05' });
    await town.contact({ person: an }, binh, '2021-07-06');
    await town.contact({ person: binh }, chi, '2021-07-20');
    const code = await codeOf(town);
    await rebuildLevels(test.db, code, testNow);
    expect(await town.levels(an, binh, chi)).toEqual([0, 1, 2]);
    const later = new Date('2021-07-28T01:00:00Z');
    expect(await lapseLevels(test.db, later)).toBeGreaterThan(0);
    expect(await town.levels(an, binh, chi)).toEqual([0, null, 2]);
    expect(await rebuildLevels(test.db, code, later)).toMatchObject({ moved: 0 });
  });
});
