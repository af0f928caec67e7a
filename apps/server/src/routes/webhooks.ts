import {
  idParams,
  newWebhook,
  newWebhookMade,
  Problem,
  pageQuery,
  paths,
  type Webhook,
  webhook,
  webhookChange,
  webhookDeliveryPage,
  webhookList,
} from '@truyvet/contract';
import { z } from 'zod';
import { addWebhook, changeWebhook, removeWebhook } from '../commands/access/manageWebhooks.ts';
import { type DeliveryRecord, readDeliveries, readWebhooks, type WebhookRecord } from '../db/access/webhooks.ts';
import { inScope } from '../db/scope.ts';
import { type Actor, authorize } from '../policies/can.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { instantOrNull, instantText } from '../presenters/dateText.ts';
import { targetOf } from '../webhooks/publicAddress.ts';
import { type Api, actorOf, route } from './api.ts';
import { seenVersion, sendVersion, withCurrent } from './etags.ts';
import type { ApiPorts } from './ports.ts';

const position = z.object({ id: z.number().int() });
const manage = <const S extends object>(summary: string, schema: S) => route('webhooks.manage', 'webhooks', summary, schema);

export function webhookRoutes(api: Api, { db, clock, privateHosts = [] }: ApiPorts): void {
  const by = ({ scope, userId }: Actor) => ({ scope, userId, now: clock.now() });
  const one = async ({ scope }: Actor, id: number): Promise<WebhookRecord> => {
    const [record] = await inScope(db, scope, (tx) => readWebhooks(tx, id));
    if (!record) throw new Problem('resource.missing');
    return record;
  };
  const mustBePublic = async (url: string | undefined) => {
    if (url === undefined) return;
    const host = new URL(url).hostname;
    if (!(await targetOf(host, privateHosts))) throw new Problem('webhook.privateAddress', { host });
  };

  api.get(paths.webhooks, manage('The systems that are told', { response: { 200: webhookList } }), async (request) => {
    const records = await inScope(db, actorOf(request).scope, (tx) => readWebhooks(tx));
    return { items: records.map(present) };
  });

  const add = manage('Has another system told; gives the secret once', { body: newWebhook, response: { 201: newWebhookMade } });
  api.post(paths.webhooks, add, async (request, reply) => {
    const actor = actorOf(request);
    authorize(actor, { kind: 'manageWebhook', unitId: request.body.unitId });
    await mustBePublic(request.body.url);
    const { secret, ...record } = await addWebhook(db, request.body, by(actor));
    sendVersion(reply, record.version);
    return reply.code(201).send({ ...present(record), secret });
  });

  const read = manage('One of them', { params: idParams, response: { 200: webhook } });
  api.get(paths.webhook(':id'), read, async (request, reply) => {
    const record = await one(actorOf(request), request.params.id);
    sendVersion(reply, record.version);
    return present(record);
  });

  const change = manage('Changes what is told, and where (If-Match)', {
    versioned: true,
    params: idParams,
    body: webhookChange,
    response: { 200: webhook },
  });
  api.patch(paths.webhook(':id'), change, async (request, reply) => {
    const actor = actorOf(request);
    const { id } = request.params;
    const seen = seenVersion(request);
    await mustBePublic(request.body.url);
    const record = await withCurrent(
      () => changeWebhook(db, id, seen, request.body, by(actor)),
      async () => present(await one(actor, id)),
    );
    sendVersion(reply, record.version);
    return present(record);
  });

  const remove = manage('Tells it no more (If-Match)', { versioned: true, params: idParams, response: { 204: z.null() } });
  api.delete(paths.webhook(':id'), remove, async (request, reply) => {
    await removeWebhook(db, request.params.id, seenVersion(request), by(actorOf(request)));
    return reply.code(204).send(null);
  });

  const told = manage('What was told, newest first', {
    params: idParams,
    querystring: pageQuery,
    response: { 200: webhookDeliveryPage },
  });
  api.get(paths.webhookDeliveries(':id'), told, async (request) => {
    const actor = actorOf(request);
    const { cursor, limit } = request.query;
    const { id } = await one(actor, request.params.id);
    const beforeId = decodeCursor(cursor, position)?.id;
    const records = await inScope(db, actor.scope, (tx) => readDeliveries(tx, id, { beforeId, limit: limit + 1 }));
    return pageOfRows(records, limit, presentDelivery, (record) => ({ id: record.id }));
  });
}

const present = ({ createdAt, events, ...record }: WebhookRecord): Webhook => ({
  ...record,
  events: [...events],
  createdAt: instantText(createdAt),
});

const presentDelivery = ({ happenedAt, dueAt, deliveredAt, ...record }: DeliveryRecord) => ({
  ...record,
  happenedAt: instantText(happenedAt),
  dueAt: instantText(dueAt),
  deliveredAt: instantOrNull(deliveredAt),
});
