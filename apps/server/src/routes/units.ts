import { paths, unitList } from '@truyvet/contract';
import { inScope } from '../db/scope.ts';
import { readUnits } from '../db/unitLists.ts';
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
}
