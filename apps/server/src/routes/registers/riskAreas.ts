import { idParams, newRiskArea, paths, riskArea, riskAreaChange, riskAreaList } from '@truyvet/contract';
import { z } from 'zod';
import { changeRiskArea, createRiskArea } from '../../commands/registers/riskAreas.ts';
import { outbreakOf } from '../../db/outbreaks.ts';
import { readRiskAreas } from '../../db/registers/entries.ts';
import { inScope } from '../../db/scope.ts';
import { presentRiskArea } from '../../presenters/registers/entries.ts';
import { type Api, actorOf, route } from '../api.ts';
import { seenVersion, sendVersion } from '../etags.ts';
import type { ApiPorts } from '../ports.ts';
import { behalfOf } from './entries.ts';

const outbreakQuery = z.object({ outbreakId: z.coerce.number().int().positive().optional() });

/** Areas of risk: everybody reads them, whoever may set rules sets them. */
export function riskAreaRoutes(api: Api, ports: ApiPorts): void {
  const { db } = ports;
  const list = { querystring: outbreakQuery, response: { 200: riskAreaList } };
  api.get(paths.riskAreas, route('registers.read', 'registers', 'Areas of risk, newest first', list), async (request) => {
    return await inScope(db, actorOf(request).scope, async (tx) => {
      const { id } = await outbreakOf(tx, request.query.outbreakId);
      return { items: (await readRiskAreas(tx, id)).map(presentRiskArea) };
    });
  });

  const create = { body: newRiskArea, response: { 201: riskArea } };
  api.post(paths.riskAreas, route('rules.write', 'registers', 'Lists an area of risk', create), async (request, reply) => {
    const actor = behalfOf(request, ports);
    const { id } = await inScope(db, actor.scope, (tx) => outbreakOf(tx, request.body.outbreakId));
    const record = await createRiskArea(db, actor, id, request.body);
    sendVersion(reply, record.version);
    return reply.code(201).send(presentRiskArea(record));
  });

  const change = { versioned: true, params: idParams, body: riskAreaChange, response: { 200: riskArea } };
  api.patch(
    paths.riskArea(':id'),
    route('rules.write', 'registers', 'Changes an area of risk', change),
    async (request, reply) => {
      const record = await changeRiskArea(db, behalfOf(request, ports), request.params.id, seenVersion(request), request.body);
      sendVersion(reply, record.version);
      return presentRiskArea(record);
    },
  );
}
