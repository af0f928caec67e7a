import {
  idParams,
  Problem,
  paths,
  type UnitSettings,
  unitSettingKeys,
  unitSettings,
  unitSettingsChange,
} from '@truyvet/contract';
import type { FastifyReply } from 'fastify';
import { changeUnitSettings } from '../commands/registers/changeUnitSettings.ts';
import type { Tx } from '../db/connect.ts';
import { readUnitPart } from '../db/registers/parts.ts';
import { readUnitSettings, readUnitSettingsVersion } from '../db/registers/unitSettings.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { authorize } from '../policies/can.ts';
import { type Api, actorOf, route } from './api.ts';
import { seenVersion, sendVersion, withCurrent } from './etags.ts';
import type { ApiPorts } from './ports.ts';

/** What a unit prints and counts by. */
export function unitSettingRoutes(api: Api, { db, clock }: ApiPorts): void {
  const show = (reply: FastifyReply, scope: Scope, unitId: number) =>
    inScope(db, scope, async (tx) => {
      const shown = await settingsShown(tx, unitId);
      sendVersion(reply, await readUnitSettingsVersion(tx, unitId));
      return shown;
    });
  const read = { params: idParams, response: { 200: unitSettings } };
  api.get(
    paths.unitSettings(':id'),
    route('signedIn', 'units', 'A unit’s settings, inherited ones included', read),
    async (request, reply) => await show(reply, actorOf(request).scope, request.params.id),
  );

  const write = { versioned: true, params: idParams, body: unitSettingsChange, response: { 200: unitSettings } };
  api.put(
    paths.unitSettings(':id'),
    route('settings.write', 'units', 'Sets a unit’s settings', write),
    async (request, reply) => {
      const actor = actorOf(request);
      const unitId = request.params.id;
      authorize(actor, { kind: 'writeUnitSettings', unitId });
      const { scope, userId } = actor;
      const change = { scope, userId, unitId, values: request.body.values, seen: seenVersion(request), now: clock.now() };
      await withCurrent(
        () => changeUnitSettings(db, change),
        () => inScope(db, scope, (tx) => settingsShown(tx, unitId)),
      );
      return await show(reply, scope, unitId);
    },
  );
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
