import type { Summary } from '@truyvet/contract';
import type { Tx } from '../db/connect.ts';
import { allowMemory } from '../db/indicators/parts.ts';
import type { Scope } from '../db/scope.ts';
import { askedUnits } from '../db/search/askedUnits.ts';
import { readPeopleCounts, readUnitFigures } from '../db/summary.ts';
import { presentSummary } from './summary.ts';

export type SummaryRequest = {
  readonly outbreakId: number;
  /** The transaction's own. */
  readonly scope: Scope;
  readonly unitId: number | null;
  readonly now: Date;
};

/** The director's summary as the transaction's scope sees it. Undefined when there is no such unit or outbreak. */
export async function readSummary(tx: Tx, { unitId, outbreakId, scope, now }: SummaryRequest): Promise<Summary | undefined> {
  const outbreak = await tx.selectFrom('outbreak').select(['id', 'name']).where('id', '=', outbreakId).executeTakeFirst();
  const unit =
    unitId === null
      ? null
      : await tx.selectFrom('unit').select(['id', 'code', 'name']).where('id', '=', unitId).executeTakeFirst();
  if (!outbreak || unit === undefined) return undefined;
  const filter = { outbreakId, units: await askedUnits(tx, scope, unitId ?? undefined) };
  await allowMemory(tx, filter);
  const counts = await readPeopleCounts(tx, filter);
  return presentSummary({ at: now, outbreak, unit, units: await readUnitFigures(tx, filter, now), ...counts });
}
