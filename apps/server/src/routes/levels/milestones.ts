import {
  idParams,
  milestone,
  milestoneChange,
  milestoneExposed,
  milestonePage,
  milestoneQuery,
  newMilestone,
  paths,
  visitList,
  visits,
} from '@truyvet/contract';
import { z } from 'zod';
import {
  addMilestone,
  changeMilestone,
  exposeMilestone,
  recordVisits,
  requireMilestone,
} from '../../commands/levels/milestones.ts';
import { appendAudit } from '../../db/audit.ts';
import { type MilestonePosition, readMilestones, readVisits, type VisitRow } from '../../db/levels/milestones.ts';
import { inScope } from '../../db/scope.ts';
import { authorize } from '../../policies/can.ts';
import { decodeCursor, pageOfRows } from '../../presenters/cursor.ts';
import { presentMilestone, presentVisit } from '../../presenters/milestones.ts';
import { type Api, actorOf, route } from '../api.ts';
import { seenVersion, sendVersion, withCurrent } from '../etags.ts';
import type { ApiPorts } from '../ports.ts';
import { movedView } from './movedView.ts';
import { definedOf } from './samples.ts';

const tag = 'milestones';
const position = z.object({ startsAt: z.coerce.date(), id: z.number().int() });
const positionOf = ({ startsAt, id }: MilestonePosition) => ({ startsAt, id });
const dateOrNull = (text: string | null) => (text === null ? null : new Date(text));

export function milestoneRoutes(api: Api, { db, clock }: ApiPorts): void {
  const list = { querystring: milestoneQuery, response: { 200: milestonePage } };
  api.get(paths.milestones, route('health.read', tag, 'Milestones, the latest first', list), async (request) => {
    const { cursor, limit, ...filter } = request.query;
    const page = { after: decodeCursor(cursor, position), limit: limit + 1 };
    const rows = await inScope(db, actorOf(request).scope, (tx) => readMilestones(tx, filter, page));
    return pageOfRows(rows, limit, presentMilestone, positionOf);
  });

  const create = { body: newMilestone, response: { 201: milestone } };
  api.post(paths.milestones, route('exposures.write', tag, 'Writes a milestone down', create), async (request, reply) => {
    const actor = actorOf(request);
    const { outbreakId, unitId, startsAt, endsAt, ...rest } = request.body;
    authorize(actor, { kind: 'writeMilestone', unitId });
    const facts = { ...rest, startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
    const { scope, userId } = actor;
    const row = await addMilestone(db, { scope, userId, now: clock.now(), outbreakId, unitId, facts });
    sendVersion(reply, row.version);
    return reply.code(201).send(presentMilestone(row));
  });

  const change = { versioned: true, params: idParams, body: milestoneChange, response: { 200: milestone } };
  api.patch(paths.milestone(':id'), route('exposures.write', tag, 'Changes a milestone', change), async (request, reply) => {
    const { scope, userId } = actorOf(request);
    const milestoneId = request.params.id;
    const { startsAt, endsAt, ...rest } = definedOf(request.body);
    const changes = { ...rest, ...(startsAt && { startsAt: new Date(startsAt) }), ...(endsAt && { endsAt: new Date(endsAt) }) };
    const row = await withCurrent(
      () => changeMilestone(db, { scope, userId, now: clock.now(), milestoneId, seen: seenVersion(request), changes }),
      () => inScope(db, scope, async (tx) => presentMilestone(await requireMilestone(tx, milestoneId))),
    );
    sendVersion(reply, row.version);
    return presentMilestone(row);
  });

  const viewOf = (rows: readonly VisitRow[], all: number) => ({
    items: rows.map(presentVisit),
    elsewhere: Math.max(0, all - rows.length),
  });
  const read = { params: idParams, response: { 200: visitList } };
  api.get(paths.milestoneVisits(':id'), route('health.read', tag, 'Who was there, and when', read), async (request) => {
    const { scope, userId } = actorOf(request);
    const { id } = request.params;
    return await inScope(db, scope, async (tx) => {
      const { unitId, visits: all } = await requireMilestone(tx, id);
      const rows = await readVisits(tx, id);
      await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'read', subject: 'milestone', subjectId: id });
      return viewOf(rows, all);
    });
  });

  const put = { params: idParams, body: visits, response: { 200: visitList } };
  api.put(
    paths.milestoneVisits(':id'),
    route('exposures.write', tag, 'Adds or changes who was there, and when', put),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const given = request.body.visits.map(({ personId, fromAt, untilAt }) => ({
        personId,
        fromAt: dateOrNull(fromAt),
        untilAt: dateOrNull(untilAt),
      }));
      const rows = await recordVisits(db, { scope, userId, now: clock.now(), milestoneId: request.params.id, visits: given });
      return viewOf(rows, rows.length);
    },
  );

  const expose = { params: idParams, response: { 200: milestoneExposed } };
  api.post(
    paths.milestoneExposures(':id'),
    route('exposures.write', tag, 'Exposes everybody there to the cases who were there', expose),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { exposures, moved } = await exposeMilestone(db, { scope, userId, now: clock.now(), milestoneId: request.params.id });
      return { exposures, moved: await movedView(db, scope, moved) };
    },
  );
}
