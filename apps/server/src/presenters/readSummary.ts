import type { Summary } from '@truyvet/contract';
import type { Tx } from '../db/connect.ts';
import { readPeopleCounts, readUnitFigures } from '../db/summary.ts';
import { presentSummary } from './summary.ts';

/** The director's summary as the transaction's scope sees it. Undefined when there is no such unit or outbreak. */
export async function readSummary(
  tx: Tx,
  { unitId, outbreakId, now }: { readonly unitId: number | null; readonly outbreakId: number; readonly now: Date },
): Promise<Summary | undefined> {
  const outbreak = await tx.selectFrom('outbreak').select(['id', 'name']).where('id', '=', outbreakId).executeTakeFirst();
  const unit =
    unitId === null
      ? null
      : await tx.selectFrom('unit').select(['id', 'code', 'name']).where('id', '=', unitId).executeTakeFirst();
  if (!outbreak || unit === undefined) return undefined;
  const filter = { outbreakId, unitId: unitId ?? undefined };
  const counts = await readPeopleCounts(tx, filter);
  return presentSummary({ at: now, outbreak, unit, units: await readUnitFigures(tx, filter, now), ...counts });
}
