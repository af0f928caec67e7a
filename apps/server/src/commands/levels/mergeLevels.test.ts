import { expect, it } from 'vitest';
import { systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildUser, testNow } from '../../db/testRows.ts';
import { mergePeople } from '../matching/mergePeople.ts';
import { addExposure } from './exposures.ts';
import { recordSample } from './recordSample.ts';
import { buildTown } from './testLevels.ts';

const test = useTestDatabase();

it('whom a record met before it was merged follows the survivor, also when the survivor’s own level stays', async () => {
  const town = await buildTown(test.db);
  const { outbreakId } = town;
  const { id: userId } = await buildUser(test.db, { role: 'administrator' });
  const ask = { scope: systemScope, userId, now: testNow };
  const [survivorId, mergedId, met] = [await town.person(), await town.person(), await town.person()];
  const dates = { plannedOn: null, takenOn: '2021-07-08', sentOn: null, resultOn: null, laboratory: null };
  await recordSample(test.db, {
    ...ask,
    outbreakId,
    personId: survivorId,
    sample: { ...dates, kind: 'pcr', result: 'positive' },
  });
  const facts = { firstContactOn: null, lastContactOn: '2021-07-08', setting: null, closeness: null, certainty: null };
  const source = { sourcePersonId: mergedId, sourceCaseId: null, sourceText: null, learntFrom: 'officer' } as const;
  await addExposure(test.db, { ...ask, exposure: { ...facts, ...source, outbreakId, targetId: met } });
  expect(await town.levels(survivorId, met)).toEqual([0, null]);
  await mergePeople(test.db, { ...ask, survivorId, mergedId });
  expect(await town.levels(survivorId, mergedId, met)).toEqual([0, null, 1]);
});
