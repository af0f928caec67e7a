import { randomBytes } from 'node:crypto';
import type { WebhookEvent } from '@truyvet/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../connect.ts';
import { inScope, systemScope } from '../scope.ts';
import { openText, sealText } from '../secrets/keyRing.ts';
import { keysOf } from '../secrets/keysOfDatabase.ts';

export type WebhookRecord = {
  readonly id: number;
  readonly unitId: number | null;
  readonly url: string;
  readonly events: readonly WebhookEvent[];
  readonly active: boolean;
  readonly createdAt: Date;
  readonly version: number;
};

/** The webhooks that the scope sees: an administrator bound to units those of their units. */
export async function readWebhooks(tx: Tx, id?: number): Promise<WebhookRecord[]> {
  const { rows } = await sql<WebhookRecord>`
    select id, unit_id as "unitId", url, events, active, created_at as "createdAt", version from webhook
    where ${id ?? null}::bigint is null or id = ${id ?? null} order by id`.execute(tx);
  return rows;
}

export type NewWebhook = Pick<WebhookRecord, 'unitId' | 'url' | 'events'> & { readonly userId: number; readonly now: Date };

/** Gives the secret, which is stored sealed and shown this once. */
export async function insertWebhook(tx: Tx, webhook: NewWebhook): Promise<{ id: number; secret: string }> {
  const secret = randomBytes(32).toString('base64url');
  const { id } = await tx
    .insertInto('webhook')
    .values({
      unit_id: webhook.unitId,
      url: webhook.url,
      events: [...webhook.events],
      secret: sealText(keysOf(tx), 'webhookSecret', secret),
      created_by: webhook.userId,
      created_at: webhook.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, secret };
}

export type WebhookEdit = {
  readonly url?: string | undefined;
  readonly events?: readonly WebhookEvent[] | undefined;
  readonly active?: boolean | undefined;
};

/** The row must be locked and at `version - 1`. */
export async function updateWebhook(tx: Tx, id: number, version: number, { url, events, active }: WebhookEdit): Promise<void> {
  const columns = {
    version,
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events: [...events] }),
    ...(active === undefined ? {} : { active }),
  };
  await tx.updateTable('webhook').set(columns).where('id', '=', id).execute();
}

export type DeliveryRecord = {
  readonly id: number;
  readonly eventId: string;
  readonly event: WebhookEvent;
  readonly happenedAt: Date;
  readonly state: 'due' | 'delivered' | 'givenUp';
  readonly tries: number;
  readonly dueAt: Date;
  readonly deliveredAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
};

/** What was told, newest first. */
export async function readDeliveries(
  tx: Tx,
  webhookId: number,
  page: { beforeId?: number | undefined; limit: number },
): Promise<DeliveryRecord[]> {
  const { rows } = await sql<DeliveryRecord>`
    select id, event_id as "eventId", event, happened_at as "happenedAt", state, tries, due_at as "dueAt", delivered_at as "deliveredAt",
      last_status as "lastStatus", last_error as "lastError"
    from webhook_delivery where webhook_id = ${webhookId} and id < ${page.beforeId ?? Number.MAX_SAFE_INTEGER}
    order by id desc limit ${page.limit}`.execute(tx);
  return rows;
}

/** The webhooks that something is due for now. */
export async function readDueWebhooks(db: Db): Promise<number[]> {
  return await inScope(db, systemScope, async (tx) => {
    const { rows } = await sql<{ id: number }>`
      select distinct d.webhook_id as id from webhook_delivery d join webhook w on w.id = d.webhook_id
      where d.state = 'due' and d.due_at <= now() and w.active`.execute(tx);
    return rows.map(({ id }) => id);
  });
}

export type DueDelivery = {
  readonly id: number;
  readonly url: string;
  readonly secret: string;
  readonly eventId: string;
  readonly event: WebhookEvent;
  readonly unitId: number | null;
  readonly data: Readonly<Record<string, string | number | null>>;
  readonly happenedAt: Date;
  readonly tries: number;
};

/**
 * Takes deliveries of a webhook that are due and counts the try, in one committed step: a process that dies over one has tried it, and it is
 * due again after `leaseMs`. Several processes may take at once.
 */
export async function takeDueDeliveries(db: Db, webhookId: number, limit: number, leaseMs: number): Promise<DueDelivery[]> {
  return await inScope(db, systemScope, async (tx) => {
    const { rows } = await sql<DueDelivery>`
      with due as (
        select d.id from webhook_delivery d join webhook w on w.id = d.webhook_id
        where d.webhook_id = ${webhookId} and d.state = 'due' and d.due_at <= now() and w.active
        order by d.due_at, d.id limit ${limit} for update of d skip locked
      )
      update webhook_delivery d set tries = d.tries + 1, due_at = now() + make_interval(secs => ${leaseMs / 1000})
      from due, webhook w where d.id = due.id and w.id = d.webhook_id
      returning d.id, w.url, w.secret, d.event_id as "eventId", d.event, d.unit_id as "unitId", d.data, d.happened_at as "happenedAt",
        d.tries`.execute(tx);
    return rows.map((row) => ({ ...row, secret: openText(keysOf(tx), 'webhookSecret', row.secret) }));
  });
}

export type Fate =
  | { readonly kind: 'delivered'; readonly status: number }
  | { readonly kind: 'again'; readonly afterMs: number; readonly status: number | null; readonly error: string | null }
  | { readonly kind: 'givenUp'; readonly status: number | null; readonly error: string | null };

export async function settleDelivery(db: Db, id: number, fate: Fate): Promise<void> {
  await inScope(db, systemScope, async (tx) => {
    const error = fate.kind === 'delivered' ? null : fate.error;
    await sql`
      update webhook_delivery set
        state = ${fate.kind === 'again' ? 'due' : fate.kind},
        due_at = case when ${fate.kind} = 'again' then now() + make_interval(secs => ${fate.kind === 'again' ? fate.afterMs / 1000 : 0}) else due_at end,
        delivered_at = case when ${fate.kind} = 'delivered' then now() end, last_status = ${fate.status}, last_error = ${error}
      where id = ${id}`.execute(tx);
  });
}
