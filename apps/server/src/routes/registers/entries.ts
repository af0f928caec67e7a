import {
  absence,
  absenceChange,
  absenceClosed,
  absenceClosing,
  closing,
  householdReview,
  householdReviewChange,
  idParams,
  journey,
  journeyChange,
  newAbsence,
  newHouseholdReview,
  newJourney,
  Problem,
  paths,
} from '@truyvet/contract';
import type { FastifyRequest } from 'fastify';
import { changeAbsence, closeAbsence, createAbsence } from '../../commands/registers/absences.ts';
import { changeHouseholdReview, createHouseholdReview } from '../../commands/registers/householdReviews.ts';
import { changeJourney, closeJourney, createJourney } from '../../commands/registers/journeys.ts';
import type { Tx } from '../../db/connect.ts';
import { outbreakOf } from '../../db/outbreaks.ts';
import { type AbsenceRow, type JourneyRow, readAbsence, readJourney, readReview } from '../../db/registers/entries.ts';
import { readUnitPart, type UnitPart } from '../../db/registers/parts.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { presentAbsence, presentJourney, presentReview } from '../../presenters/registers/entries.ts';
import { type Api, actorOf, route } from '../api.ts';
import { seenVersion, sendVersion, withCurrent } from '../etags.ts';
import type { ApiPorts } from '../ports.ts';

const tag = 'registers';

/** On whose behalf a request changes something. */
export function behalfOf(request: FastifyRequest, { clock }: Pick<ApiPorts, 'clock'>) {
  const { scope, userId } = actorOf(request);
  return { scope, userId, now: clock.now() };
}

export function journeyRoutes(api: Api, ports: ApiPorts): void {
  const { db } = ports;
  const present = async (scope: Scope, row: JourneyRow) =>
    presentJourney(row, await inScope(db, scope, (tx) => unitOf(tx, row.unit_id)));
  const current = async (scope: Scope, id: number) => {
    const row = await inScope(db, scope, (tx) => readJourney(tx, id));
    return row && (await present(scope, row));
  };

  const create = { body: newJourney, response: { 201: journey } };
  api.post(paths.journeys, route('registers.write', tag, 'Writes down an arrival', create), async (request, reply) => {
    const actor = behalfOf(request, ports);
    const outbreak = await inScope(db, actor.scope, (tx) => outbreakOf(tx, request.body.outbreakId));
    const row = await createJourney(db, actor, outbreak.id, request.body);
    sendVersion(reply, row.version);
    return reply.code(201).send(await present(actor.scope, row));
  });

  const change = { versioned: true, params: idParams, body: journeyChange, response: { 200: journey } };
  api.patch(paths.journey(':id'), route('registers.write', tag, 'Changes an arrival', change), async (request, reply) => {
    const actor = behalfOf(request, ports);
    const { id } = request.params;
    const seen = seenVersion(request);
    const row = await withCurrent(
      () => changeJourney(db, actor, id, seen, request.body),
      () => current(actor.scope, id),
    );
    sendVersion(reply, row.version);
    return await present(actor.scope, row);
  });

  const close = { versioned: true, params: idParams, body: closing, response: { 200: journey } };
  api.post(
    paths.journeyClose(':id'),
    route('registers.write', tag, 'Takes an arrival out of the register', close),
    async (request, reply) => {
      const actor = behalfOf(request, ports);
      const { id } = request.params;
      const seen = seenVersion(request);
      const row = await withCurrent(
        () => closeJourney(db, actor, id, seen, request.body.because),
        () => current(actor.scope, id),
      );
      sendVersion(reply, row.version);
      return await present(actor.scope, row);
    },
  );
}

export function absenceRoutes(api: Api, ports: ApiPorts): void {
  const { db } = ports;
  const present = async (scope: Scope, row: AbsenceRow) =>
    presentAbsence(row, await inScope(db, scope, (tx) => unitOf(tx, row.unit_id)));
  const current = async (scope: Scope, id: number) => {
    const row = await inScope(db, scope, (tx) => readAbsence(tx, id));
    return row && (await present(scope, row));
  };

  const create = { body: newAbsence, response: { 201: absence } };
  api.post(paths.absences, route('registers.write', tag, 'Writes down that a local is away', create), async (request, reply) => {
    const actor = behalfOf(request, ports);
    const row = await createAbsence(db, actor, request.body);
    sendVersion(reply, row.version);
    return reply.code(201).send(await present(actor.scope, row));
  });

  const change = { versioned: true, params: idParams, body: absenceChange, response: { 200: absence } };
  api.patch(paths.absence(':id'), route('registers.write', tag, 'Changes an absence', change), async (request, reply) => {
    const actor = behalfOf(request, ports);
    const { id } = request.params;
    const seen = seenVersion(request);
    const row = await withCurrent(
      () => changeAbsence(db, actor, id, seen, request.body),
      () => current(actor.scope, id),
    );
    sendVersion(reply, row.version);
    return await present(actor.scope, row);
  });

  const close = { versioned: true, params: idParams, body: absenceClosing, response: { 200: absenceClosed } };
  api.post(
    paths.absenceClose(':id'),
    route('registers.write', tag, 'Ends an absence; who returned becomes a returnee', close),
    async (request, reply) => {
      const actor = behalfOf(request, ports);
      const { id } = request.params;
      const { body } = request;
      const asked = body.because === 'returned' ? body.outbreakId : undefined;
      const outbreak = (await inScope(db, actor.scope, (tx) => outbreakOf(tx, asked))).id;
      const seen = seenVersion(request);
      const closed = await withCurrent(
        () => closeAbsence(db, actor, id, seen, { ...body, outbreak }),
        () => current(actor.scope, id),
      );
      sendVersion(reply, closed.absence.version);
      return { absence: await present(actor.scope, closed.absence), journeyId: closed.journeyId };
    },
  );
}

export function householdReviewRoutes(api: Api, ports: ApiPorts): void {
  const { db } = ports;
  const create = { body: newHouseholdReview, response: { 201: householdReview } };
  api.post(
    paths.householdReviews,
    route('registers.write', tag, 'Writes down what a village team found in a household', create),
    async (request, reply) => {
      const row = await createHouseholdReview(db, behalfOf(request, ports), request.body);
      sendVersion(reply, row.version);
      return reply.code(201).send(presentReview(row));
    },
  );

  const change = { versioned: true, params: idParams, body: householdReviewChange, response: { 200: householdReview } };
  api.patch(paths.householdReview(':id'), route('registers.write', tag, 'Changes a review', change), async (request, reply) => {
    const actor = behalfOf(request, ports);
    const { id } = request.params;
    const seen = seenVersion(request);
    const row = await withCurrent(
      () => changeHouseholdReview(db, actor, id, seen, request.body),
      async () => {
        const found = await inScope(db, actor.scope, (tx) => readReview(tx, id));
        return found && presentReview(found);
      },
    );
    sendVersion(reply, row.version);
    return presentReview(row);
  });
}

async function unitOf(tx: Tx, unitId: number): Promise<UnitPart> {
  const unit = await readUnitPart(tx, unitId);
  if (!unit) throw new Problem('resource.missing');
  const { id, code, name } = unit;
  return { id, code, name };
}
