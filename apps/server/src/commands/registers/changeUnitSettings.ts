import type { UnitSettingsChange } from '@truyvet/contract';
import { Problem } from '@truyvet/contract';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { readUnitPart } from '../../db/registers/parts.ts';
import { deleteUnitSetting, nextUnitSettingsVersion, writeUnitSetting } from '../../db/registers/unitSettings.ts';
import { inScope, type Scope } from '../../db/scope.ts';

export type SettingsChange = {
  readonly scope: Scope;
  readonly userId: number | null;
  readonly unitId: number;
  readonly values: UnitSettingsChange['values'];
  readonly seen: number;
  readonly now: Date;
};

/** Sets a unit's own settings; null takes one away, so that the parent's counts again. Throws `resource.missing`, `resource.changed`. */
export async function changeUnitSettings(db: Db, change: SettingsChange): Promise<void> {
  const { scope, userId, unitId, values, seen, now } = change;
  await inScope(db, scope, async (tx) => {
    if (!(await readUnitPart(tx, unitId))) throw new Problem('resource.missing');
    await nextUnitSettingsVersion(tx, unitId, seen);
    const entries = Object.entries(values).filter(([, value]) => value !== undefined);
    for (const [key, value] of entries) {
      if (value === null) await deleteUnitSetting(tx, unitId, key);
      else await writeUnitSetting(tx, { unitId, key, value, at: now, userId });
    }
    const details = { values: Object.fromEntries(entries) };
    await appendAudit(tx, { at: now, userId, unitId, action: 'change', subject: 'unitSettings', subjectId: unitId, details });
  });
}
