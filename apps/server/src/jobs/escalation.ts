import { escalateAlerts } from '../commands/triage/escalateAlerts.ts';
import type { Db } from '../db/connect.ts';
import type { Job } from './scheduler.ts';

/** Every minute, alerts whose time is over go one unit up. `told` hears how many, when there were any. */
export function escalationJob(db: Db, told: (run: { readonly raised: number; readonly atTop: number }) => void): Job {
  const run = async (now: Date) => {
    const result = await escalateAlerts(db, now);
    if (result.raised + result.atTop > 0) told(result);
  };
  return { name: 'escalation', everyMs: 60_000, run };
}
