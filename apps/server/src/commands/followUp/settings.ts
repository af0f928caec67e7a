import { type FollowUpSettings, followUpSettings } from '@truyvet/contract';
import { defaultCutHour, defaultLostAfterDays } from '@truyvet/outbreak';
import type { Db, Tx } from '../../db/connect.ts';
import { inScope } from '../../db/scope.ts';
import { readVersionedSetting, type VersionedSetting } from '../../db/settings.ts';
import { changeSystemSetting, type SettingBy } from '../changeSystemSetting.ts';

const setting = { key: 'followUp', shape: followUpSettings } as const;
const defaults: FollowUpSettings = { lostAfterDays: defaultLostAfterDays, closeHour: defaultCutHour };

/** What is set, else the defaults. */
export async function readFollowUpSettings(tx: Tx): Promise<FollowUpSettings> {
  return (await readVersionedFollowUpSettings(tx)).value;
}

export async function readVersionedFollowUpSettings(tx: Tx): Promise<VersionedSetting<FollowUpSettings>> {
  const { value = defaults, version } = await readVersionedSetting(tx, setting.key, setting.shape);
  return { value, version };
}

/** Needs scope `all`. Throws `resource.changed`. */
export async function setFollowUpSettings(
  db: Db,
  after: FollowUpSettings,
  by: SettingBy,
): Promise<VersionedSetting<FollowUpSettings>> {
  return await inScope(db, by.scope, async (tx) => {
    const before = await readFollowUpSettings(tx);
    return await changeSystemSetting(tx, { key: setting.key, before, after }, by);
  });
}
