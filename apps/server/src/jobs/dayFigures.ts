import { foldCallDeltas } from '../db/callFigures.ts';
import type { Db } from '../db/connect.ts';
import { foldDayDeltas } from '../db/search/dayWork.ts';
import type { Job } from './scheduler.ts';

/** Every few seconds, what changed in the day's figures and the campaigns' counts is summed up, so that reading them stays short. */
export function dayFiguresJob(db: Db): Job {
  return { name: 'dayFigures', everyMs: 5_000, run: async () => (await foldDayDeltas(db)) + (await foldCallDeltas(db)) };
}
