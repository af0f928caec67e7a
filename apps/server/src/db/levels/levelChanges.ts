import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { unitsBelow } from '../resultFilter.ts';

export type LevelChangeRecord = {
  readonly id: number;
  readonly outbreakId: number;
  readonly personId: number;
  readonly fullName: string;
  readonly unitId: number;
  readonly unitCode: string;
  readonly unitName: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly because: string;
  readonly cause: unknown;
  readonly changedAt: Date;
  readonly changedBy: string | null;
};
export type LevelChangePosition = { readonly changedAt: Date; readonly id: number };

/** Who moved in an outbreak, the oldest first; of the units that the scope sees. */
export async function readLevelChanges(
  tx: Tx,
  filter: {
    readonly outbreakId: number;
    readonly since?: Date | undefined;
    readonly unitId?: number | undefined;
    readonly personId?: number | undefined;
  },
  page: { readonly after?: LevelChangePosition | undefined; readonly limit: number },
): Promise<LevelChangeRecord[]> {
  const conditions: RawBuilder<unknown>[] = [sql`c.outbreak_id = ${filter.outbreakId}`];
  if (filter.since) conditions.push(sql`c.changed_at >= ${filter.since}`);
  if (filter.unitId !== undefined) conditions.push(sql`c.unit_id in ${unitsBelow(filter.unitId)}`);
  if (filter.personId !== undefined) conditions.push(sql`c.person_id = ${filter.personId}`);
  if (page.after) conditions.push(sql`(c.changed_at, c.id) > (${page.after.changedAt}, ${page.after.id})`);
  const { rows } = await sql<LevelChangeRecord>`
    select c.id, c.outbreak_id as "outbreakId", p.id as "personId", p.full_name as "fullName", u.id as "unitId", u.code as "unitCode",
      u.name as "unitName", c.from_level as "from", c.to_level as "to", c.because, c.cause, c.changed_at as "changedAt",
      w.display_name as "changedBy"
    from level_change c join person p on p.id = c.person_id join unit u on u.id = p.unit_id left join app_user w on w.id = c.changed_by
    where ${sql.join(conditions, sql` and `)} order by c.changed_at, c.id limit ${page.limit}`.execute(tx);
  return rows;
}
