import {
  caseChange,
  caseOutcome,
  casePage,
  caseQuery,
  coPresentConfirm,
  coPresentConfirmed,
  coPresentList,
  coTravellerConfirm,
  coTravellerList,
  idParams,
  invalidField,
  newCase,
  Problem,
  paths,
} from '@truyvet/contract';
import { z } from 'zod';
import { addCase, type CaseOutcome, changeCase } from '../../commands/levels/cases.ts';
import { confirmCoPresent, confirmCoTravellers, findCoPresent, findCoTravellers } from '../../commands/levels/coPresent.ts';
import { appendAudit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { readCaseRow, readCaseRows } from '../../db/levels/caseRows.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { presentCase } from '../../presenters/cases.ts';
import { presentCoPresent, presentCoTraveller } from '../../presenters/coPresent.ts';
import { decodeCursor, pageOfRows } from '../../presenters/cursor.ts';
import { type Api, actorOf, route } from '../api.ts';
import { seenVersion, sendVersion, withCurrent } from '../etags.ts';
import type { ApiPorts } from '../ports.ts';
import { movedView } from './movedView.ts';
import { definedOf } from './samples.ts';

const tag = 'cases';
const position = z.object({ id: z.number().int() });

export function caseRoutes(api: Api, { db, clock }: ApiPorts): void {
  const list = { querystring: caseQuery, response: { 200: casePage } };
  api.get(paths.cases, route('health.read', tag, 'Cases, the newest first', list), async (request) => {
    const { cursor, limit, ...filter } = request.query;
    const { scope, userId } = actorOf(request);
    const page = { before: decodeCursor(cursor, position)?.id, limit: limit + 1 };
    const rows = await inScope(db, scope, async (tx) => {
      const found = await readCaseRows(tx, filter, page);
      const details = { ...filter, rows: found.length };
      const unitId = filter.unitId ?? null;
      await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'read', subject: 'cases', details });
      return found;
    });
    return pageOfRows(rows, limit, presentCase, ({ id }) => ({ id }));
  });

  const create = { body: newCase, response: { 201: caseOutcome } };
  api.post(
    paths.cases,
    route('health.write', tag, 'Writes a case down, and moves everyone behind', create),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const { outbreakId, personId, code, ...facts } = request.body;
      if (personId === null && code === undefined)
        throw invalidField('code', {
          vi: 'chưa có: ca bệnh chưa rõ là ai thì phải có mã',
          en: 'is missing: a case without a person needs one',
        });
      const outcome = await addCase(db, { scope, userId, now: clock.now(), outbreakId, personId, code: code ?? null, facts });
      sendVersion(reply, outcome.record.version);
      return reply.code(201).send(await present(db, scope, outcome));
    },
  );

  const change = { versioned: true, params: idParams, body: caseChange, response: { 200: caseOutcome } };
  api.patch(
    paths.case(':id'),
    route('health.write', tag, 'Changes a case: onset, isolation, status, who it is', change),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const caseId = request.params.id;
      const { personId, ...changes } = definedOf(request.body);
      const asked = { scope, userId, now: clock.now(), caseId, seen: seenVersion(request), changes, personId };
      const outcome = await withCurrent(
        () => changeCase(db, asked),
        async () => presentCase(await requireRow(db, scope, caseId)),
      );
      sendVersion(reply, outcome.record.version);
      return await present(db, scope, outcome);
    },
  );

  const near = { params: idParams, response: { 200: coPresentList } };
  api.get(
    paths.caseCoPresent(':id'),
    route('health.read', tag, 'Who was at a registered place while the case was there', near),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const found = await findCoPresent(db, { scope, userId, now: clock.now(), caseId: request.params.id });
      return { items: found.items.map(presentCoPresent), others: found.others };
    },
  );

  const confirm = { params: idParams, body: coPresentConfirm, response: { 200: coPresentConfirmed } };
  api.post(
    paths.caseCoPresent(':id'),
    route('exposures.write', tag, 'Confirms that these people met the case there', confirm),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { checkInIds } = request.body;
      const asked = { scope, userId, now: clock.now(), caseId: request.params.id, checkInIds };
      const { exposures, moved } = await confirmCoPresent(db, asked);
      return { exposures, moved: await movedView(db, scope, moved) };
    },
  );

  const travelled = { params: idParams, response: { 200: coTravellerList } };
  api.get(
    paths.caseCoTravellers(':id'),
    route('health.read', tag, 'Who arrived in the same vehicle as the case, on the same day', travelled),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const found = await findCoTravellers(db, { scope, userId, now: clock.now(), caseId: request.params.id });
      return { items: found.items.map(presentCoTraveller), others: found.others };
    },
  );

  const confirmTravelled = { params: idParams, body: coTravellerConfirm, response: { 200: coPresentConfirmed } };
  api.post(
    paths.caseCoTravellers(':id'),
    route('exposures.write', tag, 'Confirms that these people travelled with the case', confirmTravelled),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { journeyIds } = request.body;
      const asked = { scope, userId, now: clock.now(), caseId: request.params.id, journeyIds };
      const { exposures, moved } = await confirmCoTravellers(db, asked);
      return { exposures, moved: await movedView(db, scope, moved) };
    },
  );
}

async function requireRow(db: Db, scope: Scope, caseId: number) {
  const row = await inScope(db, scope, (tx) => readCaseRow(tx, caseId));
  if (!row) throw new Problem('resource.missing');
  return row;
}

async function present(db: Db, scope: Scope, { record, moved }: CaseOutcome) {
  return { case: presentCase(await requireRow(db, scope, record.id)), moved: await movedView(db, scope, moved) };
}
