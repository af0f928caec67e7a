import { countNext } from '../commands/keptAnswers/countNext.ts';
import type { Db } from '../db/connect.ts';
import { countQuestion } from '../presenters/countQuestion.ts';
import type { Job } from './scheduler.ts';

/** Every second, the next wide question that somebody waits for, or that has not been counted for a while, is counted. */
export function keptAnswersJob(db: Db): Job {
  return {
    name: 'keptAnswers',
    everyMs: 1000,
    run: (now, stopping) => countNext(db, { now, stopping, count: countQuestion }),
  };
}
