import {
  dayFigures,
  missingQuery,
  missingReports,
  newRegisterReport,
  paths,
  registerParams,
  registerReport,
  reportQuery,
} from '@truyvet/contract';
import { reportRegister } from '../../commands/registers/reportRegister.ts';
import { fewLines, WideReports } from '../../commands/registers/wideReports.ts';
import type { Tx } from '../../db/connect.ts';
import { outbreakOf } from '../../db/outbreaks.ts';
import { LinesMissing } from '../../db/registers/dayLines.ts';
import { inScope } from '../../db/scope.ts';
import { unitsBelowIn } from '../../db/search/askedUnits.ts';
import { authorize } from '../../policies/can.ts';
import { instantText } from '../../presenters/dateText.ts';
import { readDayReportText, readMissingReport } from '../../presenters/registers/readReports.ts';
import { type Api, actorOf, route } from '../api.ts';
import type { ApiPorts } from '../ports.ts';
import { sendJson } from '../sendJson.ts';
import { behalfOf } from './entries.ts';

/** Reporting day by day: what was reported, by whom not, and the day's figures. */
export function reportRoutes(api: Api, ports: ApiPorts): void {
  const { db, clock } = ports;
  const wide = new WideReports(db);
  const create = { params: registerParams, body: newRegisterReport, response: { 200: registerReport } };
  api.post(
    paths.registerReports(':register'),
    route('registers.write', 'reports', 'Reports a register for a day, also when nothing is new', create),
    async (request) => {
      const actor = behalfOf(request, ports);
      const { unitId, note, day } = request.body;
      const { register } = request.params;
      authorize(actorOf(request), { kind: 'reportRegister', unitId });
      const { id: outbreakId } = await inScope(db, actor.scope, (tx) => outbreakOf(tx, request.body.outbreakId));
      const done = await reportRegister(db, actor, { unitId, outbreakId, register, day, note });
      const { id, code, name } = done.unit;
      const { counts } = done;
      return {
        unit: { id, code, name },
        register,
        day: done.day,
        counts,
        nothingNew: counts.new + counts.changed + counts.closed === 0,
        note,
        reportedAt: instantText(actor.now),
        late: done.late,
        version: done.version,
      };
    },
  );

  const missing = { querystring: missingQuery, response: { 200: missingReports } };
  api.get(paths.reportsMissing, route('reports.read', 'reports', 'Who has not reported what', missing), async (request) => {
    const actor = actorOf(request);
    const { unitId, day, of } = request.query;
    authorize(actor, { kind: 'readUnit', unitId });
    return await inScope(db, actor.scope, async (tx) => {
      const { id: outbreakId } = await outbreakOf(tx, request.query.outbreakId);
      return await readMissingReport(tx, { unitId, outbreakId, day, of, now: clock.now() });
    });
  });

  const figures = { querystring: reportQuery, response: { 200: dayFigures } };
  api.get(paths.reportsDay, route('reports.read', 'reports', 'The day’s figures by commune', figures), async (request, reply) => {
    const actor = actorOf(request);
    const { unitId, day } = request.query;
    authorize(actor, { kind: 'readUnit', unitId });
    const now = clock.now();
    const lines = (mostMissing: number) => async (tx: Tx) => {
      const { id: outbreakId } = await outbreakOf(tx, request.query.outbreakId);
      const below = await unitsBelowIn(tx, actor.scope, unitId);
      return await readDayReportText(tx, { unitId, outbreakId, day, now }, { below, mostMissing });
    };
    const read = (mostMissing: number) => inScope(db, actor.scope, lines(mostMissing), { planOnce: true });
    const {
      text,
      frame,
      lines: shown,
    } = await read(fewLines).catch(async (error: unknown) => {
      if (!(error instanceof LinesMissing)) throw error;
      await wide.prepare(unitId, error.frame, now);
      return await read(Number.POSITIVE_INFINITY);
    });
    await wide.note(unitId, frame, shown, now);
    return sendJson(reply, text);
  });
}
