import { sql } from 'kysely';
import type { Db, Tx } from '../../db/connect.ts';
import { endWhenTold } from '../../db/endWhenTold.ts';
import {
  type Counted,
  type DueAnswer,
  forgetAnswer,
  forgetUnasked,
  noteTry,
  readDueAnswer,
  storeAnswer,
  type WideQuestion,
} from '../../db/keptAnswers.ts';
import { enterScope, figuresScope, inScope, type Scope, systemScope } from '../../db/scope.ts';
import { limitStatements } from '../../db/statementLimit.ts';
import { before, forgottenAfterMs, keptFromMs, mostMsOfAStatement, recountAfterMs } from './times.ts';

/** Counts a question plainly, as the transaction's scope sees it. Undefined when its unit or outbreak is gone. */
export type CountQuestion = (tx: Tx, scope: Scope, question: WideQuestion, now: Date) => Promise<Counted | undefined>;

export type CountNextOptions = {
  readonly now: Date;
  readonly count: CountQuestion;
  /** Ends the counting; the question is then wanted still. */
  readonly stopping: AbortSignal;
  /** @default keptFromMs */
  readonly keptFromMs?: number;
};

/** Any constant, different from the other advisory locks. */
const lockId = 7_720_160;

/**
 * Counts the next answer that is wanted and keeps it, as whoever asked may see it; lets go of what is not asked for any more. False when nothing is
 * due, or when another server is counting: together they count one at a time, so that a province's figures take one core and no more.
 * Throws what ended the counting; the question then comes again after the others.
 */
export async function countNext(db: Db, options: CountNextOptions): Promise<boolean> {
  const { now, stopping } = options;
  // By itself: what is deleted stays locked until the end of its transaction, and counting takes minutes.
  await inScope(db, systemScope, (tx) => forgetUnasked(tx, before(now, forgottenAfterMs)));
  let due: DueAnswer | undefined;
  try {
    return await inScope(db, systemScope, async (tx) => {
      if (!(await countsAlone(tx))) return false;
      due = await readDueAnswer(tx, now, before(now, recountAfterMs));
      if (due === undefined) return false;
      await countAnswer(db, tx, due, options);
      return true;
    });
  } catch (error) {
    if (stopping.aborted) return false;
    const key = due?.key;
    if (key !== undefined) await inScope(db, systemScope, (tx) => noteTry(tx, key, now));
    throw error;
  }
}

async function countsAlone(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ alone: boolean }>`select pg_try_advisory_xact_lock(${lockId}) as alone`.execute(tx);
  return rows[0]?.alone === true;
}

async function countAnswer(
  db: Db,
  tx: Tx,
  due: DueAnswer,
  { now, count, stopping, ...options }: CountNextOptions,
): Promise<void> {
  const { key, scope, question } = due;
  const begun = performance.now();
  await limitStatements(tx, mostMsOfAStatement);
  await enterScope(tx, figuresScope(scope));
  const counted = await endWhenTold(db, tx, stopping, () => count(tx, scope, question, now));
  await enterScope(tx, systemScope);
  const narrow = performance.now() - begun < (options.keptFromMs ?? keptFromMs);
  if (counted === undefined || narrow) await forgetAnswer(tx, key);
  else await storeAnswer(tx, key, counted, now);
}
