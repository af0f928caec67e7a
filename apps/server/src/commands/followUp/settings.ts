import { type FollowUpSettings, followUpSettings } from '@truyvet/contract';
import { defaultCutHour, defaultLostAfterDays } from '@truyvet/outbreak';
import { appendAudit } from '../../db/audit.ts';
import type { Db, Tx } from '../../db/connect.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';

const setting = { key: 'followUp', shape: followUpSettings } as const;
const defaults: FollowUpSettings = { lostAfterDays: defaultLostAfterDays, closeHour: defaultCutHour };

/** What is set, else the defaults. */
export async function readFollowUpSettings(tx: Tx): Promise<FollowUpSettings> {
  return (await readSetting(tx, setting.key, setting.shape)) ?? defaults;
}

/** Needs scope `all`. */
export async function setFollowUpSettings(
  db: Db,
  request: { readonly scope: Scope; readonly userId: number; readonly settings: FollowUpSettings; readonly now: Date },
): Promise<void> {
  const { scope, userId, settings, now } = request;
  await inScope(db, scope, async (tx) => {
    const details = { before: await readFollowUpSettings(tx), after: settings };
    await writeSetting(tx, setting.key, settings);
    const subject = { subject: 'setting', subjectId: setting.key } as const;
    await appendAudit(tx, { at: now, userId, unitId: null, action: 'change', ...subject, details });
  });
}
