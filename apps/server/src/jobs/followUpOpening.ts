import { followLevels } from '../commands/followUp/followLevels.ts';
import type { Db } from '../db/connect.ts';
import type { Job } from './scheduler.ts';

/** Gives contacts found since the last run their follow-up. */
export function followUpOpeningJob(db: Db): Job {
  return { name: 'followUpOpening', everyMs: 30_000, run: (now) => followLevels(db, { now, everyone: false }) };
}
