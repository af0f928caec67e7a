import {
  errand,
  errandAssignment,
  errandDone,
  escalationPolicies,
  idParams,
  Problem,
  paths,
  possibleOwners,
  workload,
  workloadQuery,
} from '@truyvet/contract';
import type { EscalationPolicies } from '@truyvet/outbreak';
import { completeErrand } from '../commands/completeErrand.ts';
import { assignErrand } from '../commands/triage/assignErrand.ts';
import { readEscalation, setEscalation } from '../commands/triage/setEscalation.ts';
import type { Db } from '../db/connect.ts';
import { readErrands } from '../db/inbox.ts';
import { figuresScope, inScope, type Scope } from '../db/scope.ts';
import { readPossibleOwners } from '../db/triage/errands.ts';
import { readOwnerLoads, readUnitLoads } from '../db/triage/workload.ts';
import { authorize } from '../policies/can.ts';
import { presentErrand } from '../presenters/inboxItems.ts';
import { presentWorkload } from '../presenters/workload.ts';
import { type Api, actorOf, route } from './api.ts';
import { seenVersion, sendVersion, withCurrent } from './etags.ts';
import type { ApiPorts } from './ports.ts';
import { changeWholeSystem, showSetting } from './systemSettings.ts';

/** Errands change hands and come to an end. */
export function errandWorkRoutes(api: Api, { db, clock, board }: ApiPorts): void {
  const assign = { versioned: true, params: idParams, body: errandAssignment, response: { 200: errand } };
  api.post(
    paths.errandAssign(':id'),
    route('errands.work', 'errands', 'Gives an errand to somebody, or back to everybody', assign),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const errandId = request.params.id;
      const change = { scope, userId, errandId, ownerId: request.body.ownerId, seen: seenVersion(request), now: clock.now() };
      const record = await withCurrent(
        () => assignErrand(db, change),
        () => currentErrand(db, scope, errandId),
      );
      board.changed();
      sendVersion(reply, record.version);
      return presentErrand(record);
    },
  );

  const done = { versioned: true, params: idParams, body: errandDone, response: { 200: errand } };
  api.post(
    paths.errandDone(':id'),
    route('errands.work', 'errands', 'Closes an errand with what came out', done),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const errandId = request.params.id;
      const { outcome, result } = request.body;
      const change = { scope, userId, errandId, outcome, result: result || null, seen: seenVersion(request), now: clock.now() };
      const record = await withCurrent(
        () => completeErrand(db, change),
        () => currentErrand(db, scope, errandId),
      );
      board.changed();
      sendVersion(reply, record.version);
      return presentErrand(record);
    },
  );

  api.get(
    paths.errandOwners(':id'),
    route('errands.work', 'errands', 'To whom an errand can be given', { params: idParams, response: { 200: possibleOwners } }),
    async (request) => {
      return await inScope(db, actorOf(request).scope, async (tx) => {
        const [record] = await readErrands(tx, { state: 'all', id: request.params.id }, { limit: 1 });
        if (!record) throw new Problem('resource.missing');
        return { items: await readPossibleOwners(tx, record.unitId) };
      });
    },
  );
}

async function currentErrand(db: Db, scope: Scope, id: number) {
  const [record] = await inScope(db, scope, (tx) => readErrands(tx, { state: 'all', id }, { limit: 1 }));
  return record && presentErrand(record);
}

export function workloadRoute(api: Api, { db, clock }: ApiPorts): void {
  api.get(
    paths.workload,
    route('errands.read', 'errands', 'Open work by owner and by commune', {
      querystring: workloadQuery,
      response: { 200: workload },
    }),
    async (request) => {
      const actor = actorOf(request);
      const { unitId } = request.query;
      if (unitId !== undefined) authorize(actor, { kind: 'readUnit', unitId });
      const now = clock.now();
      return await inScope(db, figuresScope(actor.scope), async (tx) =>
        presentWorkload(now, await readOwnerLoads(tx, unitId, now), await readUnitLoads(tx, unitId, now)),
      );
    },
  );
}

export function escalationSettingRoutes(api: Api, ports: ApiPorts): void {
  const { db } = ports;
  api.get(
    paths.escalationSettings,
    route('alerts.read', 'alerts', 'How long each unit has before an alert goes up', { response: { 200: escalationPolicies } }),
    async (request, reply) => present(await showSetting(request, reply, ports, readEscalation)),
  );

  const schema = { versioned: true, body: escalationPolicies, response: { 200: escalationPolicies } };
  api.put(
    paths.escalationSettings,
    route('settings.write', 'alerts', 'Sets how long each unit has before an alert goes up', schema),
    async (request, reply) =>
      present(
        await changeWholeSystem(request, reply, ports, {
          set: (by) => setEscalation(db, request.body, by),
          read: readEscalation,
        }),
      ),
  );
}

function present({ default: common, byCode }: EscalationPolicies) {
  return {
    default: [...common],
    byCode: Object.fromEntries(Object.entries(byCode).map(([code, minutes]) => [code, [...minutes]])),
  };
}
