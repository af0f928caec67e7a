import { cascade, dayNumber } from '@truyvet/outbreak';
import type { Tx } from '../../db/connect.ts';
import { asSystem } from '../../db/levels/asSystem.ts';
import { lockLevels, readLevelProfile } from '../../db/levels/levelLock.ts';
import { RegionReader } from '../../db/levels/readRegion.ts';
import { insertLevelChanges, type MovedPerson, writeLevels } from '../../db/levels/writeLevels.ts';
import { localDate } from '../../localTime.ts';
import type { LevelCause } from './levelCause.ts';

export type LevelAct = {
  readonly outbreakId: number;
  /** Whose own facts (case, samples, isolation, decision) or contacts (as the target) have changed. */
  readonly people: readonly number[];
  readonly because: LevelCause;
  /** What it was: `sampleId`, `caseId`, `exposureId`, `importId`… Kept with every move. */
  readonly cause: Readonly<Record<string, number | string>>;
  readonly at: Date;
  readonly userId: number | null;
};

/**
 * Derives levels again after something has changed, for these people and everybody behind them, and keeps who moved. Part of the transaction
 * that made the change; whatever its scope, levels move in the system's, because they do not end at a commune's border.
 *
 * Call `lockLevels` before the change itself: two acts that wait for each other only here could each hold a row that the other wants.
 */
export async function moveLevels(tx: Tx, act: LevelAct): Promise<readonly MovedPerson[]> {
  if (act.people.length === 0) return [];
  return await asSystem(tx, async () => {
    await lockLevels(tx, act.outbreakId);
    const profile = await readLevelProfile(tx, act.outbreakId);
    if (profile === undefined) return [];
    const reader = new RegionReader(tx, act.outbreakId, profile);
    const steps = cascade([...new Set(act.people)], profile, dayNumber(localDate(act.at)));
    let step = steps.next();
    while (!step.done) step = steps.next(await reader.read(step.value));
    const moved = await writeLevels(tx, act.outbreakId, step.value, reader, act.at);
    await insertLevelChanges(tx, moved, act);
    return moved;
  });
}
