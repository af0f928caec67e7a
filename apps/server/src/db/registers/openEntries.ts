import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { RegisterName } from '../schema/registers.ts';
import { unitIdsBelow } from '../units.ts';
import { isAway } from './away.ts';
import { inUnits, levelled } from './levels.ts';
import { returneeConditions, riskTables } from './returnees.ts';

export type OpenEntriesFilter = {
  readonly register: RegisterName;
  readonly outbreakId: number;
  readonly unitId: number;
  readonly day: string;
  readonly returneesSince: string;
};

/** How many entries a register has now: people, journeys, absences, or households with a review. */
export async function countOpenEntries(tx: Tx, filter: OpenEntriesFilter): Promise<number> {
  const { rows } = await sql<{ entries: number }>`${counting(filter, await unitIdsBelow(tx, [filter.unitId]))}`.execute(tx);
  return rows[0]?.entries ?? 0;
}

function counting(
  { register, outbreakId, unitId, day, returneesSince }: OpenEntriesFilter,
  unitIds: readonly number[],
): RawBuilder<unknown> {
  switch (register) {
    case 'f0':
    case 'f1':
    case 'f2':
      return sql`select count(*) as entries from ${levelled({ outbreakId, today: day, unitIds, level: Number(register[1]) })} l join person p on p.id = l.person_id
        where p.merged_into_id is null`;
    case 'returnees': {
      const conditions = returneeConditions({ outbreakId, unitId, since: returneesSince, from: 'risk', state: 'open' });
      return sql`with ${riskTables(outbreakId)} select count(*) as entries from journey j join person p on p.id = j.person_id
        where ${sql.join(conditions, sql` and `)}`;
    }
    case 'away':
      return sql`select count(*) as entries from absence a join person p on p.id = a.person_id
        where ${isAway} and p.merged_into_id is null and ${inUnits('a.unit_id', unitIds)}`;
    case 'households':
      return sql`select count(distinct household_id) as entries from household_review where ${inUnits('unit_id', unitIds)}`;
  }
}
