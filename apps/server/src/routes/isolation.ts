import {
  adviceDecision,
  adviceQuery,
  adviceRequest,
  idParams,
  isolationAdvice,
  isolationAdviceList,
  isolationAdvicePage,
  Problem,
  paths,
  reEvaluation,
  reEvaluationResult,
  unitAdvice,
  unitAdviceRequest,
  vaccinationDose,
  vaccinationRecord,
} from '@truyvet/contract';
import { z } from 'zod';
import { decideAdvice } from '../commands/isolation/decideAdvice.ts';
import { adviseUnit, makeAdvice, requireAdvice } from '../commands/isolation/makeAdvice.ts';
import { recordDose } from '../commands/isolation/recordDose.ts';
import { reEvaluateAdvice } from '../commands/isolation/reEvaluateAdvice.ts';
import { appendAudit } from '../db/audit.ts';
import type { Tx } from '../db/connect.ts';
import { readAdvice } from '../db/isolation/advice.ts';
import { readVaccinations } from '../db/isolation/vaccinations.ts';
import { outbreakOf } from '../db/outbreaks.ts';
import { readPerson } from '../db/people.ts';
import { inScope } from '../db/scope.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { presentAdvice, presentReEvaluation } from '../presenters/isolation.ts';
import { type Api, actorOf, route } from './api.ts';
import { seenVersion, sendVersion, withCurrent } from './etags.ts';
import type { ApiPorts } from './ports.ts';

const position = z.object({ id: z.number().int() });
const tag = 'isolation';

export function adviceRoutes(api: Api, { db, clock }: ApiPorts): void {
  const made = { params: idParams, body: adviceRequest, response: { 201: isolationAdvice } };
  api.post(
    paths.personAdvice(':id'),
    route('orders.propose', tag, 'Ask the rules in force today about a person', made),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const { outbreakId, ...rest } = request.body;
      const outbreak = await inScope(db, scope, (tx) => outbreakOf(tx, outbreakId));
      const asked = { scope, userId, personId: request.params.id, outbreakId: outbreak.id, now: clock.now() };
      const record = await makeAdvice(db, { ...asked, ...rest });
      sendVersion(reply, record.version);
      return reply.code(201).send(presentAdvice(record));
    },
  );

  api.get(
    paths.personAdvice(':id'),
    route('orders.read', tag, 'Everything advised for a person', { params: idParams, response: { 200: isolationAdviceList } }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      return await inScope(db, scope, async (tx) => {
        const personId = request.params.id;
        const { unitId } = await requirePerson(tx, personId);
        await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'read', subject: 'advice', subjectId: personId });
        return { items: (await readAdvice(tx, { personId }, { limit: 200 })).map(presentAdvice) };
      });
    },
  );

  api.get(
    paths.advice,
    route('orders.read', tag, 'Advice, the newest first', { querystring: adviceQuery, response: { 200: isolationAdvicePage } }),
    async (request) => {
      const { scope } = actorOf(request);
      const { unitId, state, cursor, limit } = request.query;
      const after = decodeCursor(cursor, position)?.id;
      return await inScope(db, scope, async (tx) => {
        const filter = { unitId, ...(state !== 'all' && { states: [state] }) };
        const records = await readAdvice(tx, filter, { after, limit: limit + 1 });
        return pageOfRows(records, limit, presentAdvice, ({ id }) => ({ id }));
      });
    },
  );

  api.post(
    paths.advice,
    route('orders.propose', tag, 'Ask the rules about every F1 and F2 of a unit who has no advice yet', {
      body: unitAdviceRequest,
      response: { 200: unitAdvice },
    }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { unitId, outbreakId, limit } = request.body;
      const outbreak = await inScope(db, scope, (tx) => outbreakOf(tx, outbreakId));
      return await adviseUnit(db, { scope, userId, unitId, outbreakId: outbreak.id, limit, now: clock.now() });
    },
  );

  const decided = { versioned: true, params: idParams, body: adviceDecision, response: { 200: isolationAdvice } };
  api.post(
    paths.adviceDecision(':id'),
    route('orders.decide', tag, 'The committee approves, changes with a reason, or refuses', decided),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const adviceId = request.params.id;
      const change = { scope, userId, adviceId, seen: seenVersion(request), decision: request.body, now: clock.now() };
      const record = await withCurrent(
        () => decideAdvice(db, change),
        async () => presentAdvice(await inScope(db, scope, (tx) => requireAdvice(tx, adviceId))),
      );
      sendVersion(reply, record.version);
      return presentAdvice(record);
    },
  );

  api.post(
    paths.adviceReEvaluate,
    route('orders.decide', tag, 'After a change of rules: the difference first, then new proposals', {
      body: reEvaluation,
      response: { 200: reEvaluationResult },
    }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { outbreakId, unitId, apply } = request.body;
      const outbreak = await inScope(db, scope, (tx) => outbreakOf(tx, outbreakId));
      const asked = { scope, userId, outbreakId: outbreak.id, unitId, apply, now: clock.now() };
      return presentReEvaluation(await reEvaluateAdvice(db, asked));
    },
  );
}

export function vaccinationRoutes(api: Api, { db, clock }: ApiPorts): void {
  api.get(
    paths.personVaccinations(':id'),
    route('health.read', tag, 'Doses recorded of a person', { params: idParams, response: { 200: vaccinationRecord } }),
    async (request) => {
      const { scope, userId } = actorOf(request);
      return await inScope(db, scope, async (tx) => {
        const personId = request.params.id;
        const { unitId } = await requirePerson(tx, personId);
        await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'read', subject: 'vaccination', subjectId: personId });
        return { personId, doses: await readVaccinations(tx, personId) };
      });
    },
  );

  const schema = { params: idParams, body: vaccinationDose, response: { 200: vaccinationRecord } };
  api.post(
    paths.personVaccinations(':id'),
    route('health.write', tag, 'Write down a dose, or correct it', schema),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const personId = request.params.id;
      return { personId, doses: await recordDose(db, { scope, userId, personId, dose: request.body, now: clock.now() }) };
    },
  );
}

async function requirePerson(tx: Tx, personId: number): Promise<{ unitId: number }> {
  const person = await readPerson(tx, personId);
  if (!person) throw new Problem('resource.missing');
  return person;
}
