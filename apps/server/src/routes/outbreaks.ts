import { defaultOutbreak, defaultOutbreakChoice, newOutbreak, outbreak, outbreakList, paths } from '@truyvet/contract';
import { addOutbreak } from '../commands/addOutbreak.ts';
import { readDefaultOutbreak, setDefaultOutbreak } from '../commands/setDefaultOutbreak.ts';
import { outbreakOf, readOutbreaks } from '../db/outbreaks.ts';
import { inScope } from '../db/scope.ts';
import { authorize } from '../policies/can.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';
import { changeWholeSystem, showSetting } from './systemSettings.ts';

const tag = 'outbreaks';

export function outbreakRoutes(api: Api, { db, clock }: ApiPorts): void {
  api.get(
    paths.outbreaks,
    route('signedIn', tag, 'The outbreaks, the newest first', { response: { 200: outbreakList } }),
    async (request) => ({ items: await inScope(db, actorOf(request).scope, readOutbreaks) }),
  );

  const open = { body: newOutbreak, response: { 201: outbreak } };
  api.post(paths.outbreaks, route('settings.write', tag, 'Opens an outbreak', open), async (request, reply) => {
    const actor = actorOf(request);
    authorize(actor, { kind: 'setWholeSystem' });
    const { scope, userId } = actor;
    const id = await addOutbreak(db, request.body, { scope, userId, now: clock.now() });
    return reply.code(201).send(await inScope(db, scope, (tx) => outbreakOf(tx, id)));
  });
}

export function outbreakSettingRoutes(api: Api, ports: ApiPorts): void {
  const { db } = ports;
  api.get(
    paths.outbreakSettings,
    route('signedIn', tag, 'Which outbreak is meant where none is named', { response: { 200: defaultOutbreak } }),
    async (request, reply) => await showSetting(request, reply, ports, readDefaultOutbreak),
  );

  const schema = { versioned: true, body: defaultOutbreakChoice, response: { 200: defaultOutbreak } };
  api.put(
    paths.outbreakSettings,
    route('settings.write', tag, 'Chooses the outbreak that is meant where none is named', schema),
    async (request, reply) =>
      await changeWholeSystem(request, reply, ports, {
        set: (by) => setDefaultOutbreak(db, request.body.outbreakId, by),
        read: readDefaultOutbreak,
      }),
  );
}
