import {
  household,
  householdChange,
  householdFacts,
  householdList,
  householdListQuery,
  householdMember,
  idParams,
  newHousehold,
  Problem,
  paths,
} from '@truyvet/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { addMember, changeHousehold, createHousehold, removeMember } from '../../commands/personFacts/households.ts';
import { appendAudit } from '../../db/audit.ts';
import { readHousehold, readHouseholds, readMembers } from '../../db/households.ts';
import { inScope } from '../../db/scope.ts';
import { authorize } from '../../policies/can.ts';
import { decodeCursor, pageOfRows } from '../../presenters/cursor.ts';
import { presentHousehold, presentHouseholdFacts } from '../../presenters/personFacts.ts';
import { type Api, actorOf, route } from '../api.ts';
import { seenVersion, sendVersion, withCurrent } from '../etags.ts';
import type { ApiPorts } from '../ports.ts';

const tag = 'households';
const position = z.object({ id: z.number().int() });

/** Who lives with whom. */
export function householdRoutes(api: Api, { db, clock }: ApiPorts): void {
  const behalfOf = (request: FastifyRequest) => {
    const { scope, userId } = actorOf(request);
    return { scope, userId, now: clock.now() };
  };
  const readWhole = async (request: FastifyRequest, id: number) => {
    const { scope, userId } = actorOf(request);
    return await inScope(db, scope, async (tx) => {
      const record = await readHousehold(tx, id);
      if (!record) throw new Problem('resource.missing');
      const members = await readMembers(tx, id);
      const details = { personIds: members.map((member) => member.id) };
      const { unitId } = record;
      await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'read', subject: 'household', subjectId: id, details });
      return presentHouseholdFacts(record, members);
    });
  };

  const list = { querystring: householdListQuery, response: { 200: householdList } };
  api.get(paths.households, route('people.read', tag, 'Households', list), async (request) => {
    const { cursor, limit, unitId } = request.query;
    const page = { unitId, afterId: decodeCursor(cursor, position)?.id ?? 0, limit: limit + 1 };
    const records = await inScope(db, actorOf(request).scope, (tx) => readHouseholds(tx, page));
    return pageOfRows(records, limit, presentHousehold, ({ id }) => ({ id }));
  });

  const create = { body: newHousehold, response: { 201: household } };
  api.post(paths.households, route('people.write', tag, 'Makes a household', create), async (request, reply) => {
    authorize(actorOf(request), { kind: 'writePeople', unitId: request.body.unitId });
    const record = await createHousehold(db, behalfOf(request), request.body);
    sendVersion(reply, record.version);
    return reply.code(201).send(presentHousehold(record));
  });

  api.get(
    paths.household(':id'),
    route('people.read', tag, 'A household with its members', { params: idParams, response: { 200: householdFacts } }),
    async (request, reply) => {
      const found = await readWhole(request, request.params.id);
      sendVersion(reply, found.version);
      return found;
    },
  );

  const change = { versioned: true, params: idParams, body: householdChange, response: { 200: household } };
  api.patch(paths.household(':id'), route('people.write', tag, 'Changes a household', change), async (request, reply) => {
    const { id } = request.params;
    const asked = { id, seen: seenVersion(request), change: request.body };
    const record = await withCurrent(
      () => changeHousehold(db, behalfOf(request), asked),
      () => readWhole(request, id),
    );
    sendVersion(reply, record.version);
    return presentHousehold(record);
  });

  const add = { params: idParams, body: householdMember, response: { 200: household } };
  api.post(paths.householdMembers(':id'), route('people.write', tag, 'Takes a person into a household', add), async (request) =>
    presentHousehold(await addMember(db, behalfOf(request), request.params.id, request.body.personId)),
  );

  const params = idParams.extend({ personId: z.coerce.number().int().positive() });
  api.delete(
    paths.householdMember(':id', ':personId'),
    route('people.write', tag, 'Takes a person out of a household', { params, response: { 200: household } }),
    async (request) => presentHousehold(await removeMember(db, behalfOf(request), request.params.id, request.params.personId)),
  );
}
