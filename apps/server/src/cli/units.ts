import { Problem } from '@truyvet/contract';
import { inScope, systemScope } from '../db/scope.ts';
import { unitIdAt } from '../db/units.ts';
import type { OpenContext } from './context.ts';

/** The unit that bears a code today. Throws Problem `unit.unknown`. */
export async function unitByCode({ store, clock }: OpenContext, code: string): Promise<number> {
  const day = new Date(clock.now().getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
  const id = await inScope(store.db, systemScope, (tx) => unitIdAt(tx, code, day));
  if (id === undefined) throw new Problem('unit.unknown', { code, day });
  return id;
}
