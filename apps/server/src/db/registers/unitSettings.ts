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
