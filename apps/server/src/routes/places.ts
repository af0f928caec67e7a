import {
  checkedIn,
  idParams,
  newCheckIn,
  newPlace,
  Problem,
  paths,
  place,
  placeChange,
  placePage,
  placeQuery,
} from '@truyvet/contract';
import { fold } from '@truyvet/outbreak';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { changePlace, createPlace, makePoster, readPlace } from '../commands/places/places.ts';
import { recordCheckIn } from '../commands/places/recordCheckIn.ts';
import { settingsOf, withSpoken } from '../commands/registers/settings.ts';
import { readPlaces } from '../db/declarations/places.ts';
import { inScope, type Scope } from '../db/scope.ts';
import { authorize } from '../policies/can.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { instantText } from '../presenters/dateText.ts';
import { posterPage } from '../presenters/pages/posterPage.ts';
import { presentPlace } from '../presenters/registers/entries.ts';
import { type Api, actorOf, route } from './api.ts';
import { seenVersion, sendVersion, withCurrent } from './etags.ts';
import type { ApiPorts } from './ports.ts';
import { publicLimit } from './publicLimit.ts';
import { behalfOf } from './registers/entries.ts';

const tag = 'places';
const position = z.object({ id: z.number().int() });
const thisMachineOnly = /^(localhost|127(\.\d+){3}|\[::1\])$/i;

/** Whoever stands before a poster may check in. */
export function publicCheckInRoute(api: Api, { db, clock }: ApiPorts): void {
  const limit = publicLimit(api);
  const schema = { body: newCheckIn, response: { 201: checkedIn } };
  const options = { ...route('open', tag, 'Checks in at a place, by its poster', schema), onRequest: limit };
  api.post(paths.checkIns, options, async (request, reply) => {
    const done = await recordCheckIn(db, { ...request.body, now: clock.now() });
    return reply.code(201).send({ place: done.place, cameAt: instantText(done.cameAt) });
  });
}

export function placeRoutes(api: Api, ports: ApiPorts): void {
  const { db, spoken } = ports;
  const current = (scope: Scope, id: number) => inScope(db, scope, async (tx) => presentPlace(await readPlace(tx, id)));

  const list = { querystring: placeQuery, response: { 200: placePage } };
  api.get(paths.places, route('registers.read', tag, 'Registered places; with or without a poster', list), async (request) => {
    const { q, cursor, limit, unitId, kind, withoutPoster } = request.query;
    const filter = { unitId, kind, withoutPoster, nameKeyPart: q === undefined ? undefined : fold(q) };
    const page = { afterId: decodeCursor(cursor, position)?.id ?? 0, limit: limit + 1 };
    const records = await inScope(db, actorOf(request).scope, (tx) => readPlaces(tx, filter, page));
    return pageOfRows(records, limit, presentPlace, ({ id }) => ({ id }));
  });

  const create = { body: newPlace, response: { 201: place } };
  api.post(paths.places, route('places.write', tag, 'Registers a place', create), async (request, reply) => {
    authorize(actorOf(request), { kind: 'writePlaces', unitId: request.body.unitId });
    const record = await createPlace(db, behalfOf(request, ports), request.body);
    sendVersion(reply, record.version);
    return reply.code(201).send(presentPlace(record));
  });

  const change = { versioned: true, params: idParams, body: placeChange, response: { 200: place } };
  api.patch(paths.place(':id'), route('places.write', tag, 'Changes or closes a place', change), async (request, reply) => {
    const actor = behalfOf(request, ports);
    const seen = seenVersion(request);
    const record = await withCurrent(
      () => changePlace(db, actor, request.params.id, seen, request.body),
      () => current(actor.scope, request.params.id),
    );
    sendVersion(reply, record.version);
    return presentPlace(record);
  });

  const make = { versioned: true, params: idParams, response: { 200: place } };
  api.post(paths.placePoster(':id'), route('places.write', tag, 'Makes the poster’s code', make), async (request, reply) => {
    const actor = behalfOf(request, ports);
    const seen = seenVersion(request);
    const record = await withCurrent(
      () => makePoster(db, actor, request.params.id, seen),
      () => current(actor.scope, request.params.id),
    );
    sendVersion(reply, record.version);
    return presentPlace(record);
  });

  const show = { sends: 'text/html', params: idParams };
  api.get(
    paths.placePoster(':id'),
    route('registers.read', tag, 'The poster to print (A4, HTML)', show),
    async (request, reply) => {
      const { place: record, settings } = await inScope(db, actorOf(request).scope, async (tx) => {
        const found = await readPlace(tx, request.params.id);
        return { place: found, settings: withSpoken(await settingsOf(tx, found.unit.id), spoken) };
      });
      if (record.posterCode === null) throw new Problem('poster.missing');
      const base = settings['public.address'] ?? askedAddress(request);
      const page = await posterPage({ place: record, settings, address: `${base}${paths.checkInPage(record.posterCode)}` });
      return reply.type('text/html; charset=utf-8').send(page);
    },
  );
}

/** The address by which somebody asked; a telephone finds it too, unless it is this machine's name for itself. Throws `poster.noAddress`. */
function askedAddress({ protocol, host, hostname }: FastifyRequest): string {
  if (thisMachineOnly.test(hostname)) throw new Problem('poster.noAddress', { host });
  return `${protocol}://${host}`;
}
