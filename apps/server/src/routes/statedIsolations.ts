import { idParams, levelsMoved, paths, statedIsolationWithdrawal } from '@truyvet/contract';
import { withdrawStatedIsolation } from '../commands/isolation/withdrawStatedIsolation.ts';
import { type Api, actorOf, route } from './api.ts';
import { seenVersion } from './etags.ts';
import { movedView } from './levels/movedView.ts';
import type { ApiPorts } from './ports.ts';

const tag = 'isolation';

/** What a list says of a quarantine, and was not so. */
export function statedIsolationRoute(api: Api, { db, clock }: ApiPorts): void {
  const withdrawn = { versioned: true, params: idParams, body: statedIsolationWithdrawal, response: { 200: levelsMoved } };
  api.post(
    paths.statedIsolationWithdraw(':id'),
    route('exposures.write', tag, 'A quarantine that a list states was not so', withdrawn),
    async (request) => {
      const { scope, userId } = actorOf(request);
      const { id } = request.params;
      const change = { scope, userId, id, seen: seenVersion(request), reason: request.body.reason, now: clock.now() };
      return await movedView(db, scope, await withdrawStatedIsolation(db, change));
    },
  );
}
