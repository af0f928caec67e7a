import { indicatorQuery, indicators, paths } from '@truyvet/contract';
import { outbreakOf } from '../db/outbreaks.ts';
import { inScope } from '../db/scope.ts';
import { authorize } from '../policies/can.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';
import { answerWide, wideDescription } from './wideQuestion.ts';

export function indicatorRoute(api: Api, ports: ApiPorts): void {
  const schema = { description: wideDescription, querystring: indicatorQuery, response: { 200: indicators } };
  const summary = 'What the numbers say of an outbreak, a unit and a report day';
  api.get(paths.indicators, route('reports.read', 'results', summary, schema), async (request) => {
    const actor = actorOf(request);
    const { unitId = null, date = null, days, outbreakId: asked } = request.query;
    if (unitId !== null) authorize(actor, { kind: 'readUnit', unitId });
    const { id: outbreakId } = await inScope(ports.db, actor.scope, (tx) => outbreakOf(tx, asked));
    const question = { kind: 'indicators', outbreakId, unitId, date, days } as const;
    return await answerWide(ports, { question, scope: actor.scope, schema: indicators });
  });
}
