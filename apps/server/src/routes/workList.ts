import { dayWork, dayWorkQuery, foundPeoplePage, paths, peopleSearchQuery, workListQuery, workPage } from '@truyvet/contract';
import { readPeopleSearch, reportDayOf } from '@truyvet/outbreak';
import { z } from 'zod';
import type { Tx } from '../db/connect.ts';
import { inScope } from '../db/scope.ts';
import { askedUnits } from '../db/search/askedUnits.ts';
import { readDayWork } from '../db/search/dayWork.ts';
import { readFoundPeople } from '../db/search/foundPeople.ts';
import { findPeople } from '../db/search/searchPeople.ts';
import { readWorkList } from '../db/search/workList.ts';
import { localDayStart } from '../localTime.ts';
import { type Actor, authorize } from '../policies/can.ts';
import { decodeCursor, encodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { presentFoundPerson, presentWorkItem } from '../presenters/workList.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';
import { sendJson } from './sendJson.ts';

const dayMs = 86_400_000;
const workPosition = z.object({ urgency: z.number().int(), dueAt: z.string().max(40), personId: z.number().int() });
const foundAt = z.object({ rank: z.literal([1, 2, 3, 4]), key: z.string().max(200), id: z.number().int() });

/** Lists that officers open all day long; each stays fast with millions of people (docs/performance.md). */
export function workRoutes(api: Api, { db, clock }: ApiPorts): void {
  const work = route('alerts.read', 'work', 'Who is due today, the most urgent first', {
    querystring: workListQuery,
    response: { 200: workPage },
  });
  api.get(paths.workList, work, async (request) => {
    const { cursor, limit, unitId } = request.query;
    const actor = actorOf(request);
    requireUnit(actor, unitId);
    const after = decodeCursor(cursor, workPosition);
    const until = new Date(localDayStart(clock.now()).getTime() + dayMs);
    const read = async (tx: Tx) => {
      const records = await readWorkList(tx, await askedUnits(tx, actor.scope, unitId), until, { after, limit: limit + 1 });
      return pageOfRows(records, limit, presentWorkItem, ({ position }) => position);
    };
    return await inScope(db, actor.scope, read, { planOnce: true });
  });

  const people = route('people.read', 'people', 'People by name (with or without marks) or the end of a phone', {
    querystring: peopleSearchQuery,
    response: { 200: foundPeoplePage },
  });
  api.get(paths.people, people, async (request) => {
    const { cursor, limit, unitId, search } = request.query;
    const actor = actorOf(request);
    const after = decodeCursor(cursor, foundAt);
    const find = async (tx: Tx) => {
      const page = { after, limit: limit + 1 };
      const found = await findPeople(tx, readPeopleSearch(search), await askedUnits(tx, actor.scope, unitId), page);
      const shown = found.slice(0, limit);
      const records = await readFoundPeople(tx, [...new Set(shown.map(({ id }) => id))]);
      const last = found.length > limit ? shown.at(-1) : undefined;
      return { items: records.map(presentFoundPerson), nextCursor: last ? encodeCursor(last) : null };
    };
    return await inScope(db, actor.scope, find, { planOnce: true });
  });

  const figures = route('reports.read', 'reports', "A report day's calls, follow-up, alerts and errands by commune", {
    querystring: dayWorkQuery,
    response: { 200: dayWork },
  });
  api.get(paths.reportsWork, figures, async (request, reply) => {
    const actor = actorOf(request);
    const { unitId, day = reportDayOf(clock.now()) } = request.query;
    requireUnit(actor, unitId);
    const read = async (tx: Tx) => await readDayWork(tx, await askedUnits(tx, actor.scope, unitId), day);
    const text = await inScope(db, actor.scope, read, { planOnce: true });
    return sendJson(reply, text);
  });
}

function requireUnit(actor: Actor, unitId: number | undefined): void {
  if (unitId !== undefined) authorize(actor, { kind: 'readUnit', unitId });
}
