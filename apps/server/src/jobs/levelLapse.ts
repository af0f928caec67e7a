import { lapseLevels } from '../commands/levels/lapseLevels.ts';
import type { Db } from '../db/connect.ts';
import type { Job } from './scheduler.ts';

/** After midnight, levels whose last day is over lapse; looked for often, because a server may have slept through midnight. */
export function levelLapseJob(db: Db): Job {
  return { name: 'levelLapse', everyMs: 10 * 60_000, run: (now) => lapseLevels(db, now) };
}
