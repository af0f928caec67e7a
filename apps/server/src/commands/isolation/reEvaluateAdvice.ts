import { createHash } from 'node:crypto';
import { Problem } from '@truyvet/contract';
import { type Advice, type AdvicePart, advise, changedParts } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { type AdviceRecord, insertAdvice, readAdvice } from '../../db/isolation/advice.ts';
import { readRules } from '../../db/isolation/rules.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { localDate } from '../../localTime.ts';

export type Difference = { readonly record: AdviceRecord; readonly after: Advice; readonly changed: readonly AdvicePart[] };
export type ReEvaluation = {
  readonly examined: number;
  readonly differences: readonly Difference[];
  /** Stands for exactly this difference. */
  readonly token: string;
  readonly applied: boolean;
};

/** Advice read at a time. */
const batch = 500;

/**
 * Asks today's rules again about everybody whose advice stands (it waits for a decision, or an active order rests on it), with the inputs that
 * were kept. Without `apply` it only shows what would be different. With the token of a difference that was shown it makes new proposals for the
 * committee; no order changes by itself. Throws `advice.differenceChanged` when the difference is no longer the one that was shown.
 */
export async function reEvaluateAdvice(
  db: Db,
  request: {
    readonly scope: Scope;
    readonly userId: number;
    readonly outbreakId: number;
    readonly unitId?: number | undefined;
    readonly apply?: string | undefined;
    readonly now: Date;
  },
): Promise<ReEvaluation> {
  const { scope, userId, outbreakId, unitId, apply, now } = request;
  return await inScope(db, scope, async (tx) => {
    const { examined, differences } = await compareAll(tx, { outbreakId, unitId }, now);
    const token = tokenOf(differences);
    if (apply === undefined) {
      const details = { outbreakId, people: differences.map(({ record }) => record.personId) };
      await appendAudit(tx, { at: now, userId, unitId: unitId ?? null, action: 'compare', subject: 'advice', details });
      return { examined, differences, token, applied: false };
    }
    if (apply !== token) throw new Problem('advice.differenceChanged');
    for (const { record, after } of differences) {
      const { personId } = record;
      const proposed = { outbreakId, personId, unitId: record.unitId, advice: after, userId, now };
      const adviceId = await insertAdvice(tx, proposed);
      const details = { personId, before: record.id, after: adviceId };
      const subject = { subject: 'advice', subjectId: adviceId } as const;
      await appendAudit(tx, { at: now, userId, unitId: record.unitId, action: 'reEvaluate', ...subject, details });
    }
    return { examined, differences, token, applied: true };
  });
}

async function compareAll(
  tx: Tx,
  filter: { readonly outbreakId: number; readonly unitId: number | undefined },
  now: Date,
): Promise<Pick<ReEvaluation, 'examined' | 'differences'>> {
  const rules = (await readRules(tx)).map(({ rule }) => rule);
  const today = localDate(now);
  const differences: Difference[] = [];
  let examined = 0;
  let after: number | undefined;
  for (;;) {
    const records = await readAdvice(tx, { ...filter, standing: true }, { after, limit: batch });
    for (const record of records) {
      const again = advise(record.advice.inputs, rules, today);
      const changed = changedParts(record.advice, again);
      if (changed.length > 0) differences.push({ record, after: again, changed });
    }
    examined += records.length;
    after = records.at(-1)?.id;
    if (records.length < batch) return { examined, differences };
  }
}

function tokenOf(differences: readonly Difference[]): string {
  const hash = createHash('sha256');
  for (const { record, after } of differences) hash.update(JSON.stringify([record.id, record.version, after]));
  return hash.digest('hex').slice(0, 32);
}
