/**
 * Other systems that are told of events (docs/webhooks.md). Each delivery is a POST with this JSON body and two headers:
 * `truyvet-event` its kind, `truyvet-signature` as `t=<unix seconds>,v1=<hex>`, where v1 is HMAC-SHA-256 over `<t>.<body>` with the
 * webhook's secret. Receivers compare in constant time and refuse a `t` that is minutes old. Any 2xx takes the delivery; anything else is
 * tried again for two days. A delivery may come twice: `id` says so. Ids only: whoever wants to know more asks the API, and is logged.
 */
import { z } from 'zod';
import { id, instant, pageOf } from './common.ts';

export const webhookEvents = ['case.confirmed', 'alert.raised', 'alert.escalated', 'levels.changed', 'import.confirmed'] as const;
export const webhookEvent = z.enum(webhookEvents);
export type WebhookEvent = z.infer<typeof webhookEvent>;

export const webhook = z.object({
  id,
  /** Events in this unit and below it; null: everywhere. */
  unitId: id.nullable(),
  url: z.string(),
  events: z.array(webhookEvent),
  active: z.boolean(),
  createdAt: instant,
  version: z.number().int(),
});
export type Webhook = z.infer<typeof webhook>;
export const webhookList = z.object({ items: z.array(webhook) });
/** The secret is shown once, when it is made. */
export const newWebhookMade = webhook.extend({ secret: z.string() });

const url = z.url({ protocol: /^https?$/ }).max(500);
const events = z.array(webhookEvent).min(1).max(webhookEvents.length);
export const newWebhook = z.object({ unitId: id.nullable(), url, events });
export const webhookChange = z.object({ url, events, active: z.boolean() }).partial();

export const webhookDelivery = z.object({
  id,
  eventId: z.string(),
  event: webhookEvent,
  happenedAt: instant,
  state: z.enum(['due', 'delivered', 'givenUp']),
  tries: z.number().int(),
  dueAt: instant,
  deliveredAt: instant.nullable(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
});
export const webhookDeliveryPage = pageOf(webhookDelivery);

/**
 * The body of a delivery. `data` holds:
 * `case.confirmed` caseId, outbreakId, personId · `alert.raised` alertId, personId · `alert.escalated` alertId, personId, level, fromUnitId and
 * toUnitId, null when nobody further up is left · `levels.changed` outbreakId, people (how many) · `import.confirmed` importId, outbreakId
 */
export const webhookBody = z.object({
  id: z.string(),
  event: webhookEvent,
  at: instant,
  unitId: id.nullable(),
  data: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
});
export type WebhookBody = z.infer<typeof webhookBody>;
