import { missing } from '@truyvet/contract';
import type { Tx } from '../connect.ts';
import { kept } from '../keptPlans.ts';

/**
 * The unit of a person whom the scope may see; `field` is where a query or body names them. Throws `resource.missing`; also for a record that was
 * merged into another.
 */
export async function unitOfPerson(tx: Tx, personId: number, field?: string): Promise<number> {
  const row = await tx
    .selectFrom('person')
    .select('unit_id')
    .modifyFront(kept)
    .where('id', '=', personId)
    .where('merged_into_id', 'is', null)
    .executeTakeFirst();
  if (!row) throw missing(field);
  return row.unit_id;
}
