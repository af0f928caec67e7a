import {
  cancelRequest,
  idParams,
  isolationOrder,
  isolationOrderPage,
  orderQuery,
  paths,
  releaseRequest,
  releaseVerdict,
} from '@truyvet/contract';
import { z } from 'zod';
import { orderDocument } from '../commands/isolation/orderDocument.ts';
import { cancelOrder, releaseOrder, requireOrder, verdictOf } from '../commands/isolation/releaseOrder.ts';
import { appendAudit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import { type OrderRecord, readOrders, samplesOfOrders } from '../db/isolation/orders.ts';
import { inScope } from '../db/scope.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { presentOrder } from '../presenters/isolation.ts';
import { isolationDecision } from '../reports/isolationDecision.ts';
import { type Api, actorOf, route } from './api.ts';
import { attachment, docxType } from './attachment.ts';
import { seenVersion, sendVersion, withCurrent } from './etags.ts';
import type { ApiPorts } from './ports.ts';

const position = z.object({ endOn: z.iso.date(), id: z.number().int() });
const tag = 'isolation';

/** Whoever is shown in the list is logged by `logLists`. */
export function orderRoutes(api: Api, { db, clock }: ApiPorts): void {
  api.get(
    paths.orders,
    route('orders.read', tag, 'Isolation orders, those that end first first', {
      querystring: orderQuery,
      response: { 200: isolationOrderPage },
    }),
    async (request) => {
      const { scope } = actorOf(request);
      const { unitId, state, dueBy, cursor, limit } = request.query;
      const after = decodeCursor(cursor, position);
      return await inScope(db, scope, async (tx) => {
        const filter = { unitId, dueBy, ...(state !== 'all' && { state }) };
        const orders = await readOrders(tx, filter, { after, limit: limit + 1 });
        const samples = await samplesOfOrders(
          tx,
          orders.map(({ id }) => id),
        );
        const present = (order: OrderRecord) => presentOrder(order, samples.get(order.id) ?? []);
        return pageOfRows(orders, limit, present, ({ endOn, id }) => ({ endOn, id }));
      });
    },
  );

  api.get(
    paths.order(':id'),
    route('orders.read', tag, 'One order with its sample calendar', { params: idParams, response: { 200: isolationOrder } }),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      return await inScope(db, scope, async (tx) => {
        const order = await requireOrder(tx, request.params.id);
        await auditRead(tx, order, userId, clock.now());
        sendVersion(reply, order.version);
        return await present(tx, order);
      });
    },
  );

  api.get(
    paths.orderRelease(':id'),
    route('orders.read', tag, 'What stands in the way of a release', { params: idParams, response: { 200: releaseVerdict } }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      return await inScope(db, scope, async (tx) => {
        const order = await requireOrder(tx, request.params.id);
        await auditRead(tx, order, userId, clock.now());
        const { mayRelease, blocks } = await verdictOf(tx, order, clock.now());
        return { mayRelease, phase: order.phase, blocks: [...blocks] };
      });
    },
  );

  const released = { versioned: true, params: idParams, body: releaseRequest, response: { 200: isolationOrder } };
  api.post(
    paths.orderReleases(':id'),
    route('orders.decide', tag, 'Let a person leave the phase they are in', released),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const orderId = request.params.id;
      const change = { scope, userId, orderId, seen: seenVersion(request), note: request.body.note, now: clock.now() };
      const current = () => inScope(db, scope, async (tx) => present(tx, await requireOrder(tx, orderId)));
      const order = await withCurrent(() => releaseOrder(db, change), current);
      sendVersion(reply, order.version);
      return await inScope(db, scope, (tx) => present(tx, order));
    },
  );
}

/** The order on paper. */
export function orderDocumentRoute(api: Api, { db, clock }: ApiPorts): void {
  api.get(
    paths.orderDocument(':id'),
    route('orders.read', tag, 'The order as a decision to be signed (.docx)', { params: idParams }),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const orderId = request.params.id;
      const decision = await inScope(db, scope, async (tx) => {
        const { unitId, personId } = await requireOrder(tx, orderId);
        const about = { action: 'export', subject: 'isolationOrder', subjectId: orderId, details: { personId } };
        await appendAudit(tx, { at: clock.now(), userId, unitId, ...about });
        return await orderDocument(tx, orderId);
      });
      return reply.headers(attachment(docxType, `quyet-dinh-cach-ly-${orderId}.docx`)).send(await isolationDecision(decision));
    },
  );
}

/** An order given by mistake. */
export function orderCancelRoute(api: Api, { db, clock }: ApiPorts): void {
  const cancelled = { versioned: true, params: idParams, body: cancelRequest, response: { 200: isolationOrder } };
  api.post(
    paths.orderCancel(':id'),
    route('orders.decide', tag, 'End an order that was given by mistake', cancelled),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const orderId = request.params.id;
      const change = { scope, userId, orderId, seen: seenVersion(request), reason: request.body.reason, now: clock.now() };
      const current = () => inScope(db, scope, async (tx) => present(tx, await requireOrder(tx, orderId)));
      const order = await withCurrent(() => cancelOrder(db, change), current);
      sendVersion(reply, order.version);
      return await inScope(db, scope, (tx) => present(tx, order));
    },
  );
}

const present = async (tx: Tx, order: OrderRecord) =>
  presentOrder(order, (await samplesOfOrders(tx, [order.id])).get(order.id) ?? []);

async function auditRead(tx: Tx, { id, unitId, personId }: OrderRecord, userId: number, at: Date): Promise<void> {
  const about = { action: 'read', subject: 'isolationOrder', subjectId: id, details: { personId } };
  await appendAudit(tx, { at, userId, unitId, ...about });
}
