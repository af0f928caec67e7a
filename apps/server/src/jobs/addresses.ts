import { followAddresses } from '../commands/personFacts/followAddresses.ts';
import type { Db } from '../db/connect.ts';
import type { Job } from './scheduler.ts';

/** Once a day, living addresses in communes that have ended are followed to today's, and units without a known successor are asked about. */
export function addressJob(db: Db): Job {
  return { name: 'addresses', everyMs: 24 * 3_600_000, run: (now) => followAddresses(db, now) };
}
