import {
  exposureChange,
  exposureOutcome,
  exposurePage,
  exposureQuery,
  idParams,
  negation,
  newExposure,
  Problem,
  paths,
} from '@truyvet/contract';
import { z } from 'zod';
import { addExposure, changeExposure, type ExposureOutcome, negateExposure } from '../../commands/levels/exposures.ts';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { readExposureRow, readExposureRows } from '../../db/levels/exposures.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { presentExposureRow } from '../../presenters/cases.ts';
import { decodeCursor, pageOfRows } from '../../presenters/cursor.ts';
import { type Api, actorOf, route } from '../api.ts';
import { seenVersion, sendVersion, withCurrent } from '../etags.ts';
import type { ApiPorts } from '../ports.ts';
import { movedView } from './movedView.ts';
import { definedOf } from './samples.ts';

const tag = 'exposures';
const position = z.object({ id: z.number().int() });

export function exposureRoutes(api: Api, { db, clock }: ApiPorts): void {
  const list = { querystring: exposureQuery, response: { 200: exposurePage } };
  api.get(paths.exposures, route('health.read', tag, 'Contacts, the newest first', list), async (request) => {
    const { cursor, limit, ...filter } = request.query;
    const { scope, userId } = actorOf(request);
    const page = { before: decodeCursor(cursor, position)?.id, limit: limit + 1 };
    const rows = await inScope(db, scope, async (tx) => {
      const found = await readExposureRows(tx, filter, page);
      const details = { ...filter, rows: found.length };
      const unitId = found[0]?.unitId ?? null;
      await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'read', subject: 'exposures', details });
      return found;
    });
    return pageOfRows(rows, limit, presentExposureRow, ({ id }) => ({ id }));
  });

  const create = { body: newExposure, response: { 201: exposureOutcome } };
  api.post(paths.exposures, route('exposures.write', tag, 'Writes a contact down', create), async (request, reply) => {
    const { scope, userId } = actorOf(request);
    const {
      targetPersonId,
      sourcePersonId = null,
      sourceCaseId = null,
      sourceText = null,
      errandId = null,
      ...facts
    } = request.body;
    const exposure = { ...facts, targetId: targetPersonId, sourcePersonId, sourceCaseId, sourceText, errandId };
    const outcome = await addExposure(db, { scope, userId, now: clock.now(), exposure });
    sendVersion(reply, outcome.exposure.version);
    return reply.code(201).send(await present(db, scope, outcome));
  });

  const change = { versioned: true, params: idParams, body: exposureChange, response: { 200: exposureOutcome } };
  api.patch(paths.exposure(':id'), route('exposures.write', tag, 'Changes a contact', change), async (request, reply) => {
    const { scope, userId } = actorOf(request);
    const exposureId = request.params.id;
    const asked = { scope, userId, now: clock.now(), exposureId, seen: seenVersion(request), changes: definedOf(request.body) };
    const outcome = await withCurrent(
      () => changeExposure(db, asked),
      () => current(db, scope, exposureId),
    );
    sendVersion(reply, outcome.exposure.version);
    return await present(db, scope, outcome);
  });

  const negate = { versioned: true, params: idParams, body: negation, response: { 200: exposureOutcome } };
  const restore = { versioned: true, params: idParams, response: { 200: exposureOutcome } };
  const setNegated = async (actor: { scope: Scope; userId: number }, exposureId: number, seen: number, because: string | null) =>
    await withCurrent(
      () => negateExposure(db, { ...actor, now: clock.now(), exposureId, seen, because }),
      () => current(db, actor.scope, exposureId),
    );
  api.post(
    paths.exposureNegate(':id'),
    route('exposures.write', tag, 'A contact did not happen, or does not count', negate),
    async (request, reply) => {
      const actor = actorOf(request);
      const outcome = await setNegated(actor, request.params.id, seenVersion(request), request.body.because);
      sendVersion(reply, outcome.exposure.version);
      return await present(db, actor.scope, outcome);
    },
  );
  api.post(
    paths.exposureRestore(':id'),
    route('exposures.write', tag, 'A contact counts again', restore),
    async (request, reply) => {
      const actor = actorOf(request);
      const outcome = await setNegated(actor, request.params.id, seenVersion(request), null);
      sendVersion(reply, outcome.exposure.version);
      return await present(db, actor.scope, outcome);
    },
  );
}

async function current(db: Db, scope: Scope, id: number) {
  const row = await inScope(db, scope, (tx) => readExposureRow(tx, id));
  if (!row) throw new Problem('resource.missing');
  return presentExposureRow(row);
}

async function present(db: Db, scope: Scope, { exposure, moved }: ExposureOutcome) {
  return { exposure: presentExposureRow(exposure), moved: await movedView(db, scope, moved) };
}
