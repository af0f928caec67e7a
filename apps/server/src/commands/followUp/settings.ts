import { type FollowUpSettings, followUpSettings } from '@truyvet/contract';
import { defaultCutHour, defaultLostAfterDays } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { changeSetting, readVersionedSetting, type VersionedSetting } from '../../db/settings.ts';

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
  request: {
    readonly scope: Scope;
    readonly userId: number;
    readonly settings: FollowUpSettings;
    readonly seen: number;
    readonly now: Date;
  },
): Promise<VersionedSetting<FollowUpSettings>> {
  const { scope, userId, settings, seen, now } = request;
  return await inScope(db, scope, async (tx) => {
    const details = { before: await readFollowUpSettings(tx), after: settings };
    const version = await changeSetting(tx, setting.key, settings, seen);
    const subject = { subject: 'setting', subjectId: setting.key } as const;
    await appendAudit(tx, { at: now, userId, unitId: null, action: 'change', ...subject, details });
    return { value: settings, version };
  });
}
