import { closeDueFollowUpDays } from '../commands/followUp/closeFollowUpDay.ts';
import type { Db } from '../db/connect.ts';
import type { Job } from './scheduler.ts';

/** Closes each day of follow-up once its report cut has passed, and those that a server which was off slept through. */
export function followUpClosingJob(db: Db): Job {
  return { name: 'followUpClosing', everyMs: 60_000, run: (now) => closeDueFollowUpDays(db, now) };
}
