import { type Bilingual, errandOutcomeWords, Problem } from '@truyvet/contract';
import { type ErrandOutcome, outcomesOf } from '@truyvet/outbreak';
import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connect.ts';
import { type ErrandRecord, readErrands } from '../db/inbox.ts';
import { holdPersonOf } from '../db/personFacts/holdPeople.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { lockErrand } from '../db/triage/errands.ts';

/**
 * Closes an errand with what the officer found out. Throws `resource.missing` when there is no such errand in the scope, `errand.done` when
 * somebody has closed it before: two reports about one visit are for people to settle; `errand.outcomeUnfit` for an outcome that an errand of
 * this kind cannot have; `resource.changed` when `seen` is no longer the errand's version.
 */
export async function completeErrand(
  db: Db,
  request: {
    readonly scope: Scope;
    readonly userId: number;
    readonly errandId: number;
    readonly result: string | null;
    /** Absent from those who report in words alone. */
    readonly outcome?: ErrandOutcome | undefined;
    readonly seen?: number | undefined;
    readonly now: Date;
  },
): Promise<ErrandRecord> {
  const { scope, userId, errandId, result, outcome, seen, now } = request;
  return await inScope(db, scope, async (tx) => {
    await holdPersonOf(tx, 'errand', errandId);
    const before = await lockErrand(tx, errandId);
    if (!before) throw new Problem('resource.missing');
    if (before.doneAt) throw new Problem('errand.done');
    if (seen !== undefined && before.version !== seen) throw new Problem('resource.changed', { version: before.version });
    if (outcome !== undefined) requireOutcome(before.code, outcome);
    await tx
      .updateTable('errand')
      .set({ done_at: now, done_by: userId, result, outcome: outcome ?? null, version: before.version + 1 })
      .where('id', '=', errandId)
      .execute();
    const [record] = await readErrands(tx, { state: 'all', id: errandId }, { limit: 1 });
    if (!record) throw new Problem('resource.missing');
    const { unitId, personId, code } = record;
    const details = { personId, code, outcome: outcome ?? null };
    await appendAudit(tx, { at: now, userId, unitId, action: 'complete', subject: 'errand', subjectId: errandId, details });
    return record;
  });
}

function requireOutcome(code: string, outcome: ErrandOutcome): void {
  const outcomes = outcomesOf(code);
  if (!outcomes.includes(outcome))
    throw new Problem('errand.outcomeUnfit', { outcome: wordsOf([outcome]), outcomes: wordsOf(outcomes) });
}

const wordsOf = (outcomes: readonly ErrandOutcome[]): Bilingual => ({
  vi: outcomes.map((outcome) => errandOutcomeWords[outcome]?.vi ?? outcome).join(', '),
  en: outcomes.map((outcome) => errandOutcomeWords[outcome]?.en ?? outcome).join(', '),
});
