import type { Unit } from '@truyvet/contract';
import type { Tx } from './connect.ts';
import type { Scope } from './scope.ts';

const columns = [
  'id',
  'code',
  'valid_from as validFrom',
  'valid_to as validTo',
  'name',
  'kind',
  'parent_id as parentId',
] as const;

/** The units of a scope, by name. Units themselves are public; a user is shown only their own. */
export async function readUnits(tx: Tx, scope: Scope): Promise<Unit[]> {
  const all = tx.selectFrom('unit').select(columns).orderBy('name').orderBy('valid_from');
  if (scope.kind === 'all') return await all.execute();
  return scope.unitIds.length === 0 ? [] : await all.where('id', 'in', scope.unitIds).execute();
}

/** The units that were given to a user, without those below them. */
export async function readGivenUnits(tx: Tx, userId: number): Promise<Unit[]> {
  const given = tx.selectFrom('user_unit').select('unit_id').where('user_id', '=', userId);
  return await tx.selectFrom('unit').select(columns).where('id', 'in', given).orderBy('name').orderBy('valid_from').execute();
}
