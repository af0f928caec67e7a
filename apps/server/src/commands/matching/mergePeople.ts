import { missing, Problem } from '@truyvet/contract';
import { judge } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { asSystem } from '../../db/levels/asSystem.ts';
import { lockLevels } from '../../db/levels/levelLock.ts';
import { targetsOfPeople } from '../../db/levels/touched.ts';
import { readCandidates } from '../../db/matching/candidates.ts';
import { readDistinct } from '../../db/matching/distinct.ts';
import {
  closeMerge,
  completeSurvivor,
  emptySurvivor,
  holdTasks,
  insertMerge,
  lockPeople,
  type MergingPerson,
  noteCompleted,
  outbreaksOf,
  readOpenMerge,
  setMergedInto,
} from '../../db/matching/merges.ts';
import { joinFollowUps, moveRows, returnRows } from '../../db/matching/moveRows.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { moveLevels } from '../levels/moveLevels.ts';

export type MergeRequest = {
  readonly scope: Scope;
  readonly survivorId: number;
  readonly mergedId: number;
  readonly userId: number | null;
  readonly now: Date;
};

export type Merged = { readonly survivorId: number; readonly mergedId: number; readonly moved: Readonly<Record<string, number>> };

/**
 * Makes one record part of another, in one transaction: whatever refers to it (exposures, calls, answers, samples…) refers to the survivor from now on, whose
 * gaps it fills; it is shown, called and counted nowhere; levels are derived anew. What moved is logged, so that `unmergePerson` can give it back.
 *
 * @throws Problem `merge.same`, `merge.already`, `merge.distinct`, `merge.calling`, `resource.missing` (also for who is outside the scope)
 */
export async function mergePeople(db: Db, request: MergeRequest): Promise<Merged> {
  const { scope, survivorId, mergedId, userId, now: at } = request;
  if (survivorId === mergedId) throw new Problem('merge.same');
  return await inScope(db, scope, async (tx) => {
    const outbreaks = await lockOutbreaks(tx, [survivorId, mergedId]);
    const { survivor, merged } = await mergeable(tx, survivorId, mergedId);
    const { unitId } = survivor;
    const evidence = await evidenceFor(tx, survivorId, mergedId);
    const mergeId = await insertMerge(tx, { survivorId, mergedId, unitId, mergedUnitId: merged.unitId, evidence, at, userId });
    const move = { mergeId, mergedId, survivorId, unitId, mergedUnitId: merged.unitId };
    const days = await joinFollowUps(tx, move);
    const moved = { ...(await moveRows(tx, move)), ...(days > 0 && { follow_up_day: days }) };
    await holdTasks(tx, mergedId, true);
    // First out of the way, then completed: the number of both may be one, and a unit has each number once.
    await setMergedInto(tx, mergedId, survivorId);
    await noteCompleted(tx, mergeId, await completeSurvivor(tx, survivorId, mergedId));
    await deriveLevels(tx, outbreaks, { survivorId, mergedId, mergeId, at, userId });
    const details = { survivorId, mergedId, moved };
    const audit = { at, userId, action: 'merge', subject: 'person', details } as const;
    await appendAudit(tx, { ...audit, unitId, subjectId: survivorId });
    await appendAudit(tx, { ...audit, unitId: merged.unitId, subjectId: mergedId });
    return details;
  });
}

async function mergeable(
  tx: Tx,
  survivorId: number,
  mergedId: number,
): Promise<{ survivor: MergingPerson; merged: MergingPerson }> {
  const people = await lockPeople(tx, [survivorId, mergedId]);
  const [survivor, merged] = [people.get(survivorId), people.get(mergedId)];
  if (!survivor || !merged) throw missing(survivor ? 'mergedId' : undefined);
  const into = survivor.mergedIntoId ?? merged.mergedIntoId;
  if (into !== null) throw new Problem('merge.already', { into });
  if ((await readDistinct(tx, survivorId)).has(mergedId)) throw new Problem('merge.distinct');
  if (survivor.callUnderWay || merged.callUnderWay) throw new Problem('merge.calling');
  return { survivor, merged };
}

/** Why the two were taken for one, as the weights had it then. */
async function evidenceFor(tx: Tx, survivorId: number, mergedId: number): Promise<unknown> {
  const { person, others, sharers } = await readCandidates(tx, survivorId);
  const other = others.find(({ id }) => id === mergedId);
  if (!person || !other) return { score: null, codes: [] };
  const { score, evidence } = judge(person, other, { sharers: (e164) => sharers.get(e164) ?? 1 });
  return { score, codes: evidence.map(({ code }) => code) };
}

export type UnmergeRequest = Omit<MergeRequest, 'survivorId' | 'mergedId'> & { readonly personId: number };
export type Unmerged = {
  readonly personId: number;
  readonly survivorId: number;
  readonly returned: Readonly<Record<string, number>>;
};

/**
 * Lets a merged record stand for itself again: everything that moved and is still the survivor's comes back, what was filled from it is emptied. What
 * came to the survivor since stays there.
 *
 * @throws Problem `merge.none`, `merge.survivorMerged`, `merge.calling`, `resource.missing`
 */
export async function unmergePerson(db: Db, { scope, personId, userId, now: at }: UnmergeRequest): Promise<Unmerged> {
  return await inScope(db, scope, async (tx) => {
    const open = await readOpenMerge(tx, personId);
    if (!open) throw new Problem((await lockPeople(tx, [personId])).has(personId) ? 'merge.none' : 'resource.missing');
    const { survivorId } = open;
    const outbreaks = await lockOutbreaks(tx, [survivorId, personId]);
    const people = await lockPeople(tx, [survivorId, personId]);
    const [survivor, person] = [people.get(survivorId), people.get(personId)];
    if (!survivor || !person) throw new Problem('resource.missing');
    if (survivor.mergedIntoId !== null) throw new Problem('merge.survivorMerged', { into: survivor.mergedIntoId });
    if (survivor.callUnderWay) throw new Problem('merge.calling');
    const returned = await returnRows(tx, open);
    // Emptied before the other stands again: a unit has each identity number once.
    await emptySurvivor(tx, survivorId, open.completed);
    await setMergedInto(tx, personId, null);
    await holdTasks(tx, personId, false);
    await closeMerge(tx, open.id, at, userId);
    await deriveLevels(tx, outbreaks, { survivorId, mergedId: personId, mergeId: open.id, at, userId });
    const details = { personId, survivorId, returned };
    const audit = { at, userId, action: 'unmerge', subject: 'person', details } as const;
    await appendAudit(tx, { ...audit, unitId: survivor.unitId, subjectId: survivorId });
    await appendAudit(tx, { ...audit, unitId: person.unitId, subjectId: personId });
    return details;
  });
}

async function lockOutbreaks(tx: Tx, personIds: readonly number[]): Promise<number[]> {
  const outbreaks = await outbreaksOf(tx, personIds);
  for (const outbreakId of outbreaks) await lockLevels(tx, outbreakId);
  return outbreaks;
}

type Merge = {
  readonly survivorId: number;
  readonly mergedId: number;
  readonly mergeId: number;
  readonly at: Date;
  readonly userId: number | null;
};

async function deriveLevels(
  tx: Tx,
  outbreaks: readonly number[],
  { survivorId, mergedId, mergeId, at, userId }: Merge,
): Promise<void> {
  for (const outbreakId of outbreaks) {
    const both = [survivorId, mergedId];
    // Whom the merged record met are now contacts of the survivor, also where the survivor's own level stays.
    const people = [...both, ...(await asSystem(tx, () => targetsOfPeople(tx, outbreakId, both)))];
    await moveLevels(tx, { outbreakId, people, because: 'merged', cause: { mergeId }, at, userId });
  }
}
