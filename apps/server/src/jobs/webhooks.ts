import { readDueWebhooks } from '../db/access/webhooks.ts';
import { type DeliveryOptions, deliverDueTo } from '../webhooks/deliver.ts';
import type { Job } from './scheduler.ts';

/**
 * Every second, other systems are told of what has happened. Each has a lane of its own, so that one that is slow or gone keeps none of the
 * others waiting. Signatures carry the real time, whatever time the system lives at.
 */
export function webhookJob(given: Pick<DeliveryOptions, 'db' | 'privateHosts' | 'onGivenUp'>): Job {
  const lanes = new Map<number, Promise<void>>();
  const failures: unknown[] = [];
  const ending = new AbortController();
  const options = { ...given, now: () => new Date(), signal: ending.signal };

  async function lane(webhookId: number): Promise<void> {
    try {
      while (!ending.signal.aborted && (await deliverDueTo(webhookId, options)) > 0);
    } catch (error) {
      failures.push(error);
    } finally {
      lanes.delete(webhookId);
    }
  }

  return {
    name: 'webhooks',
    everyMs: 1000,
    run: async () => {
      const [failure] = failures.splice(0);
      if (failure !== undefined) throw failure;
      for (const id of await readDueWebhooks(given.db)) if (!lanes.has(id)) lanes.set(id, lane(id));
    },
    end: async () => {
      ending.abort();
      await Promise.all(lanes.values());
    },
  };
}
