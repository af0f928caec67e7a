import type { WebhookBody } from '@truyvet/contract';
import { type DueDelivery, type Fate, readDueWebhooks, settleDelivery, takeDueDeliveries } from '../db/access/webhooks.ts';
import type { Db } from '../db/connect.ts';
import { post } from './post.ts';
import { targetOf } from './publicAddress.ts';
import { signatureOf } from './signature.ts';

/** Pauses before the second try and on; after the last it is given up: two days in all. */
const pausesMs = [10, 60, 300, 1800, 7200, 21_600, 43_200, 86_400].map((seconds) => seconds * 1000);
const atOnce = 20;
/** Longer than a post can take. */
const leaseMs = 60_000;

export type DeliveryOptions = {
  readonly db: Db;
  /** Hosts inside the own network that may be told. */
  readonly privateHosts: readonly string[];
  /** The real time: signatures are judged by it, also where the system lives at a logical one. */
  readonly now: () => Date;
  /** Breaks off what is under way: it is tried again later. */
  readonly signal?: AbortSignal;
  /** Told of what was tried for two days in vain. */
  readonly onGivenUp?: (lost: { readonly webhookId: number; readonly eventId: string; readonly event: string }) => void;
};

/** Delivers some of what is due now to everybody; gives how many were tried. */
export async function deliverDue(options: DeliveryOptions): Promise<number> {
  const webhooks = await readDueWebhooks(options.db);
  const tried = await Promise.all(webhooks.map((id) => deliverDueTo(id, options)));
  return tried.reduce((sum, one) => sum + one, 0);
}

/** Delivers some of what is due now to one webhook; gives how many were tried, at most 20. */
export async function deliverDueTo(webhookId: number, options: DeliveryOptions): Promise<number> {
  const due = await takeDueDeliveries(options.db, webhookId, atOnce, leaseMs);
  await Promise.all(
    due.map(async (delivery) => {
      const fate = await deliver(delivery, options);
      await settleDelivery(options.db, delivery.id, fate);
      const { eventId, event } = delivery;
      if (fate.kind === 'givenUp') options.onGivenUp?.({ webhookId, eventId, event });
    }),
  );
  return due.length;
}

async function deliver(delivery: DueDelivery, { privateHosts, now, signal }: DeliveryOptions): Promise<Fate> {
  const url = new URL(delivery.url);
  const target = await targetOf(url.hostname, privateHosts);
  if (!target) return afterFailure(delivery.tries, null, 'not a public address');
  const { eventId, event, happenedAt, unitId, data } = delivery;
  const content: WebhookBody = { id: eventId, event, at: happenedAt.toISOString(), unitId, data };
  const body = JSON.stringify(content);
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'truyvet-webhooks',
    'truyvet-event': event,
    'truyvet-signature': signatureOf(delivery.secret, body, now()),
  };
  const posted = await post(url, target, headers, body, signal);
  if ('error' in posted) return afterFailure(delivery.tries, null, posted.error);
  const { status } = posted;
  return status >= 200 && status < 300 ? { kind: 'delivered', status } : afterFailure(delivery.tries, status, null);
}

/** `tries`: how often it was tried, this time included. */
export function afterFailure(tries: number, status: number | null, error: string | null): Fate {
  const afterMs = pausesMs[tries - 1];
  return afterMs === undefined ? { kind: 'givenUp', status, error } : { kind: 'again', afterMs, status, error };
}
