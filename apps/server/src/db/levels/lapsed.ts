import type { Tx } from '../connect.ts';

/** People whose kept level ended before `today`. */
export async function readLapsed(tx: Tx, today: string, limit: number): Promise<{ outbreakId: number; personId: number }[]> {
  return await tx
    .selectFrom('person_level')
    .select(['outbreak_id as outbreakId', 'person_id as personId'])
    .where('lapses_on', '<', today)
    .orderBy('lapses_on')
    .limit(limit)
    .execute();
}
