import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { unitsBelow } from '../resultFilter.ts';

export type OwnerLoad = {
  readonly ownerId: number | null;
  readonly displayName: string | null;
  readonly open: number;
  readonly overdue: number;
  readonly nextDueAt: Date;
};

/** Open errands by owner, who has most overdue first; those that nobody owns as one row without an owner. */
export async function readOwnerLoads(tx: Tx, unitId: number | undefined, now: Date): Promise<OwnerLoad[]> {
  const { rows } = await sql<OwnerLoad>`
    select e.owner_id as "ownerId", a.display_name as "displayName", count(*) as open, count(*) filter (where e.due_at < ${now}) as overdue,
      min(e.due_at) as "nextDueAt"
    from errand e left join app_user a on a.id = e.owner_id
    where e.done_at is null ${unitId === undefined ? sql`` : sql`and e.unit_id in ${unitsBelow(unitId)}`}
    group by e.owner_id, a.display_name order by overdue desc, open desc, e.owner_id nulls first limit 1000`.execute(tx);
  return rows;
}

export type UnitLoad = {
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly openErrands: number;
  readonly overdueErrands: number;
  readonly unassignedErrands: number;
  readonly openAlerts: number;
  readonly lateAlerts: number;
  readonly escalatedAlerts: number;
};

/** Open work by commune, by name; what belongs to a hamlet counts for its commune. Units without open work are left out. */
export async function readUnitLoads(tx: Tx, unitId: number | undefined, now: Date): Promise<UnitLoad[]> {
  const below = unitId === undefined ? sql`` : sql`and w.unit_id in ${unitsBelow(unitId)}`;
  const { rows } = await sql<UnitLoad>`
    with work as (
      select w.unit_id, 1 as errand, (w.due_at < ${now})::int as late, (w.owner_id is null)::int as unassigned, 0 as alert, 0 as escalated
      from errand w where w.done_at is null ${below}
      union all
      select w.unit_id, 0, (w.due_at < ${now})::int, 0, 1, (w.level > 0)::int from alert w where w.acknowledged_at is null ${below}
    ), by_unit as (
      select unit_id, sum(errand) as errands, sum(late * errand) as late_errands, sum(unassigned) as unassigned, sum(alert) as alerts,
        sum(late * alert) as late_alerts, sum(escalated) as escalated
      from work group by unit_id
    )
    select c.id as "unitId", c.code as "unitCode", c.name as "unitName", sum(w.errands)::bigint as "openErrands",
      sum(w.late_errands)::bigint as "overdueErrands", sum(w.unassigned)::bigint as "unassignedErrands", sum(w.alerts)::bigint as "openAlerts",
      sum(w.late_alerts)::bigint as "lateAlerts", sum(w.escalated)::bigint as "escalatedAlerts"
    from by_unit w join unit u on u.id = w.unit_id join unit c on c.id = case when u.kind = 'hamlet' then coalesce(u.parent_id, u.id) else u.id end
    group by c.id order by c.name, c.id`.execute(tx);
  return rows;
}
