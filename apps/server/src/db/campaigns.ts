import { sql } from 'kysely';
import type { Tx } from './connect.ts';
import type { CampaignState } from './schema.ts';

export type CampaignRecord = {
  readonly id: number;
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
    select c.id, c.name, c.outbreak_id as "outbreakId", d.code as "dialogueCode", d.version as "dialogueVersion", c.policy, c.state,
      c.created_at as "createdAt", c.created_by as "createdById", w.display_name as "createdBy",
      coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'code', u.code, 'name', u.name) order by u.name) from unit u
        where u.id in (select t.unit_id from call_task t where t.campaign_id = c.id)), '[]') as units,
      n.total, n.due, n.leased as "underWay", n.done, n.given_up as "givenUp",
      coalesce((select jsonb_object_agg(disposition, count) from (
        select t.disposition, count(*) from call_task t where t.campaign_id = c.id and t.disposition is not null group by 1) x), '{}') as dispositions
    from campaign c
    join dialogue_version d on d.id = c.dialogue_version_id
    left join app_user w on w.id = c.created_by
    cross join lateral (
      select count(*) as total, count(*) filter (where t.state = 'due') as due, count(*) filter (where t.state = 'leased') as leased,
        count(*) filter (where t.state = 'done') as done, count(*) filter (where t.state = 'givenUp') as given_up
      from call_task t where t.campaign_id = c.id
    ) n
    where (n.total > 0 or c.created_by = ${asked.userId} or sees_all())
      and ${asked.id === undefined ? sql`true` : sql`c.id = ${asked.id}`}
    order by c.id desc limit 200`.execute(tx);
  return rows;
}

/** Changes the state of a campaign that is not closed. False when it is closed already. */
export async function updateCampaignState(tx: Tx, id: number, state: CampaignState): Promise<boolean> {
  const result = await tx
    .updateTable('campaign')
    .set({ state })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('state', '<>', 'closed'), eb('state', '=', state)]))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
