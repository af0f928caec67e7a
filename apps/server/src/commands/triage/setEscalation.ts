import { defaultEscalation, type EscalationPolicies } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { changeSetting, readVersionedSetting, type VersionedSetting } from '../../db/settings.ts';
import { escalationSetting } from './escalateAlerts.ts';

/** What is set, else the default. */
export async function readEscalation(tx: Tx): Promise<VersionedSetting<EscalationPolicies>> {
  const { key, shape } = escalationSetting;
  const { value = defaultEscalation, version } = await readVersionedSetting<EscalationPolicies>(tx, key, shape);
  return { value, version };
}

/**
 * Stores how long each unit above has before an alert goes on. Alerts that went up before keep the deadline they were given.
 * Throws `resource.changed`.
 */
export async function setEscalation(
  db: Db,
  request: {
    readonly scope: Scope;
    readonly userId: number;
    readonly policies: EscalationPolicies;
    readonly seen: number;
    readonly now: Date;
  },
): Promise<VersionedSetting<EscalationPolicies>> {
  const { scope, userId, policies, seen, now } = request;
  return await inScope(db, scope, async (tx) => {
    const { key } = escalationSetting;
    const details = { before: (await readEscalation(tx)).value, after: policies };
    const version = await changeSetting(tx, key, policies, seen);
    await appendAudit(tx, { at: now, userId, unitId: null, action: 'change', subject: 'setting', subjectId: key, details });
    return { value: policies, version };
  });
}
