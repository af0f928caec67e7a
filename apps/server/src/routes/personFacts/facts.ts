import { idParams, Problem, pageQuery, paths, personChange, personEditPage, personFacts, personMove } from '@truyvet/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { changePerson } from '../../commands/personFacts/changePerson.ts';
import { giveToUnit } from '../../commands/personFacts/movePerson.ts';
import { appendAudit } from '../../db/audit.ts';
import type { Tx } from '../../db/connect.ts';
import { readAddresses } from '../../db/personFacts/addresses.ts';
import { readEdits } from '../../db/personFacts/edits.ts';
import { type FactsRecord, readFacts } from '../../db/personFacts/facts.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { readUnitIndex } from '../../db/units/unitTree.ts';
import { authorize } from '../../policies/can.ts';
import { decodeCursor, pageOfRows } from '../../presenters/cursor.ts';
import { instantText } from '../../presenters/dateText.ts';
import { presentFacts } from '../../presenters/personFacts.ts';
import { type Api, actorOf, route } from '../api.ts';
import { seenVersion, sendVersion, withCurrent } from '../etags.ts';
import type { ApiPorts } from '../ports.ts';

const tag = 'people';
const position = z.object({ id: z.number().int() });

/** Correcting people, and what was corrected. */
export function factRoutes(api: Api, { db, clock }: ApiPorts): void {
  const mayReadNumbers = (request: FastifyRequest) => actorOf(request).permissions.has('identity.read');
  const facts = async (tx: Tx, record: FactsRecord, withNumbers: boolean) =>
    presentFacts(record, await readAddresses(tx, record.id), await readUnitIndex(tx), withNumbers);

  const read = async (scope: Scope, userId: number, personId: number, withNumbers: boolean) =>
    await inScope(db, scope, async (tx) => {
      const record = await readFacts(tx, personId);
      if (!record) throw new Problem('resource.missing');
      const { unitId } = record;
      await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'read', subject: 'person', subjectId: personId });
      return await facts(tx, record, withNumbers);
    });

  api.get(
    paths.personFacts(':id'),
    route('people.read', tag, 'What may be corrected of a person', { params: idParams, response: { 200: personFacts } }),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const found = await read(scope, userId, request.params.id, mayReadNumbers(request));
      sendVersion(reply, found.version);
      return found;
    },
  );

  const change = { versioned: true, params: idParams, body: personChange, response: { 200: personFacts } };
  api.patch(
    paths.person(':id'),
    route('people.write', tag, 'Corrects a person; what it was before is kept', change),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const personId = request.params.id;
      const withNumbers = mayReadNumbers(request);
      const asked = { scope, userId, personId, seen: seenVersion(request), change: request.body, now: clock.now() };
      const record = await withCurrent(
        () => changePerson(db, { ...asked, mayChangeNumbers: withNumbers }),
        () => read(scope, userId, personId, withNumbers),
      );
      sendVersion(reply, record.version);
      return await inScope(db, scope, (tx) => facts(tx, record, withNumbers));
    },
  );

  const move = { versioned: true, params: idParams, body: personMove, response: { 200: personFacts } };
  api.post(
    paths.personMove(':id'),
    route('people.write', tag, 'Gives a person to another commune', move),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const personId = request.params.id;
      const { unitId, reason } = request.body;
      authorize(actorOf(request), { kind: 'writePeople', unitId });
      const withNumbers = mayReadNumbers(request);
      const asked = { personId, seen: seenVersion(request), unitId, reason };
      const record = await withCurrent(
        () => giveToUnit(db, { scope, userId, now: clock.now() }, asked),
        () => read(scope, userId, personId, withNumbers),
      );
      sendVersion(reply, record.version);
      return await inScope(db, scope, (tx) => facts(tx, record, withNumbers));
    },
  );

  const history = { params: idParams, querystring: pageQuery, response: { 200: personEditPage } };
  api.get(
    paths.personHistory(':id'),
    route('people.read', tag, 'What was corrected of a person, by whom and why', history),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { cursor, limit } = request.query;
      const personId = request.params.id;
      const beforeId = decodeCursor(cursor, position)?.id;
      return await inScope(db, scope, async (tx) => {
        const person = await tx.selectFrom('person').select('unit_id').where('id', '=', personId).executeTakeFirst();
        if (!person) throw new Problem('resource.missing');
        const entry = {
          at: clock.now(),
          userId,
          unitId: person.unit_id,
          action: 'read',
          subject: 'person.history',
          subjectId: personId,
        };
        await appendAudit(tx, entry);
        const edits = await readEdits(tx, personId, { beforeId, limit: limit + 1 });
        return pageOfRows(
          edits,
          limit,
          ({ editedAt, ...edit }) => ({ ...edit, editedAt: instantText(editedAt) }),
          ({ id }) => ({ id }),
        );
      });
    },
  );
}
