import { type AdviceDecision, missing, Problem } from '@truyvet/contract';
import { type Advice, addDays, beginOn, keepsFromOthers, type PlannedPhase, planPhases, sampleCalendar } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import type { AdviceRecord } from '../../db/isolation/advice.ts';
import { markCaseIsolated, planSamples, putOrder } from '../../db/isolation/orders.ts';
import { lockLevels } from '../../db/levels/levelLock.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { lockVersion } from '../../db/versions.ts';
import { localDate } from '../../localTime.ts';
import { moveLevels } from '../levels/moveLevels.ts';
import { requireAdvice } from './makeAdvice.ts';

type Asking = { readonly scope: Scope; readonly userId: number; readonly now: Date };
type Accepting = Extract<AdviceDecision, { decision: 'approve' | 'change' }>;

/** An order may be written for a day to come, and for one that has passed (told by word of mouth), but not for any. */
const furthestDays = { ahead: 14, back: 60 };

/**
 * The committee's word on an advice that waits: refused, or an order with its sample calendar. The day isolation began is then known to levels,
 * in the same transaction. Throws `resource.missing`, `resource.changed`, `advice.decided`, `advice.nothingToApprove`,
 * `advice.testsUnknown`, `advice.datesWrong`.
 */
export async function decideAdvice(
  db: Db,
  request: Asking & { readonly adviceId: number; readonly seen: number; readonly decision: AdviceDecision },
): Promise<AdviceRecord> {
  const { scope, userId, now, adviceId, seen, decision } = request;
  return await inScope(db, scope, async (tx) => {
    const found = await requireAdvice(tx, adviceId);
    await lockLevels(tx, found.outbreakId);
    await lockVersion(tx, 'isolation_advice', adviceId, seen);
    if (found.state !== 'proposed') throw new Problem('advice.decided');
    const state = ({ approve: 'approved', change: 'changed', refuse: 'refused' } as const)[decision.decision];
    const reason = decision.decision === 'approve' ? null : decision.reason;
    const decided = { state, reason, decided_by: userId, decided_at: now, version: seen + 1 };
    await tx.updateTable('isolation_advice').set(decided).where('id', '=', adviceId).execute();
    const { personId, unitId } = found;
    const details = { personId, decision, rule: ruleOf(found.advice) };
    await appendAudit(tx, {
      at: now,
      userId,
      unitId,
      action: decision.decision,
      subject: 'advice',
      subjectId: adviceId,
      details,
    });
    if (decision.decision !== 'refuse') await order(tx, found, decision, { userId, now });
    return await requireAdvice(tx, adviceId);
  });
}

async function order(tx: Tx, advised: AdviceRecord, decision: Accepting, { userId, now }: Omit<Asking, 'scope'>): Promise<void> {
  const { outbreakId, personId, unitId, id: adviceId } = advised;
  const today = localDate(now);
  const startOn = decision.startOn ?? today;
  const phases = phasesOf(advised.advice, decision, startOn);
  const endOn = phases.at(-1)?.endOn;
  const tooFar = startOn > addDays(today, furthestDays.ahead) || startOn < addDays(today, -furthestDays.back);
  if (endOn === undefined || tooFar) throw new Problem('advice.datesWrong', { startOn });
  const { placeId = null, place = null } = decision;
  if (placeId !== null) await requirePlace(tx, placeId);
  const put = await putOrder(tx, { outbreakId, personId, unitId, adviceId, placeId, place, startOn, endOn, phases, userId, now });
  await planSamples(tx, { id: put.id, outbreakId, personId, unitId }, sampleCalendar(phases, put.startOn), now);
  const isolating = phases.find(({ measure }) => keepsFromOthers(measure));
  if (isolating) await markCaseIsolated(tx, personId, outbreakId, isolating.startOn);
  const details = { personId, adviceId, startOn, endOn, phases, place, placeId };
  await appendAudit(tx, { at: now, userId, unitId, action: 'order', subject: 'isolationOrder', subjectId: put.id, details });
  await moveLevels(tx, { outbreakId, people: [personId], because: 'isolation', cause: { orderId: put.id }, at: now, userId });
}

function phasesOf(advice: Advice, decision: Accepting, startOn: string): PlannedPhase[] {
  if (decision.decision === 'change') {
    const baseOn = decision.baseOn ?? (advice.kind === 'rule' ? advice.baseOn : startOn);
    const rule = decision.phases.map(({ measure, days, testDays }, place) => {
      const base = place === 0 ? ('lastContact' as const) : ('endOfPhaseBefore' as const);
      return { measure, days, base, testDays: testDays.filter((day) => day <= days) };
    });
    return beginOn(planPhases(rule, baseOn, startOn).planned, startOn);
  }
  if (advice.kind === 'none' || advice.phases.length === 0) throw new Problem('advice.nothingToApprove');
  if (advice.phases.some(({ tests }) => tests === null)) throw new Problem('advice.testsUnknown');
  return beginOn(advice.phases, startOn);
}

async function requirePlace(tx: Tx, placeId: number): Promise<void> {
  const place = await tx.selectFrom('place').select('id').where('id', '=', placeId).executeTakeFirst();
  if (!place) throw missing('placeId');
}

const ruleOf = (advice: Advice): string | null => (advice.kind === 'rule' ? `${advice.ruleCode}@${advice.ruleVersion}` : null);
