import { missing, Problem, tooWideAdvice } from '@truyvet/contract';
import type { z } from 'zod';
import { before, noteAskedAfterMs, oldestShownMs, patienceMs, retryAfterSeconds } from '../commands/keptAnswers/times.ts';
import { type KeptAnswer, keyOf, noteAsked, readKeptAnswer, type WideQuestion, wantAnswer } from '../db/keptAnswers.ts';
import { figuresScope, inScope, type Scope, systemScope } from '../db/scope.ts';
import { endedByLimit, limitStatements } from '../db/statementLimit.ts';
import { countQuestion } from '../presenters/countQuestion.ts';
import type { ApiPorts } from './ports.ts';

/** For the description of the API. */
export const wideDescription =
  'Of which moment the figures are stands in countedAt. A question that takes too long to be counted at once is refused with 503 question.tooWide; ' +
  'with Retry-After it is being counted in the background and can be read then, without it the unit or the time has to be smaller.';

export type Asked<A> = {
  readonly question: WideQuestion;
  readonly scope: Scope;
  readonly schema: z.ZodType<A>;
};

/**
 * Answers a question that may be wide: counted at once; or, when it was found to take too long for that (times.ts), as a job has counted it lately for
 * somebody who sees the same units. Throws `question.tooWide` with `Retry-After` while it is being counted, and without when even the job ran out of time.
 */
export async function answerWide<A>(ports: ApiPorts, asked: Asked<A>): Promise<A> {
  const { db, clock } = ports;
  const { question, scope, schema } = asked;
  const now = clock.now();
  const key = keyOf(question, scope);
  const kept = await inScope(db, figuresScope(scope), (tx) => readKeptAnswer(tx, key));
  if (kept === undefined) return await countNow(ports, asked, now);
  if (kept.askedAt < before(now, noteAskedAfterMs)) await inScope(db, systemScope, (tx) => noteAsked(tx, key, now));
  if (!shows(kept, now)) throw failed(kept) ? new Problem('question.tooWide', tooWideAdvice.narrower) : beingCounted();
  // An older release may have kept it in another shape.
  const answer = schema.safeParse(kept.answer);
  return answer.success ? answer.data : await countNow(ports, asked, now);
}

const shows = ({ countedAt, validUntil }: KeptAnswer, now: Date): boolean =>
  countedAt !== null && countedAt >= before(now, oldestShownMs) && (validUntil === null || now < validUntil);

/** The last counting came to nothing. */
const failed = ({ triedAt, countedAt }: KeptAnswer): boolean => triedAt !== null && (countedAt === null || countedAt < triedAt);

const beingCounted = (cause?: unknown) =>
  new Problem('question.tooWide', { ...tooWideAdvice.later, seconds: retryAfterSeconds }, { cause });

async function countNow<A>(ports: ApiPorts, { question, scope, schema }: Asked<A>, now: Date): Promise<A> {
  const { db } = ports;
  try {
    const counted = await inScope(db, figuresScope(scope), async (tx) => {
      await limitStatements(tx, ports.patienceMs ?? patienceMs);
      return await countQuestion(tx, scope, question, now);
    });
    if (!counted) throw missing('unitId');
    return schema.parse(counted.answer);
  } catch (error) {
    if (!endedByLimit(error)) throw error;
    await inScope(db, systemScope, (tx) => wantAnswer(tx, question, scope, now));
    throw beingCounted(error);
  }
}
