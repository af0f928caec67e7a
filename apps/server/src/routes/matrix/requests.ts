/** For the matrix test: a request to any route about any unit, made from what the route declares. */
import type { InjectOptions } from 'fastify';
import type { Common, World } from '../../db/testWorld.ts';
import type { DeclaredRoute } from '../openApi.ts';
import { type Known, sampleOf } from './sampleOf.ts';

/** Resources that hang on no unit. */
const everybodys: Readonly<Record<string, number>> = { 'isolation-rules': 1, 'risk-areas': 1 };

/** The address with its parameters filled in from a world. Undefined when the world has no such thing: a new resource wants a row in world.ts. */
export function addressOf({ url }: DeclaredRoute, world: World): string | undefined {
  const resource = url.split('/')[2] ?? '';
  const values: Known = {
    id: world.ids[resource] ?? everybodys[resource],
    level: 1,
    register: 'returnees',
    code: `P${world.mark}`,
    addressId: world.ids['addresses'],
    personId: world.ids['people'],
  };
  const names = [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  if (names.some((name) => values[name] === undefined)) return undefined;
  return url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])));
}

/** What fields of a query or body stand for, by their names. */
function knownOf({ unitId, ids }: World, { outbreakId }: Common): Known {
  return {
    unitId,
    unitIds: [unitId],
    fromUnitId: unitId,
    placeUnitId: unitId,
    outbreakId,
    personId: ids['people'],
    otherId: ids['other'],
    targetPersonId: ids['people'],
    sourcePersonId: ids['other'],
    sourceCaseId: ids['cases'],
    caseId: ids['cases'],
    survivorId: ids['other'],
    intoId: ids['other'],
    householdId: ids['households'],
    headPersonId: ids['people'],
    placeId: ids['places'],
    milestoneId: ids['milestones'],
    journeyId: ids['journeys'],
    importId: ids['imports'],
    ownerId: ids['users'],
    userId: undefined,
    day: '2021-07-10',
    on: '2021-07-10',
    since: '2021-07-01',
    limit: 100,
    q: 'nguyen',
    search: 'nguyen zq',
  };
}

/** `every`: also fields that may be left out. `over`: what some fields stand for instead. */
export function requestOf(
  route: DeclaredRoute,
  common: Common,
  world: World,
  every = false,
  over: Known = {},
): InjectOptions | undefined {
  const address = addressOf(route, world);
  if (address === undefined) return undefined;
  const known = { ...knownOf(world, common), ...over };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(Object(sampleOf(route.querystring, known))))
    if (value !== undefined) query.set(name, String(value));
  const url = query.size > 0 ? `${address}?${query}` : address;
  if (route.method === 'GET') return { method: 'GET', url };
  const body = sampleOf(route.body, { ...known, ...(fields[`${route.method} ${route.url}`] ?? {}) }, every);
  const sent = body === undefined ? {} : { payload: body as object };
  return { method: route.method as 'POST', url, headers: { 'if-match': '"1"' }, ...sent };
}

/** What some changes need beyond their schema, so that they reach the rows. */
const fields: Readonly<Record<string, Known>> = {
  'POST /api/users': { username: 'nguoi-moi', role: 'commune', password: 'mat-khau-moi-dai' },
  'PATCH /api/users/:id': { displayName: 'Đã sửa' },
  'PUT /api/users/:id/password': { password: 'mat-khau-moi-dai' },
  'PATCH /api/webhooks/:id': { active: false },
};
