import { escalationPolicies } from '@truyvet/contract';
import { defaultEscalation, escalate } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { readSetting } from '../../db/settings.ts';
import { type DueAlert, hierarchyAbove, lockDueAlerts, writeEscalation } from '../../db/triage/escalations.ts';
import { localDate } from '../../localTime.ts';

/** Where the policies are kept: minutes by level and alert code, see `escalationPolicies` of the contract. */
export const escalationSetting = { key: 'escalation', shape: escalationPolicies } as const;

const batch = 200;

export type EscalationRun = { readonly raised: number; readonly atTop: number };

/**
 * Takes every open alert whose time is over one step up, in transactions of 200. Several servers may do so at once: each alert is one
 * server's. Returns how many went up and for how many nobody further up was left.
 */
export async function escalateAlerts(db: Db, now: Date): Promise<EscalationRun> {
  const total = { raised: 0, atTop: 0 };
  for (;;) {
    const run = await inScope(db, systemScope, (tx) => escalateBatch(tx, now));
    total.raised += run.raised;
    total.atTop += run.atTop;
    if (run.raised + run.atTop < batch) return total;
  }
}

async function escalateBatch(tx: Tx, now: Date): Promise<EscalationRun> {
  const due = await lockDueAlerts(tx, now, batch);
  if (due.length === 0) return { raised: 0, atTop: 0 };
  const policies = (await readSetting(tx, escalationSetting.key, escalationSetting.shape)) ?? defaultEscalation;
  const units = due.flatMap(({ unitId, escalatedTo }) => (escalatedTo === null ? [unitId] : [unitId, escalatedTo]));
  const hierarchy = await hierarchyAbove(tx, [...new Set(units)], localDate(now));
  let raised = 0;
  let atTop = 0;
  for (const alert of due) {
    const step = escalate(alert, hierarchy, now, policies);
    if (!step) continue;
    await writeEscalation(tx, alert, step, now);
    await auditStep(tx, alert, step, now);
    if (step.kind === 'up') raised += 1;
    else atTop += 1;
  }
  return { raised, atTop };
}

async function auditStep(tx: Tx, alert: DueAlert, step: NonNullable<ReturnType<typeof escalate>>, now: Date): Promise<void> {
  const details =
    step.kind === 'up' ? { level: step.level, fromUnitId: step.fromUnitId, toUnitId: step.toUnitId } : { level: alert.level };
  const action = step.kind === 'up' ? 'escalate' : 'exhaust';
  const subject = { subject: 'alert', subjectId: alert.id };
  await appendAudit(tx, { at: now, userId: null, unitId: alert.unitId, action, ...subject, details });
}
