import { Problem } from '@truyvet/contract';
import { keepsFromOthers, type ReleaseVerdict, releaseVerdict } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { type OrderRecord, readOrders, samplesOfOrders, unmarkCaseIsolated } from '../../db/isolation/orders.ts';
import { lockLevels } from '../../db/levels/levelLock.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { localDate } from '../../localTime.ts';
import { moveLevels } from '../levels/moveLevels.ts';

/**
 * Lets a person leave the phase of isolation they are in: into the next one, or for good after the last. Throws `resource.missing`,
 * `resource.changed`, `order.closed`, `order.blocked` with every reason while days or samples are missing.
 */
export async function releaseOrder(
  db: Db,
  request: {
    readonly scope: Scope;
    readonly userId: number;
    readonly orderId: number;
    readonly seen: number;
    readonly note?: string | undefined;
    readonly now: Date;
  },
): Promise<OrderRecord> {
  const { scope, userId, orderId, seen, note, now } = request;
  return await inScope(db, scope, async (tx) => {
    await lockVersion(tx, 'isolation_order', orderId, seen);
    const order = await requireOrder(tx, orderId);
    if (order.state !== 'active') throw new Problem('order.closed');
    const { mayRelease, blocks } = await verdictOf(tx, order, now);
    if (!mayRelease) {
      const told = (locale: 'vi' | 'en') => blocks.map(({ text }) => text[locale].replace(/\.$/u, '')).join('; ');
      throw new Problem('order.blocked', { count: blocks.length, blocks: { vi: told('vi'), en: told('en') } });
    }
    const { phase, unitId, personId } = order;
    const release = {
      order_id: orderId,
      phase,
      unit_id: unitId,
      released_on: localDate(now),
      released_by: userId,
      released_at: now,
    };
    await tx
      .insertInto('isolation_release')
      .values({ ...release, note: note ?? null })
      .execute();
    const next = order.phases[phase + 1];
    const change = next ? { phase: phase + 1, measure: next.measure } : { state: 'released' as const };
    await tx
      .updateTable('isolation_order')
      .set({ ...change, version: seen + 1 })
      .where('id', '=', orderId)
      .execute();
    const details = { personId, phase, note: note ?? null };
    await appendAudit(tx, { at: now, userId, unitId, action: 'release', subject: 'isolationOrder', subjectId: orderId, details });
    return await requireOrder(tx, orderId);
  });
}

/**
 * Ends an order that should never have been given: it kept nobody from others, so that levels are derived again without it. Throws
 * `resource.missing`, `resource.changed`, `order.closed`.
 */
export async function cancelOrder(
  db: Db,
  request: {
    readonly scope: Scope;
    readonly userId: number;
    readonly orderId: number;
    readonly seen: number;
    readonly reason: string;
    readonly now: Date;
  },
): Promise<OrderRecord> {
  const { scope, userId, orderId, seen, reason, now } = request;
  return await inScope(db, scope, async (tx) => {
    const { outbreakId } = await requireOrder(tx, orderId);
    await lockLevels(tx, outbreakId);
    await lockVersion(tx, 'isolation_order', orderId, seen);
    const { state, unitId, personId, phases } = await requireOrder(tx, orderId);
    if (state !== 'active') throw new Problem('order.closed');
    await tx
      .updateTable('isolation_order')
      .set({ state: 'cancelled', version: seen + 1 })
      .where('id', '=', orderId)
      .execute();
    await tx.deleteFrom('sample').where('order_id', '=', orderId).where('taken_on', 'is', null).execute();
    const isolating = phases.find(({ measure }) => keepsFromOthers(measure));
    if (isolating) await unmarkCaseIsolated(tx, personId, outbreakId, isolating.startOn);
    const details = { personId, reason };
    await appendAudit(tx, { at: now, userId, unitId, action: 'cancel', subject: 'isolationOrder', subjectId: orderId, details });
    await moveLevels(tx, { outbreakId, people: [personId], because: 'isolation', cause: { orderId }, at: now, userId });
    return await requireOrder(tx, orderId);
  });
}

/** What stands in the way of leaving the phase the person is in. */
export async function verdictOf(tx: Tx, order: OrderRecord, now: Date): Promise<ReleaseVerdict> {
  const phase = order.phases[order.phase];
  if (phase === undefined) throw new Problem('order.closed');
  const samples = (await samplesOfOrders(tx, [order.id])).get(order.id) ?? [];
  const { startOn: orderStartOn, negativeSamples, ofCase } = order;
  return releaseVerdict({ phase, orderStartOn, negativeSamples, ofCase, samples, today: localDate(now) });
}

/** Throws `resource.missing`. */
export async function requireOrder(tx: Tx, id: number): Promise<OrderRecord> {
  const [order] = await readOrders(tx, { id }, { limit: 1 });
  if (!order) throw new Problem('resource.missing');
  return order;
}
