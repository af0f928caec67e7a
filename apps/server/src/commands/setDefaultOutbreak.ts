import type { DefaultOutbreak } from '@truyvet/contract';
import { appendAudit } from '../db/audit.ts';
import type { Db, Tx } from '../db/connect.ts';
import { defaultOutbreakSetting, outbreakOf } from '../db/outbreaks.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { changeSetting, readVersionedSetting, type VersionedSetting } from '../db/settings.ts';

/** What is chosen, and which outbreak therefore counts. */
export async function readDefaultOutbreak(tx: Tx): Promise<VersionedSetting<DefaultOutbreak>> {
  const { key, shape } = defaultOutbreakSetting;
  const { value, version } = await readVersionedSetting(tx, key, shape);
  return { value: { outbreakId: value?.outbreakId ?? null, outbreak: await outbreakOf(tx, undefined) }, version };
}

/**
 * Chooses the outbreak that is meant where none is named; null: the newest. Needs scope `all`. Throws `resource.missing` with the field,
 * `resource.changed`.
 */
export async function setDefaultOutbreak(
  db: Db,
  request: {
    readonly scope: Scope;
    readonly userId: number | null;
    readonly outbreakId: number | null;
    /** Null: whatever is there is overwritten, as from the command line. */
    readonly seen: number | null;
    readonly now: Date;
  },
): Promise<VersionedSetting<DefaultOutbreak>> {
  const { scope, userId, outbreakId, seen, now } = request;
  return await inScope(db, scope, async (tx) => {
    const { key } = defaultOutbreakSetting;
    if (outbreakId !== null) await outbreakOf(tx, outbreakId);
    const before = await readDefaultOutbreak(tx);
    await changeSetting(tx, key, { outbreakId }, seen ?? before.version);
    const details = { before: before.value.outbreakId, after: outbreakId };
    await appendAudit(tx, { at: now, userId, unitId: null, action: 'change', subject: 'setting', subjectId: key, details });
    return await readDefaultOutbreak(tx);
  });
}
