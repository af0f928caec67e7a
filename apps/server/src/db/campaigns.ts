import { sql } from 'kysely';
import { callFigures } from './callFigures.ts';
import type { Tx } from './connect.ts';
import type { CampaignState } from './schema.ts';

export type CampaignRecord = {
  readonly id: number;
  readonly version: number;
  readonly name: string;
  readonly outbreakId: number;
  readonly dialogueCode: string;
  readonly dialogueVersion: number;
  readonly policy: unknown;
  readonly state: CampaignState;
  readonly createdAt: Date;
  readonly createdById: number | null;
  readonly createdBy: string | null;
  readonly units: readonly { readonly id: number; readonly code: string; readonly name: string }[];
  readonly total: number;
  readonly due: number;
  readonly underWay: number;
  readonly done: number;
  readonly givenUp: number;
  readonly dispositions: Readonly<Record<string, number>>;
};

/**
 * Campaigns that call somebody the scope sees, or that `userId` started; newest first, at most 200. Counts and units are those the scope
 * sees. With `id` only that one.
 */
export async function readCampaigns(tx: Tx, asked: { readonly userId: number; readonly id?: number }): Promise<CampaignRecord[]> {
  const { rows } = await sql<CampaignRecord>`
    with kept as materialized (
      select campaign_id, unit_id, disposition, due, leased, done, given_up, due + leased + done + given_up as tasks
      from ${callFigures} f where ${asked.id === undefined ? sql`true` : sql`campaign_id = ${asked.id}`}
    ), counted as (
      select campaign_id, sum(tasks)::bigint as total, sum(due)::bigint as due, sum(leased)::bigint as leased, sum(done)::bigint as done,
        sum(given_up)::bigint as given_up
      from kept group by campaign_id
    ), called as (
      select k.campaign_id, jsonb_agg(jsonb_build_object('id', u.id, 'code', u.code, 'name', u.name) order by u.name) as units
      from (select campaign_id, unit_id from kept group by 1, 2 having sum(tasks) > 0) k join unit u on u.id = k.unit_id group by 1
    ), ended as (
      select campaign_id, jsonb_object_agg(disposition, tasks) as dispositions
      from (select campaign_id, disposition, sum(tasks) as tasks from kept where disposition <> '' group by 1, 2 having sum(tasks) > 0) d group by 1
    )
    select c.id, c.version, c.name, c.outbreak_id as "outbreakId", d.code as "dialogueCode", d.version as "dialogueVersion", c.policy, c.state,
      c.created_at as "createdAt", c.created_by as "createdById", w.display_name as "createdBy", coalesce(called.units, '[]') as units,
      coalesce(n.total, 0) as total, coalesce(n.due, 0) as due, coalesce(n.leased, 0) as "underWay", coalesce(n.done, 0) as done,
      coalesce(n.given_up, 0) as "givenUp", coalesce(ended.dispositions, '{}') as dispositions
    from campaign c
    join dialogue_version d on d.id = c.dialogue_version_id
    left join app_user w on w.id = c.created_by
    left join counted n on n.campaign_id = c.id
    left join called on called.campaign_id = c.id
    left join ended on ended.campaign_id = c.id
    where (n.total > 0 or c.created_by = ${asked.userId} or sees_all())
      and ${asked.id === undefined ? sql`true` : sql`c.id = ${asked.id}`}
    order by c.id desc limit 200`.execute(tx);
  return rows;
}

/** Changes the state of a campaign that is not closed, and with it the version. False when it is closed already. */
export async function updateCampaignState(tx: Tx, id: number, state: CampaignState): Promise<boolean> {
  const result = await tx
    .updateTable('campaign')
    .set((eb) => ({ state, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where((eb) => eb.or([eb('state', '<>', 'closed'), eb('state', '=', state)]))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
