import { appendAudit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import type { Scope } from '../db/scope.ts';
import { changeSetting, type VersionedSetting } from '../db/settings.ts';

/** Who sets what is one for the whole system, in which version they saw it, and when. The scope is that of the whole system. */
export type SettingBy = { readonly scope: Scope; readonly userId: number | null; readonly seen: number; readonly now: Date };

/** Sets a setting and logs what it was before. Throws `resource.changed`. */
export async function changeSystemSetting<T>(
  tx: Tx,
  { key, before, after }: { readonly key: string; readonly before: T; readonly after: T },
  { userId, seen, now: at }: SettingBy,
): Promise<VersionedSetting<T>> {
  const version = await changeSetting(tx, key, after, seen);
  const details = { before, after };
  await appendAudit(tx, { at, userId, unitId: null, action: 'change', subject: 'setting', subjectId: key, details });
  return { value: after, version };
}
