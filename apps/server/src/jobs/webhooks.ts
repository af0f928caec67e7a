import type { Db } from '../db/connect.ts';
import { deliverDue } from '../webhooks/deliver.ts';
import type { Job } from './scheduler.ts';

/** Every second, other systems are told of what has happened. Their signatures carry the real time, whatever time the system lives at. */
export function webhookJob(db: Db, privateHosts: readonly string[]): Job {
  const run = async () => {
    while ((await deliverDue({ db, privateHosts, now: () => new Date() })) > 0);
  };
  return { name: 'webhooks', everyMs: 1000, run };
}
