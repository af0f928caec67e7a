import { erasure, idParams, Problem, paths, retentionList } from '@truyvet/contract';
import { z } from 'zod';
import { erasePerson, runRetention } from '../commands/access/retention.ts';
import { readPerson } from '../db/people.ts';
import { inScope } from '../db/scope.ts';
import { instantOrNull } from '../presenters/dateText.ts';
import { type Api, actorOf, route } from './api.ts';
import { seenVersion } from './etags.ts';
import type { ApiPorts } from './ports.ts';

export function privacyRoutes(api: Api, { db, clock }: ApiPorts): void {
  const periods = route('privacy.manage', 'privacy', 'How long what is kept, and how much is over its time', {
    response: { 200: retentionList },
  });
  api.get(paths.retention, periods, async (request) => {
    // Counted over everything: the periods are the installation's, not a unit's.
    if (actorOf(request).scope.kind !== 'all') throw new Problem('auth.forbidden');
    const lines = await runRetention(db, { now: clock.now(), dryRun: true });
    return { items: lines.map(({ confirmedAt, erased: _, ...line }) => ({ ...line, confirmedAt: instantOrNull(confirmedAt) })) };
  });

  const erase = { versioned: true, params: idParams, body: erasure, response: { 204: z.null() } };
  api.post(
    paths.personErase(':id'),
    route('privacy.manage', 'privacy', 'Erases what names a person, on request (If-Match)', erase),
    async (request, reply) => {
      const { scope, userId } = actorOf(request);
      const { id: personId } = request.params;
      const person = await inScope(db, scope, (tx) => readPerson(tx, personId));
      if (!person) throw new Problem('resource.missing');
      await erasePerson(db, {
        scope,
        userId,
        personId,
        seen: seenVersion(request),
        reason: request.body.reason,
        now: clock.now(),
      });
      return reply.code(204).send(null);
    },
  );
}
