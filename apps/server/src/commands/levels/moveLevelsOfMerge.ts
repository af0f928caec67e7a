import type { Tx } from '../../db/connect.ts';
import { asSystem } from '../../db/levels/asSystem.ts';
import { outbreaksOfPeople, targetsOfPeople } from '../../db/levels/touched.ts';
import { moveLevels } from './moveLevels.ts';

/**
 * Derives levels again after the rows of one record were given to another (a merge) or back (an unmerge): of both, and of everybody whom either met.
 * Part of that transaction, after the rows have moved. Gives how many levels moved.
 */
export async function moveLevelsOfMerge(
  tx: Tx,
  merge: { readonly survivorId: number; readonly mergedId: number; readonly at: Date; readonly userId: number | null },
): Promise<number> {
  const { survivorId, mergedId, at, userId } = merge;
  const both = [survivorId, mergedId];
  return await asSystem(tx, async () => {
    let moved = 0;
    for (const outbreakId of await outbreaksOfPeople(tx, both)) {
      const people = [...both, ...(await targetsOfPeople(tx, outbreakId, both))];
      moved += (await moveLevels(tx, { outbreakId, people, because: 'merged', cause: { survivorId, mergedId }, at, userId }))
        .length;
    }
    return moved;
  });
}
