import {
  awayPage,
  awayQuery,
  changePage,
  changeQuery,
  householdRegisterPage,
  householdRegisterQuery,
  levelPage,
  levelParams,
  levelQuery,
  paths,
  registerParams,
  returneePage,
  returneeQuery,
} from '@truyvet/contract';
import { fold } from '@truyvet/outbreak';
import { z } from 'zod';
import { reportFrame } from '../../commands/registers/settings.ts';
import { appendAudit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { outbreakOf } from '../../db/outbreaks.ts';
import { readAway } from '../../db/registers/away.ts';
import { readChanges } from '../../db/registers/changes.ts';
import { readHouseholds } from '../../db/registers/households.ts';
import { readLevelRegister } from '../../db/registers/levels.ts';
import { readReturnees } from '../../db/registers/returnees.ts';
import { inScope } from '../../db/scope.ts';
import { localDate } from '../../localTime.ts';
import type { Actor } from '../../policies/can.ts';
import { authorize } from '../../policies/can.ts';
import { decodeCursor, pageOfRows } from '../../presenters/cursor.ts';
import { instantText } from '../../presenters/dateText.ts';
import {
  presentAway,
  presentChange,
  presentHousehold,
  presentLevelEntry,
  presentReturnee,
} from '../../presenters/registers/entries.ts';
import { type Api, actorOf, route } from '../api.ts';
import type { ApiPorts } from '../ports.ts';

const position = z.object({ id: z.number().int() });
const changePosition = z.object({ at: z.coerce.date(), kind: z.string(), subjectId: z.number().int() });
const tag = 'registers';

/** The registers as pages. Each page leaves an audit row: lists name people. */
export function registerRoutes(api: Api, ports: ApiPorts): void {
  const { db, clock } = ports;
  const levels = { params: levelParams, querystring: levelQuery, response: { 200: levelPage } };
  api.get(paths.registerLevels(':level'), route('registers.read', tag, 'F0, F1 or F2 of a unit', levels), async (request) => {
    const { query, params } = request;
    return await inScope(db, actorOf(request).scope, async (tx) => {
      const { id: outbreakId } = await outbreakOf(tx, query.outbreakId);
      const filter = { ...filterOf(query), outbreakId, level: params.level, today: localDate(clock.now()) };
      const records = await readLevelRegister(tx, filter, pageOf(query));
      await noteRead(tx, actorOf(request), clock.now(), `f${params.level}`, query.unitId);
      return pageOfRows(records, query.limit, presentLevelEntry, ({ person }) => ({ id: person.personId }));
    });
  });

  const returnees = { querystring: returneeQuery, response: { 200: returneePage } };
  api.get(
    paths.registerReturnees,
    route('registers.read', tag, 'Who came back from areas of risk', returnees),
    async (request) => {
      const { query } = request;
      return await inScope(db, actorOf(request).scope, async (tx) => {
        const { id: outbreakId } = await outbreakOf(tx, query.outbreakId);
        const since = query.since ?? (await sinceOf(tx, query.unitId, clock.now()));
        const filter = { ...filterOf(query), outbreakId, since, from: query.from, state: query.state };
        const records = await readReturnees(tx, filter, pageOf(query));
        await noteRead(tx, actorOf(request), clock.now(), 'returnees', query.unitId);
        return pageOfRows(records, query.limit, presentReturnee, ({ id }) => ({ id }));
      });
    },
  );

  const away = { querystring: awayQuery, response: { 200: awayPage } };
  api.get(paths.registerAway, route('registers.read', tag, 'Locals who are away', away), async (request) => {
    const { query } = request;
    return await inScope(db, actorOf(request).scope, async (tx) => {
      const { reason, destination, placeUnitId, expectedFrom, expectedUntil, state } = query;
      const filter = { ...filterOf(query), reason, destination, placeUnitId, expectedFrom, expectedUntil, state };
      const records = await readAway(tx, filter, pageOf(query));
      await noteRead(tx, actorOf(request), clock.now(), 'away', query.unitId);
      return pageOfRows(records, query.limit, presentAway, ({ id }) => ({ id }));
    });
  });

  const households = { querystring: householdRegisterQuery, response: { 200: householdRegisterPage } };
  api.get(
    paths.registerHouseholds,
    route('registers.read', tag, 'Households and who reviewed them', households),
    async (request) => {
      const { query } = request;
      return await inScope(db, actorOf(request).scope, async (tx) => {
        const { reviewed, since } = query;
        const records = await readHouseholds(tx, { ...filterOf(query), reviewed, since }, pageOf(query));
        await noteRead(tx, actorOf(request), clock.now(), 'households', query.unitId);
        return pageOfRows(records, query.limit, presentHousehold, ({ id }) => ({ id }));
      });
    },
  );

  changesRoute(api, ports);
}

function changesRoute(api: Api, { db, clock }: ApiPorts): void {
  const schema = { params: registerParams, querystring: changeQuery, response: { 200: changePage } };
  api.get(
    paths.registerChanges(':register'),
    route('registers.read', tag, 'What is new, changed, closed between two cuts', schema),
    async (request) => {
      const { query, params } = request;
      const { register } = params;
      const actor = actorOf(request);
      const after = decodeCursor(query.cursor, changePosition);
      authorize(actor, { kind: 'readRegister', unitId: query.unitId });
      return await inScope(db, actor.scope, async (tx) => {
        const { id: outbreakId } = await outbreakOf(tx, query.outbreakId);
        const { day, from, until, returneesSince } = await reportFrame(tx, query.unitId, query.day, clock.now());
        const window = { register, outbreakId, unitId: query.unitId, day, from, until, returneesSince };
        const records = await readChanges(tx, window, { after, limit: query.limit + 1 });
        await noteRead(tx, actor, clock.now(), `${register}.changes`, query.unitId);
        const place = ({ at, kind, subjectId }: (typeof records)[number]) => ({ at, kind, subjectId });
        const page = pageOfRows(records, query.limit, presentChange, place);
        return { ...page, day, from: instantText(from), until: instantText(until) };
      });
    },
  );
}

type CommonQuery = { unitId?: number | undefined; q?: string | undefined; cursor?: string | undefined; limit: number };

const filterOf = ({ unitId, q }: CommonQuery) => ({ unitId, nameKeyPart: q === undefined ? undefined : fold(q) });
const pageOf = ({ cursor, limit }: CommonQuery) => ({ afterId: decodeCursor(cursor, position)?.id ?? 0, limit: limit + 1 });

/** Without a unit, the default of a unit that has set nothing. */
async function sinceOf(tx: Tx, unitId: number | undefined, now: Date): Promise<string> {
  return (await reportFrame(tx, unitId ?? 0, undefined, now)).returneesSince;
}

async function noteRead(tx: Tx, { userId }: Actor, at: Date, register: string, unitId: number | undefined): Promise<void> {
  await appendAudit(tx, { at, userId, unitId: unitId ?? null, action: 'read', subject: 'register', subjectId: register });
}
