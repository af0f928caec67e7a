import type { EscalationPolicies } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { escalationSetting } from './escalateAlerts.ts';

/** Stores how long each unit above has before an alert goes on. Alerts that went up before keep the deadline they were given. */
export async function setEscalation(
  db: Db,
  { scope, userId, policies, now }: { scope: Scope; userId: number; policies: EscalationPolicies; now: Date },
): Promise<void> {
  await inScope(db, scope, async (tx) => {
    const before = await readSetting(tx, escalationSetting.key, escalationSetting.shape);
    await writeSetting(tx, escalationSetting.key, policies);
    const details = { before: before ?? null, after: policies };
    await appendAudit(tx, {
      at: now,
      userId,
      unitId: null,
      action: 'change',
      subject: 'setting',
      subjectId: 'escalation',
      details,
    });
  });
}
