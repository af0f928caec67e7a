import type { Tx } from '../../db/connect.ts';
import { asSystem } from '../../db/levels/asSystem.ts';
import { readLevelProfile } from '../../db/levels/levelLock.ts';
import { casesWithSurroundings, writeSurroundings } from '../../db/levels/surroundings.ts';
import { localDate } from '../../localTime.ts';

/** Writes down the household and the colleagues of cases as exposed; gives those whose contacts have changed. In the system's scope. */
export async function exposeSurroundings(tx: Tx, outbreakId: number, caseIds: readonly number[], at: Date): Promise<number[]> {
  if (caseIds.length === 0) return [];
  return await asSystem(tx, async () => {
    const profile = await readLevelProfile(tx, outbreakId);
    if (profile === undefined || profile.maxLevel === 0) return [];
    const near = await casesWithSurroundings(tx, caseIds);
    return await writeSurroundings(tx, { caseIds: near, lookbackDays: profile.lookbackDays, at, today: localDate(at) });
  });
}
