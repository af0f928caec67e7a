import {
  idParams,
  Problem,
  paths,
  type UnitSettings,
  unitSettingKeys,
  unitSettings,
  unitSettingsChange,
} from '@truyvet/contract';
import { changeUnitSettings } from '../commands/registers/changeUnitSettings.ts';
import type { Tx } from '../db/connect.ts';
import { readUnitPart } from '../db/registers/parts.ts';
import { readUnitSettings } from '../db/registers/unitSettings.ts';
import { inScope } from '../db/scope.ts';
import { authorize } from '../policies/can.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';

/** What a unit prints and counts by. */
export function unitSettingRoutes(api: Api, { db, clock }: ApiPorts): void {
  const read = { params: idParams, response: { 200: unitSettings } };
  api.get(
    paths.unitSettings(':id'),
    route('signedIn', 'units', 'A unit’s settings, inherited ones included', read),
    async (request) => inScope(db, actorOf(request).scope, (tx) => settingsShown(tx, request.params.id)),
  );

  const write = { params: idParams, body: unitSettingsChange, response: { 200: unitSettings } };
  api.put(paths.unitSettings(':id'), route('settings.write', 'units', 'Sets a unit’s settings', write), async (request) => {
    const actor = actorOf(request);
    const unitId = request.params.id;
    authorize(actor, { kind: 'writeUnitSettings', unitId });
    const { scope, userId } = actor;
    await changeUnitSettings(db, { scope, userId, unitId, values: request.body.values, now: clock.now() });
    return await inScope(db, scope, (tx) => settingsShown(tx, unitId));
  });
}

async function settingsShown(tx: Tx, unitId: number): Promise<UnitSettings> {
  const unit = await readUnitPart(tx, unitId);
  if (!unit) throw new Problem('resource.missing');
  const records = await readUnitSettings(tx, unitId);
  const settings = records.flatMap(({ key, ...rest }) => {
    const known = unitSettingKeys.find((one) => one === key);
    return known ? [{ key: known, ...rest }] : [];
  });
  return { unit: { id: unit.id, code: unit.code, name: unit.name }, settings };
}
