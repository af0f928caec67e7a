import { Problem, paths, summary, summaryQuery } from '@truyvet/contract';
import { figuresScope, inScope } from '../db/scope.ts';
import { authorize } from '../policies/can.ts';
import { readSummary } from '../presenters/readSummary.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';
import { outbreakOf } from './units.ts';

export function summaryRoute(api: Api, { db, clock }: ApiPorts): void {
  api.get(
    paths.summary,
    route('reports.read', 'results', 'The summary of a unit or of all', {
      querystring: summaryQuery,
      response: { 200: summary },
    }),
    async (request) => {
      const actor = actorOf(request);
      const { unitId = null, outbreakId } = request.query;
      if (unitId !== null) authorize(actor, { kind: 'readUnit', unitId });
      return await inScope(db, figuresScope(actor.scope), async (tx) => {
        const outbreak = await outbreakOf(tx, outbreakId);
        const found = await readSummary(tx, { unitId, outbreakId: outbreak.id, scope: actor.scope, now: clock.now() });
        if (!found) throw new Problem('resource.missing');
        return found;
      });
    },
  );
}
