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

/** `unitId` and everything below it, else the units of the scope. A unit that holds all of the scope is no narrower question. */
export async function askedUnits(tx: Tx, scope: Scope, unitId: number | undefined): Promise<AskedUnits> {
  if (scope.kind === 'all') return unitId === undefined ? undefined : await unitIdsBelow(tx, [unitId]);
  if (unitId === undefined) return scope.unitIds.length > fewUnits ? undefined : scope.unitIds;
  const below = await unitsBelowIn(tx, scope, unitId);
  return below.length === scope.unitIds.length && below.length > fewUnits ? undefined : below;
}

/** Of each list of a user's units what lies below some of them; the list is the same object until their rights or the tree change (access/knownRights.ts). */
const known = new WeakMap<readonly number[], Map<number, readonly number[]>>();

/** A unit and everything below it, in the order of ids; worked out once for as long as the scope's own list of units holds. */
export async function unitsBelowIn(tx: Tx, scope: Scope, unitId: number): Promise<readonly number[]> {
  if (scope.kind === 'all') return await unitIdsBelow(tx, [unitId]);
  const ofScope = known.get(scope.unitIds) ?? new Map<number, readonly number[]>();
  known.set(scope.unitIds, ofScope);
  const before = ofScope.get(unitId);
  if (before !== undefined) return before;
  const below = await unitIdsBelow(tx, [unitId]);
  ofScope.set(unitId, below);
  return below;
}
