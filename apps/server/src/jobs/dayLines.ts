import { keepDayLines } from '../commands/registers/keepDayLines.ts';
import type { Db } from '../db/connect.ts';
import type { Job } from './scheduler.ts';

/** Every few seconds, lines of the day in which something has changed are counted again, so that a wide report needs not. */
export function dayLinesJob(db: Db): Job {
  return { name: 'dayLines', everyMs: 10_000, run: (now) => keepDayLines(db, now) };
}
