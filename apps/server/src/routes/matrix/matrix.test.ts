/**
 * Every route, asked by every role, about its own unit, one below, a sibling and the one above. What a role may is what the route declares and
 * role_permission says; whatever it may, no answer shows people of a unit beside or above, and no request changes anything there. Each test
 * gathers everything it finds before it fails.
 */
import { paths, type Role, roleCodes } from '@truyvet/contract';
import { f1Tracing } from '@truyvet/dialogue';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportRequest, importList } from '../../commands/importList.ts';
import { previewCampaign, startCampaign } from '../../commands/startCampaign.ts';
import { type RoleRecord, readRoles } from '../../db/access/roles.ts';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildUnit } from '../../db/testRows.ts';
import { buildCommon, buildWorld, type Common, type World } from '../../db/testWorld.ts';
import type { DeclaredRoute } from '../openApi.ts';
import { buildApi, signIn } from '../testApi.ts';
import { addressOf, requestOf } from './requests.ts';
import { stateOf } from './stateOf.ts';
import { textOf } from './textOf.ts';

const test = useTestDatabase();
const relations = ['own', 'below', 'sibling', 'above'] as const;
type Relation = (typeof relations)[number];
/** A stream that never ends; for this machine only; ends the session of who asks. They have tests of their own. */
const apart = new Set(['GET /api/board', 'GET /metrics', 'DELETE /api/session']);
const patience = { timeout: 300_000 };

let api: FastifyInstance;
let common: Common;
let worlds: Record<Relation, World>;
let roles: Map<Role, RoleRecord>;
let users: Map<Role, Awaited<ReturnType<typeof signIn>>>;

beforeAll(async () => {
  const { db } = test;
  const caller = { organisation: 'Trung tâm Y tế', callbackNumber: '0936036115' };
  const commands = {
    importList: (request: ImportRequest) => importList(db, request),
    previewCampaign: (request: Parameters<typeof previewCampaign>[1]) => previewCampaign(db, request),
    startCampaign: (request: Omit<Parameters<typeof startCampaign>[1], 'dialogue' | 'caller'>) =>
      startCampaign(db, { ...request, dialogue: f1Tracing, caller }),
  };
  api = buildApi(db, { commands }).api;
  await api.ready();
  common = await buildCommon(db);
  const above = await buildUnit(db, { kind: 'district', name: 'Huyện' });
  const own = await buildUnit(db, { parent_id: above.id, name: 'Xã mình' });
  const below = await buildUnit(db, { parent_id: own.id, kind: 'hamlet', name: 'Thôn' });
  const sibling = await buildUnit(db, { parent_id: above.id, name: 'Xã bên' });
  worlds = {
    own: await buildWorld(db, common, own.id, 'own', 1),
    below: await buildWorld(db, common, below.id, 'below', 2),
    sibling: await buildWorld(db, common, sibling.id, 'sibling', 3),
    above: await buildWorld(db, common, above.id, 'above', 4),
  };
  roles = new Map((await inScope(db, systemScope, readRoles)).map((role) => [role.code, role]));
  users = new Map();
  for (const role of roleCodes) users.set(role, await signIn(api, db, [own.id], role));
}, 120_000);
afterAll(() => api.close());

const nameOf = ({ method, url }: DeclaredRoute) => `${method} ${url}`;
const guarded = () => api.declaredRoutes.filter((route) => route.permission !== 'open' && !apart.has(nameOf(route)));
const reads = ({ method }: DeclaredRoute) => method === 'GET';
const permits = (role: Role, { permission }: DeclaredRoute): boolean =>
  permission === 'signedIn' || roles.get(role)?.permissions.some((one) => one === permission) === true;

let asked = 0;
/** From ever new places, so that the limit of requests a minute is not what refuses. */
const place = () => {
  asked += 1;
  return `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`;
};
async function ask(role: Role, route: DeclaredRoute, world: World): Promise<LightMyRequestResponse> {
  const request = requestOf(route, common, world);
  const user = users.get(role);
  if (!request || !user) throw new Error(`${nameOf(route)} cannot be asked`);
  const response = await user.send({ ...request, remoteAddress: place() });
  answered.add(`${nameOf(route)} ${response.statusCode}`);
  return response;
}
/** What came, as "GET /api/units 200". */
const answered = new Set<string>();

const codeIn = (response: LightMyRequestResponse): string =>
  String(response.headers['content-type'] ?? '').includes('problem+json') ? response.json<{ code: string }>().code : '';

/** Runs `look` for every role at once and gathers what it found wrong. */
async function findings(look: (role: Role, wrong: (...what: readonly unknown[]) => void) => Promise<void>): Promise<string[]> {
  const found: string[] = [];
  await Promise.all(roleCodes.map((role) => look(role, (...what) => found.push([role, ...what].join(' · ')))));
  return found.sort();
}

/** What an answer must not hold for this role, found in it. */
function leaksIn(role: Role, response: LightMyRequestResponse): string[] {
  const text = textOf(response).toLowerCase();
  const permissions = roles.get(role)?.permissions ?? [];
  const near = [worlds.own, worlds.below];
  const hidden = [
    ...[worlds.sibling, worlds.above].flatMap(({ mark, healthMark, nationalId }) => [mark, healthMark, nationalId]),
    ...(permissions.includes('health.read') ? [] : near.map(({ healthMark }) => healthMark)),
    ...(permissions.includes('identity.read') ? [] : near.map(({ nationalId }) => nationalId)),
  ];
  return hidden.filter((mark) => text.includes(mark.toLowerCase()));
}

async function lastAuditRowOf(role: Role): Promise<number> {
  const { rows } = await inScope(test.db, systemScope, (tx) =>
    sql<{ id: number | null }>`select max(id) as id from audit_log where user_id = ${users.get(role)?.userId}`.execute(tx),
  );
  return rows[0]?.id ?? 0;
}

describe('every route', () => {
  it('declares whom it is permitted to, and is known to this test', () => {
    const undeclared = api.declaredRoutes.filter(({ permission }) => permission === undefined).map(nameOf);
    const unknown = guarded().filter((route) => addressOf(route, worlds.own) === undefined);
    expect({ undeclared, unknown: unknown.map(nameOf) }).toEqual({ undeclared: [], unknown: [] });
  });

  it('needs sign-in unless it is open, and says so before it looks at anything else', patience, async () => {
    for (const route of guarded()) {
      const request = requestOf(route, common, worlds.own);
      const response = await api.inject({ ...request, headers: { 'x-truyvet': '1' }, remoteAddress: place() });
      expect([nameOf(route), codeIn(response)]).toEqual([nameOf(route), 'auth.required']);
    }
  });

  it('is refused where the role does not permit it, about any unit', patience, async () => {
    const found = await findings(async (role, wrong) => {
      for (const route of guarded().filter((one) => !permits(role, one))) {
        for (const relation of relations) {
          const code = codeIn(await ask(role, route, worlds[relation]));
          if (code !== 'auth.forbidden') wrong(nameOf(route), relation, code);
        }
      }
    });
    expect(found).toEqual([]);
  });

  it(
    'that may be read shows nothing of units beside or above, nothing the role hides, and logs whose people were seen',
    patience,
    async () => {
      const found = await findings(async (role, wrong) => {
        let lastRow = await lastAuditRowOf(role);
        for (const route of guarded().filter((one) => reads(one) && permits(role, one))) {
          for (const relation of relations) {
            const response = await ask(role, route, worlds[relation]);
            const code = codeIn(response);
            if (code === 'server.failed' || code === 'auth.required') wrong(nameOf(route), relation, code);
            if (code === 'auth.forbidden' && relation === 'own' && !elsewhere.has(nameOf(route)))
              wrong(nameOf(route), relation, code);
            for (const leak of leaksIn(role, response)) wrong(nameOf(route), relation, 'shows', leak);
            const seen = response.statusCode === 200 && /Nguyễn Zq(own|below)mark/.test(textOf(response));
            const row = seen ? await lastAuditRowOf(role) : lastRow;
            if (seen && row === lastRow) wrong(nameOf(route), relation, 'is not logged');
            lastRow = row;
          }
        }
      });
      expect(found).toEqual([]);
    },
  );

  it('shows a village team its hamlet, and not the rest of the commune', patience, async () => {
    const team = await signIn(api, test.db, [worlds.below.unitId], 'villageTeam');
    const found: string[] = [];
    let shown = 0;
    for (const route of guarded().filter((one) => reads(one) && permits('villageTeam', one))) {
      for (const relation of relations) {
        const text = textOf(await team.send({ ...requestOf(route, common, worlds[relation]), remoteAddress: place() }));
        if (text.includes(worlds.below.mark)) shown += 1;
        const others = [worlds.own, worlds.sibling, worlds.above].filter(({ mark }) =>
          text.toLowerCase().includes(mark.toLowerCase()),
        );
        found.push(...others.map(({ mark }) => `${nameOf(route)} · ${relation} · shows ${mark}`));
      }
    }
    expect({ found, shown: shown > 5 }).toEqual({ found: [], shown: true });
  });

  it('that may be changed with changes nothing of units beside or above', patience, async () => {
    const foreign = [worlds.sibling.unitId, worlds.above.unitId];
    const before = await stateOf(test.db, foreign);
    const found = await findings(async (role, wrong) => {
      for (const route of guarded().filter((one) => !reads(one) && permits(role, one))) {
        for (const relation of ['sibling', 'above'] as const) {
          const response = await ask(role, route, worlds[relation]);
          if (codeIn(response) === 'server.failed') wrong(nameOf(route), relation, 'server.failed');
          for (const leak of leaksIn(role, response)) wrong(nameOf(route), relation, 'shows', leak);
        }
      }
    });
    const after = await stateOf(test.db, foreign);
    const changed = Object.keys(before).filter((table) => before[table] !== after[table]);
    expect({ found, changed }).toEqual({ found: [], changed: [] });
  });

  it('that may be changed with is open in the own unit and below', patience, async () => {
    const found: string[] = [];
    for (const role of roleCodes) {
      for (const route of guarded().filter((one) => !reads(one) && permits(role, one))) {
        for (const relation of ['below', 'own'] as const) {
          const response = await ask(role, route, worlds[relation]);
          const code = codeIn(response);
          const wrong = (...what: readonly string[]) => found.push([role, nameOf(route), relation, ...what].join(' · '));
          if (code === 'server.failed') wrong(code);
          if (code === 'auth.forbidden' && !elsewhere.has(nameOf(route))) wrong(code);
          for (const leak of leaksIn(role, response)) wrong('shows', leak);
        }
      }
    }
    expect(found).toEqual([]);
  });

  it('asks for the version that was seen where its description says so, and nowhere else', patience, async () => {
    const found: string[] = [];
    let asking = 0;
    const administrator = await signIn(api, test.db, 'administrator');
    for (const route of guarded().filter((one) => !reads(one))) {
      const { headers: _, ...request } = requestOf(route, common, worlds.own) ?? {};
      const response = await administrator.send({ ...request, remoteAddress: place() });
      const { versioned = false } = route.marks;
      const asks = codeIn(response) === 'resource.versionRequired';
      if (asks && !versioned) found.push(`${nameOf(route)} asks for it unsaid`);
      if (versioned && response.statusCode < 400) found.push(`${nameOf(route)} does without it`);
      if (asks) asking += 1;
    }
    expect({ found, many: asking > 20 }).toEqual({ found: [], many: true });
  });

  it('has answered every status with what its description names', async () => {
    const description = (await api.inject({ url: paths.openapi })).json<{
      paths: Record<string, Record<string, { responses: object }>>;
    }>();
    const known = new Set(
      Object.entries(description.paths).flatMap(([path, item]) =>
        Object.entries(item).flatMap(([method, { responses }]) =>
          Object.keys(responses).map((status) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')} ${status}`),
        ),
      ),
    );
    expect(answered.size).toBeGreaterThan(300);
    expect([...answered].filter((one) => !known.has(one)).sort()).toEqual([]);
  });
});

/** Permitted, but not for having a unit: whose it is decides, or only who sees everything may. */
const elsewhere = new Set([
  'PATCH /api/campaigns/:id',
  'PUT /api/settings/escalation',
  'PUT /api/settings/follow-up',
  'PUT /api/settings/outbreak',
  'POST /api/outbreaks',
  'GET /api/retention',
]);
