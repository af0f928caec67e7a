import {
  acknowledgement,
  alert,
  alertPage,
  alertQuery,
  alertSteps,
  errand,
  errandPage,
  errandQuery,
  errandResult,
  idParams,
  Problem,
  paths,
} from '@truyvet/contract';
import { z } from 'zod';
import { acknowledgeAlert } from '../commands/acknowledgeAlert.ts';
import { completeErrand } from '../commands/completeErrand.ts';
import { type InboxPosition, readAlerts, readErrands } from '../db/inbox.ts';
import { inScope } from '../db/scope.ts';
import { readSteps } from '../db/triage/escalations.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { instantOrNull, instantText } from '../presenters/dateText.ts';
import { presentAlert, presentErrand } from '../presenters/inboxItems.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';

const position = z.object({ dueAt: z.coerce.date(), id: z.number().int() });
const positionOf = ({ dueAt, id }: InboxPosition) => ({ dueAt, id });
const states = { open: 'open', acknowledged: 'closed', done: 'closed', all: 'all' } as const;

const chosen = ({ mine, overdue }: { mine: boolean | undefined; overdue: boolean | undefined }, userId: number, now: Date) => ({
  ...(mine && { mineOf: userId }),
  ...(overdue && { overdueAt: now }),
});

export function alertRoutes(api: Api, { db, clock, board }: ApiPorts): void {
  api.get(
    paths.alerts,
    route('alerts.read', 'alerts', 'Alerts, the nearest deadline first', {
      querystring: alertQuery,
      response: { 200: alertPage },
    }),
    async (request) => {
      const { state, unitId, mine, overdue, escalated, cursor, limit } = request.query;
      const { scope, userId } = actorOf(request);
      const page = { after: decodeCursor(cursor, position), limit: limit + 1 };
      const filter = {
        ...chosen({ mine, overdue }, userId, clock.now()),
        state: states[state],
        unitId,
        escalated,
        readerId: userId,
      };
      const records = await inScope(db, scope, (tx) => readAlerts(tx, filter, page));
      return pageOfRows(records, limit, presentAlert, positionOf);
    },
  );

  api.get(
    paths.alertSteps(':id'),
    route('alerts.read', 'alerts', 'The way of an alert up the hierarchy', { params: idParams, response: { 200: alertSteps } }),
    async (request) => {
      const steps = await inScope(db, actorOf(request).scope, (tx) => readSteps(tx, request.params.id));
      if (!steps) throw new Problem('resource.missing');
      return { items: steps.map((step) => ({ ...step, at: instantText(step.at), dueAt: instantOrNull(step.dueAt) })) };
    },
  );

  const schema = { params: idParams, body: acknowledgement, response: { 200: alert } };
  api.post(paths.alertAcknowledge(':id'), route('alerts.acknowledge', 'alerts', 'Takes an alert', schema), async (request) => {
    const { scope, userId } = actorOf(request);
    const { params, body } = request;
    const record = await acknowledgeAlert(db, { scope, userId, alertId: params.id, note: body?.note, now: clock.now() });
    board.changed();
    return presentAlert(record);
  });
}

export function errandRoutes(api: Api, { db, clock, board }: ApiPorts): void {
  api.get(
    paths.errands,
    route('errands.read', 'errands', 'Errands, the nearest deadline first', {
      querystring: errandQuery,
      response: { 200: errandPage },
    }),
    async (request) => {
      const { state, unitId, mine, overdue, unassigned, cursor, limit } = request.query;
      const { scope, userId } = actorOf(request);
      const page = { after: decodeCursor(cursor, position), limit: limit + 1 };
      const filter = { ...chosen({ mine, overdue }, userId, clock.now()), state: states[state], unitId, unassigned };
      const records = await inScope(db, scope, (tx) => readErrands(tx, filter, page));
      return pageOfRows(records, limit, presentErrand, positionOf);
    },
  );

  const schema = { params: idParams, body: errandResult, response: { 200: errand } };
  api.post(
    paths.errandComplete(':id'),
    route('errands.work', 'errands', 'Closes an errand with its result', schema),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { result } = request.body;
      const record = await completeErrand(db, { scope, userId, errandId: request.params.id, result, now: clock.now() });
      board.changed();
      return presentErrand(record);
    },
  );
}
