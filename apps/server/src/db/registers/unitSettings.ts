import { Problem } from '@truyvet/contract';
import { sql } from 'kysely';
import type { Tx } from '../connect.ts';
import { json } from '../json.ts';
import { kept } from '../keptPlans.ts';
import type { UnitPart } from './parts.ts';

export type UnitSettingRecord = {
  readonly key: string;
  readonly value: unknown;
  readonly version: number;
  readonly from: UnitPart;
};

/** Every setting in force for a unit: its own, else its nearest ancestor's. By key. */
export async function readUnitSettings(tx: Tx, unitId: number): Promise<UnitSettingRecord[]> {
  const { rows } = await sql<UnitSettingRecord>`${kept}
    with recursive up (id, parent_id, distance) as (
      select id, parent_id, 0 from unit where id = ${unitId}
      union all select u.id, u.parent_id, up.distance + 1 from unit u join up on u.id = up.parent_id
    )
    select distinct on (s.key) s.key, s.value, s.version, jsonb_build_object('id', u.id, 'code', u.code, 'name', u.name) as from
    from up join unit_setting s on s.unit_id = up.id join unit u on u.id = up.id
    order by s.key, up.distance`.execute(tx);
  return rows;
}

/** The version of what a unit itself has set; what it inherits is not part of it. */
export async function readUnitSettingsVersion(tx: Tx, unitId: number): Promise<number> {
  const row = await tx.selectFrom('unit_setting_version').select('version').where('unit_id', '=', unitId).executeTakeFirst();
  return row?.version ?? 1;
}

/**
 * Holds a unit's own settings for a change of what was seen in this version; gives the new one. Throws `resource.changed` when somebody was
 * faster: the transaction has to be rolled back then.
 */
export async function nextUnitSettingsVersion(tx: Tx, unitId: number, seen: number): Promise<number> {
  const { version } = await tx
    .insertInto('unit_setting_version')
    .values({ unit_id: unitId, version: 2 })
    .onConflict((oc) => oc.column('unit_id').doUpdateSet((eb) => ({ version: eb('unit_setting_version.version', '+', 1) })))
    .returning('version')
    .executeTakeFirstOrThrow();
  if (version !== seen + 1) throw new Problem('resource.changed', { version: version - 1 });
  return version;
}

export type SettingToWrite = {
  readonly unitId: number;
  readonly key: string;
  readonly value: unknown;
  readonly at: Date;
  readonly userId: number | null;
};

export async function writeUnitSetting(tx: Tx, { unitId, key, value, at, userId }: SettingToWrite): Promise<void> {
  const set = { value: json(value), changed_at: at, changed_by: userId };
  await tx
    .insertInto('unit_setting')
    .values({ unit_id: unitId, key, ...set })
    .onConflict((oc) =>
      oc.columns(['unit_id', 'key']).doUpdateSet((eb) => ({ ...set, version: eb('unit_setting.version', '+', 1) })),
    )
    .execute();
}

/** Takes a unit's own value away. */
export async function deleteUnitSetting(tx: Tx, unitId: number, key: string): Promise<void> {
  await tx.deleteFrom('unit_setting').where('unit_id', '=', unitId).where('key', '=', key).execute();
}
