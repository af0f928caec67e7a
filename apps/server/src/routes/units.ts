import { outbreakList, Problem, paths, unitList } from '@truyvet/contract';
import type { Tx } from '../db/connect.ts';
import { inScope } from '../db/scope.ts';
import { readOutbreaks, readUnits } from '../db/unitLists.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';

export function unitRoutes(api: Api, { db }: ApiPorts): void {
  api.get(
    paths.units,
    route('signedIn', 'units', 'The units that the user sees', { response: { 200: unitList } }),
    async (request) => {
      const { scope } = actorOf(request);
      return { items: await inScope(db, scope, (tx) => readUnits(tx, scope)) };
    },
  );

  api.get(paths.outbreaks, route('signedIn', 'units', 'The outbreaks', { response: { 200: outbreakList } }), async (request) => ({
    items: await inScope(db, actorOf(request).scope, readOutbreaks),
  }));
}

/** The outbreak asked for, or the newest one. Throws `resource.missing`. */
export async function outbreakOf(tx: Tx, outbreakId: number | undefined): Promise<{ id: number; name: string }> {
  const outbreaks = await readOutbreaks(tx);
  const found = outbreakId === undefined ? outbreaks[0] : outbreaks.find(({ id }) => id === outbreakId);
  if (!found) throw new Problem('resource.missing');
  return found;
}
