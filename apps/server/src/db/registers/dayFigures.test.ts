import { expect, it } from 'vitest';
import { dayFrameOf } from '../../commands/registers/keepDayLines.ts';
import { reportFrame } from '../../commands/registers/settings.ts';
import { inScope, systemScope } from '../scope.ts';
import { useTestDatabase } from '../testDatabase.ts';
import { buildOutbreak, buildPerson, buildUnit } from '../testRows.ts';
import { countDayFigures } from './dayFigures.ts';

const test = useTestDatabase();

it('does not count as a new case whose result was corrected before the cut, but does who was positive again, or corrected the day after', async () => {
  const { db } = test;
  const outbreakId = (await buildOutbreak(db)).id;
  const unitId = (await buildUnit(db)).id;
  const moves = async (...steps: readonly [from: number | null, to: number | null, at: string][]) => {
    const { id } = await buildPerson(db, { unit_id: unitId });
    const row = { outbreak_id: outbreakId, person_id: id, unit_id: unitId, because: 'samplePositive' };
    await inScope(db, systemScope, async (tx) => {
      for (const [from_level, to_level, at] of steps) {
        const changed_at = new Date(`2021-07-${at}:00+07:00`);
        await tx
          .insertInto('level_change')
          .values({ ...row, from_level, to_level, changed_at })
          .execute();
      }
    });
  };
  await moves([1, 0, '10T08:00'], [0, 1, '10T11:00']);
  await moves([1, 0, '10T08:00'], [0, 1, '10T11:00'], [1, 0, '10T15:00']);
  await moves([1, 0, '10T08:00'], [0, null, '10T17:00']);
  const figures = await inScope(db, systemScope, async (tx) => {
    const frame = await reportFrame(tx, unitId, '2021-07-10', new Date('2021-07-11T01:00:00Z'));
    return await countDayFigures(tx, dayFrameOf(frame, outbreakId), [unitId]);
  });
  expect(figures).toMatchObject([{ newCases: 2, newCasesCommunity: 2 }]);
});
