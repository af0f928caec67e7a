import { paths, summary, summaryQuery } from '@truyvet/contract';
import { outbreakOf } from '../db/outbreaks.ts';
import { inScope } from '../db/scope.ts';
import { authorize } from '../policies/can.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';
import { answerWide, wideDescription } from './wideQuestion.ts';

export function summaryRoute(api: Api, ports: ApiPorts): void {
  api.get(
    paths.summary,
    route('reports.read', 'results', 'The summary of a unit or of all', {
      description: wideDescription,
      querystring: summaryQuery,
      response: { 200: summary },
    }),
    async (request) => {
      const actor = actorOf(request);
      const { unitId = null, outbreakId: asked } = request.query;
      if (unitId !== null) authorize(actor, { kind: 'readUnit', unitId });
      const { id: outbreakId } = await inScope(ports.db, actor.scope, (tx) => outbreakOf(tx, asked));
      const question = { kind: 'summary', outbreakId, unitId } as const;
      return await answerWide(ports, { question, scope: actor.scope, schema: summary });
    },
  );
}
