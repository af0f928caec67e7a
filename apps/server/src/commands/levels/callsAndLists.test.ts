import { describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildAttempt, buildCampaign, buildTask, testNow } from '../../db/testRows.ts';
import { recordOutcome } from '../recordOutcome.ts';
import { saveStep } from '../saveStep.ts';
import { moveLevels } from './moveLevels.ts';
import { moveLevelsOfList } from './moveLevelsOfList.ts';
import { buildTown } from './testLevels.ts';

const test = useTestDatabase();
const done = { disposition: 'completed', consumed: true, attemptsUsed: 1, faultsInRow: 0, next: { kind: 'done' } } as const;

/** A call in which an F1 names somebody by a number. */
async function callNaming(phone: string, identified: 'strong' | null) {
  const town = await buildTown(test.db);
  const { outbreakId } = town;
  const [f0, f1] = [await town.person(), await town.person()];
  const named = await town.person();
  await inScope(test.db, systemScope, (tx) =>
    tx.insertInto('person_phone').values({ person_id: named, e164: '+84987654321' }).execute(),
  );
  await town.case(f0, { onset_on: '2021-07-05' });
  await town.contact({ person: f0 }, f1, '2021-07-06');
  const act = { outbreakId, people: [f0, f1], because: 'derivedAgain', cause: {}, at: testNow, userId: null } as const;
  await inScope(test.db, systemScope, (tx) => moveLevels(tx, act));
  const campaign = await buildCampaign(test.db, { outbreak_id: outbreakId });
  const task = await buildTask(test.db, { campaign_id: campaign.id, person_id: f1, unit_id: town.unitId });
  const { id: attemptId } = await buildAttempt(test.db, { task_id: task.id });
  const answer = { stepId: 'A5p', round: 0, value: { type: 'digits' as const, value: phone }, by: 'key' as const, keys: phone };
  const step = { attemptId, at: testNow, session: {}, answers: [answer], alerts: [], errands: [], identified, recording: null };
  await saveStep(test.db, step);
  const ended = {
    attemptId,
    at: testNow,
    localDate: '2021-07-10',
    answered: true,
    sipStatus: 200,
    q850Cause: null,
    faultsThatCount: null,
  };
  await recordOutcome(test.db, { ...ended, decide: () => done });
  return { town, named };
}

describe('a call', () => {
  it('in which a contact names somebody by their number makes that person a contact, unsure until verified', async () => {
    const { town, named } = await callNaming('0987654321', 'strong');
    expect(await town.levels(named)).toEqual([2]);
    const [exposure] = await inScope(test.db, systemScope, (tx) =>
      tx.selectFrom('exposure').selectAll().where('target_person_id', '=', named).execute(),
    );
    expect(exposure).toMatchObject({ learnt_from: 'call', certainty: 'unsure', last_contact_on: null });
  });

  it('exposes nobody when the number is nobody’s, or when nobody knows who answered', async () => {
    const wrong = await callNaming('0911111119', 'strong');
    expect(await wrong.town.levels(wrong.named)).toEqual([null]);
    const stranger = await callNaming('0987654321', null);
    expect(await stranger.town.levels(stranger.named)).toEqual([null]);
  });
});

describe('a list', () => {
  it('gives levels to those it brought news of and to everybody behind them', async () => {
    const town = await buildTown(test.db);
    const { outbreakId } = town;
    const [f0, f1, f2] = [await town.person(), await town.person(), await town.person()];
    const caseId = await town.case(null, { code: 'BN 501' });
    await town.contact({ case: caseId }, f1, null, { stated_level: 1, learnt_from: 'list' });
    await town.contact({ person: f1 }, f2, '2021-07-08');
    const list = { outbreakId, importId: 1, at: testNow, userId: null };
    expect(await inScope(test.db, systemScope, (tx) => moveLevelsOfList(tx, { ...list, people: [f1] }))).toBe(2);
    expect(await town.levels(f1, f2)).toEqual([1, 2]);
    // A later list says who the case is.
    await inScope(test.db, systemScope, (tx) =>
      tx
        .updateTable('case_record')
        .set({ person_id: f0, onset_on: '2021-07-09', isolated_on: '2021-07-09' })
        .where('id', '=', caseId)
        .execute(),
    );
    await inScope(test.db, systemScope, (tx) => moveLevelsOfList(tx, { ...list, people: [f0] }));
    expect(await town.levels(f0, f1, f2)).toEqual([0, 1, 2]);
  });
});
