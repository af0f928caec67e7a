import { alert, alertPage, alertQuery, errand, errandPage, errandQuery, errandResult, idParams, paths } from '@truyvet/contract';
import { z } from 'zod';
import { acknowledgeAlert } from '../commands/acknowledgeAlert.ts';
import { completeErrand } from '../commands/completeErrand.ts';
import { type InboxPosition, readAlerts, readErrands } from '../db/inbox.ts';
import { inScope } from '../db/scope.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { presentAlert, presentErrand } from '../presenters/inboxItems.ts';
import { type Api, actorOf } from './api.ts';
import type { ApiPorts } from './ports.ts';

const position = z.object({ dueAt: z.coerce.date(), id: z.number().int() });
const positionOf = ({ dueAt, id }: InboxPosition) => ({ dueAt, id });
const states = { open: 'open', acknowledged: 'closed', done: 'closed', all: 'all' } as const;

export function alertRoutes(api: Api, { db, clock, board }: ApiPorts): void {
  api.get(paths.alerts, { schema: { querystring: alertQuery, response: { 200: alertPage } } }, async (request) => {
    const { state, unitId, cursor, limit } = request.query;
    const page = { after: decodeCursor(cursor, position), limit: limit + 1 };
    const records = await inScope(db, actorOf(request).scope, (tx) => readAlerts(tx, { state: states[state], unitId }, page));
    return pageOfRows(records, limit, presentAlert, positionOf);
  });

  api.post(paths.alertAcknowledge(':id'), { schema: { params: idParams, response: { 200: alert } } }, async (request) => {
    const { scope, userId } = actorOf(request);
    const record = await acknowledgeAlert(db, { scope, userId, alertId: request.params.id, now: clock.now() });
    board.changed();
    return presentAlert(record);
  });
}

export function errandRoutes(api: Api, { db, clock, board }: ApiPorts): void {
  api.get(paths.errands, { schema: { querystring: errandQuery, response: { 200: errandPage } } }, async (request) => {
    const { state, unitId, cursor, limit } = request.query;
    const page = { after: decodeCursor(cursor, position), limit: limit + 1 };
    const records = await inScope(db, actorOf(request).scope, (tx) => readErrands(tx, { state: states[state], unitId }, page));
    return pageOfRows(records, limit, presentErrand, positionOf);
  });

  const schema = { params: idParams, body: errandResult, response: { 200: errand } };
  api.post(paths.errandComplete(':id'), { schema }, async (request) => {
    const { scope, userId } = actorOf(request);
    const { result } = request.body;
    const record = await completeErrand(db, { scope, userId, errandId: request.params.id, result, now: clock.now() });
    board.changed();
    return presentErrand(record);
  });
}
