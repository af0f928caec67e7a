import { defaultEscalation, type EscalationPolicies } from '@truyvet/outbreak';
import type { Db, Tx } from '../../db/connect.ts';
import { inScope } from '../../db/scope.ts';
import { readVersionedSetting, type VersionedSetting } from '../../db/settings.ts';
import { changeSystemSetting, type SettingBy } from '../changeSystemSetting.ts';
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
  after: EscalationPolicies,
  by: SettingBy,
): Promise<VersionedSetting<EscalationPolicies>> {
  return await inScope(db, by.scope, async (tx) => {
    const { value: before } = await readEscalation(tx);
    return await changeSystemSetting(tx, { key: escalationSetting.key, before, after }, by);
  });
}
