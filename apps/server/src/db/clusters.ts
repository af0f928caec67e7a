import type { PlacedCase } from '@truyvet/outbreak';
import { fold } from '@truyvet/outbreak';
import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import { unitsBelow } from './resultFilter.ts';

export type ClusterPlace = {
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly hamlet: string | null;
};
export type CasesByPlace = {
  readonly cases: readonly PlacedCase[];
  readonly places: ReadonlyMap<string, ClusterPlace>;
  /** Cases without a day, or without the kind of place that was asked for. */
  readonly unplaced: number;
};

/**
 * The cases of an outbreak with their place: the commune, or the hamlet within it however it was written. The day is the onset, else the first
 * positive sample.
 */
export async function readCasesByPlace(
  tx: Tx,
  filter: { readonly outbreakId: number; readonly unitId?: number | undefined; readonly by: 'hamlet' | 'commune' },
): Promise<CasesByPlace> {
  const below = filter.unitId === undefined ? sql`true` : sql`p.unit_id in ${unitsBelow(filter.unitId)}`;
  const { rows } = await sql<ClusterPlace & { caseId: number; onsetOn: string | null }>`
    select c.id as "caseId", coalesce(c.onset_on, c.first_positive_on) as "onsetOn",
      coalesce(m.id, u.id) as "unitId", coalesce(m.code, u.code) as "unitCode", coalesce(m.name, u.name) as "unitName",
      case when m.id is not null then u.name else p.hamlet end as hamlet
    from case_record c join person p on p.id = c.person_id join unit u on u.id = p.unit_id
    left join unit m on m.id = u.parent_id and u.kind = 'hamlet'
    where c.outbreak_id = ${filter.outbreakId} and c.status in ('confirmed', 'probable') and ${below}`.execute(tx);
  const cases: PlacedCase[] = [];
  const places = new Map<string, ClusterPlace>();
  for (const { caseId, onsetOn, ...row } of rows) {
    const place = { ...row, hamlet: filter.by === 'hamlet' ? row.hamlet : null };
    if (onsetOn === null || (filter.by === 'hamlet' && (place.hamlet ?? '').trim() === '')) continue;
    const key = `${place.unitId}|${fold(place.hamlet ?? '')}`;
    if (!places.has(key)) places.set(key, place);
    cases.push({ caseId, place: key, onsetOn });
  }
  return { cases, places, unplaced: rows.length - cases.length };
}
