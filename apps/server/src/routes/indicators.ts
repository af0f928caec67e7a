import { indicatorQuery, indicators, Problem, paths } from '@truyvet/contract';
import { figuresScope, inScope } from '../db/scope.ts';
import { authorize } from '../policies/can.ts';
import { readIndicators } from '../presenters/readIndicators.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';
import { outbreakOf } from './units.ts';

export function indicatorRoute(api: Api, { db, clock }: ApiPorts): void {
  const schema = { querystring: indicatorQuery, response: { 200: indicators } };
  const summary = 'What the numbers say of an outbreak, a unit and a report day';
  api.get(paths.indicators, route('reports.read', 'results', summary, schema), async (request) => {
    const actor = actorOf(request);
    const { unitId = null, outbreakId, date, days } = request.query;
    if (unitId !== null) authorize(actor, { kind: 'readUnit', unitId });
    return await inScope(db, figuresScope(actor.scope), async (tx) => {
      const outbreak = await outbreakOf(tx, outbreakId);
      const found = await readIndicators(tx, { outbreak, scope: actor.scope, unitId, date, days, now: clock.now() });
      if (!found) throw new Problem('resource.missing');
      return found;
    });
  });
}
