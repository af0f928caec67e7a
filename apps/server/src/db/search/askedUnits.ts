import type { Tx } from '../connect.ts';
import type { Scope } from '../scope.ts';
import { unitIdsBelow } from '../units.ts';

/**
 * Which units a question is about, so that a query may go by the index of each unit. It only chooses the way: what may be seen
 * is decided by row-level security. `undefined`: all that the scope sees, which is everything or very much.
 */
export type AskedUnits = readonly number[] | undefined;

/** Up to so many units are asked one by one, each by its own index; more are read in the order of the list, leaving out what is not theirs. */
export const fewUnits = 64;

/** `unitId` and everything below it, else the units of the scope. */
export async function askedUnits(tx: Tx, scope: Scope, unitId: number | undefined): Promise<AskedUnits> {
  if (unitId !== undefined) return await unitIdsBelow(tx, [unitId]);
  return scope.kind === 'all' || scope.unitIds.length > fewUnits ? undefined : scope.unitIds;
}
