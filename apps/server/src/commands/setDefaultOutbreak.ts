import type { DefaultOutbreak } from '@truyvet/contract';
import type { Db, Tx } from '../db/connect.ts';
import { defaultOutbreakSetting, outbreakOf } from '../db/outbreaks.ts';
import { inScope } from '../db/scope.ts';
import { readVersionedSetting, type VersionedSetting } from '../db/settings.ts';
import { changeSystemSetting, type SettingBy } from './changeSystemSetting.ts';

/** What is chosen, and which outbreak therefore counts. */
export async function readDefaultOutbreak(tx: Tx): Promise<VersionedSetting<DefaultOutbreak>> {
  const { key, shape } = defaultOutbreakSetting;
  const { value, version } = await readVersionedSetting(tx, key, shape);
  return { value: { outbreakId: value?.outbreakId ?? null, outbreak: await outbreakOf(tx, undefined) }, version };
}

/**
 * Chooses the outbreak that is meant where none is named; null: the newest. Needs scope `all`. `seen` null: whatever is there is overwritten, as
 * from the command line. Throws `resource.missing` with the field, `resource.changed`.
 */
export async function setDefaultOutbreak(
  db: Db,
  outbreakId: number | null,
  by: Omit<SettingBy, 'seen'> & { readonly seen: number | null },
): Promise<VersionedSetting<DefaultOutbreak>> {
  return await inScope(db, by.scope, async (tx) => {
    if (outbreakId !== null) await outbreakOf(tx, outbreakId);
    const { value, version } = await readDefaultOutbreak(tx);
    const change = { key: defaultOutbreakSetting.key, before: { outbreakId: value.outbreakId }, after: { outbreakId } };
    await changeSystemSetting(tx, change, { ...by, seen: by.seen ?? version });
    return await readDefaultOutbreak(tx);
  });
}
