import { Problem } from '@truyvet/contract';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';

/** The unit of a person whom the scope may see. Throws `resource.missing`; also for a record that was merged into another. */
export async function unitOfPerson(tx: Tx, personId: number): Promise<number> {
  const row = await tx
    .selectFrom('person')
    .select('unit_id')
    .modifyFront(kept)
    .where('id', '=', personId)
    .where('merged_into_id', 'is', null)
    .executeTakeFirst();
  if (!row) throw new Problem('resource.missing');
  return row.unit_id;
}
