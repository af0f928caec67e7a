import {
  idParams,
  levelChangePage,
  levelChangeQuery,
  levelDecided,
  newLevelDecision,
  Problem,
  paths,
  personLevels,
  withdrawal,
} from '@truyvet/contract';
import { z } from 'zod';
import { decideLevel, withdrawLevelDecision } from '../../commands/levels/decideLevel.ts';
import { explainLevels } from '../../commands/levels/explainLevels.ts';
import { appendAudit } from '../../db/audit.ts';
import { readNames } from '../../db/levels/explain.ts';
import { type LevelChangePosition, readLevelChanges } from '../../db/levels/levelChanges.ts';
import { unitOfPerson } from '../../db/levels/subjects.ts';
import { inScope } from '../../db/scope.ts';
import { decodeCursor, pageOfRows } from '../../presenters/cursor.ts';
import { presentLevelChange, presentPersonLevel } from '../../presenters/levels.ts';
import { type Api, actorOf, route } from '../api.ts';
import type { ApiPorts } from '../ports.ts';
import { movedView } from './movedView.ts';

const tag = 'levels';
const position = z.object({ changedAt: z.coerce.date(), id: z.number().int() });
const positionOf = ({ changedAt, id }: LevelChangePosition) => ({ changedAt, id });

export function levelRoutes(api: Api, { db, clock }: ApiPorts): void {
  const read = { params: idParams, response: { 200: personLevels } };
  api.get(paths.personLevels(':id'), route('health.read', tag, 'The level of a person, and why', read), async (request) => {
    const { scope, userId } = actorOf(request);
    const personId = request.params.id;
    return await inScope(db, scope, async (tx) => {
      const unitId = await unitOfPerson(tx, personId);
      const explained = await explainLevels(tx, personId);
      const name = (await readNames(tx, [personId])).get(personId);
      if (name === undefined) throw new Problem('resource.missing');
      const subject = { subject: 'person', subjectId: personId, details: { what: 'levels' } } as const;
      await appendAudit(tx, { at: clock.now(), userId, unitId, action: 'read', ...subject });
      return { items: explained.map((one) => presentPersonLevel(one, name)) };
    });
  });

  const changes = { querystring: levelChangeQuery, response: { 200: levelChangePage } };
  api.get(
    paths.levelChanges,
    route('health.read', tag, 'Who moved from which level to which, and why', changes),
    async (request) => {
      const { outbreakId, since, unitId, personId, cursor, limit } = request.query;
      const { scope, userId } = actorOf(request);
      const filter = { outbreakId, unitId, personId, since: since === undefined ? undefined : new Date(since) };
      const page = { after: decodeCursor(cursor, position), limit: limit + 1 };
      const records = await inScope(db, scope, async (tx) => {
        const found = await readLevelChanges(tx, filter, page);
        const details = { ...filter, since: since ?? null, rows: found.length };
        await appendAudit(tx, {
          at: clock.now(),
          userId,
          unitId: unitId ?? null,
          action: 'read',
          subject: 'levelChanges',
          details,
        });
        return found;
      });
      return pageOfRows(records, limit, presentLevelChange, positionOf);
    },
  );

  const decide = { params: idParams, body: newLevelDecision, response: { 201: levelDecided } };
  api.post(
    paths.personLevelDecisions(':id'),
    route('health.write', tag, 'Sets a level by hand, with the reason', decide),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const { exposedOn, ...decision } = request.body;
      const asked = { scope, userId, now: clock.now(), personId: request.params.id, exposedOn: exposedOn ?? null, ...decision };
      const { id, moved } = await decideLevel(db, asked);
      return reply.code(201).send({ id, moved: await movedView(db, scope, moved) });
    },
  );

  const withdraw = { params: idParams, body: withdrawal, response: { 200: levelDecided } };
  api.post(
    paths.levelDecisionWithdraw(':id'),
    route('health.write', tag, 'Takes a level set by hand back', withdraw),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { because } = request.body;
      const asked = { scope, userId, now: clock.now(), decisionId: request.params.id, because };
      const { id, moved } = await withdrawLevelDecision(db, asked);
      return { id, moved: await movedView(db, scope, moved) };
    },
  );
}
