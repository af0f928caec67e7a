/**
 * Every route whose query or body names something by its id, asked about an id that nothing has: where that is refused because it is not there, the
 * refusal says which field. And what a commune may not see is refused like what is nowhere, word for word. Gathers everything before it fails.
 */
import { type ProblemBody, problemBody } from '@truyvet/contract';
import { f1Tracing } from '@truyvet/dialogue';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { previewCampaign, startCampaign } from '../../commands/startCampaign.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildUnit } from '../../db/testRows.ts';
import { buildCommon, buildWorld, type Common, type World } from '../../db/testWorld.ts';
import type { DeclaredRoute } from '../openApi.ts';
import { buildApi, signIn } from '../testApi.ts';
import { requestOf } from './requests.ts';
import { type JsonSchema, type Known, sentSchema } from './sampleOf.ts';

const test = useTestDatabase();
const nothing = 987_654_321;
const patience = { timeout: 300_000 };

let api: FastifyInstance;
let common: Common;
let worlds: { readonly own: World; readonly sibling: World };
let administrator: Awaited<ReturnType<typeof signIn>>;
let nurse: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  const { db } = test;
  const previewed = (request: Parameters<typeof previewCampaign>[1]) => previewCampaign(db, request);
  const caller = { organisation: 'Trung tâm Y tế', callbackNumber: '0936036115' };
  const started = (request: Omit<Parameters<typeof startCampaign>[1], 'dialogue' | 'caller'>) =>
    startCampaign(db, { ...request, dialogue: f1Tracing, caller });
  api = buildApi(db, { commands: { previewCampaign: previewed, startCampaign: started } }).api;
  await api.ready();
  common = await buildCommon(db);
  const above = await buildUnit(db, { kind: 'district', name: 'Huyện' });
  const own = await buildUnit(db, { parent_id: above.id, name: 'Xã mình' });
  const sibling = await buildUnit(db, { parent_id: above.id, name: 'Xã bên' });
  worlds = {
    own: await buildWorld(db, common, own.id, 'own', 1),
    sibling: await buildWorld(db, common, sibling.id, 'sibling', 2),
  };
  administrator = await signIn(api, db, 'administrator');
  nurse = await signIn(api, db, [own.id]);
}, 120_000);
afterAll(() => api.close());

const nameOf = ({ method, url }: DeclaredRoute) => `${method} ${url}`;
/** A stream that never ends. */
const asked = () =>
  api.declaredRoutes.filter(
    (route) => route.permission !== 'open' && route.url.startsWith('/api/') && nameOf(route) !== 'GET /api/board',
  );

/** The fields of a query or body that name something by its id, anywhere within. */
function idFields(schema: JsonSchema | undefined): string[] {
  if (!schema) return [];
  const within = [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap(idFields);
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    /[a-z]Ids?$/.test(name) && name !== 'nationalId' ? [name] : idFields(property),
  );
  return [...new Set([...within, ...members])];
}

const sources = ['sourcePersonId', 'sourceCaseId'];
let sent = 0;
async function ask(
  user: typeof nurse,
  route: DeclaredRoute,
  over: Known,
): Promise<{ readonly response: LightMyRequestResponse; readonly problem: ProblemBody | undefined }> {
  // A contact has one source.
  const others = Object.keys(over).flatMap((field) => sources.filter((one) => sources.includes(field) && one !== field));
  const left = Object.fromEntries(others.map((field) => [field, undefined]));
  const request = requestOf(route, common, worlds.own, false, { ...left, ...over });
  if (!request) throw new Error(nameOf(route));
  sent += 1;
  const response = await user.send({ ...request, remoteAddress: `10.9.${sent >> 8}.${sent & 255}` });
  const refused = String(response.headers['content-type']).startsWith('application/problem+json');
  return { response, problem: refused ? problemBody.parse(response.json()) : undefined };
}

/** The fields of a route that name something. */
const fieldsOf = (route: DeclaredRoute) => [
  ...new Set([...idFields(sentSchema(route.querystring)), ...idFields(sentSchema(route.body))]),
];
const standing = (field: string, id: number) => (field.endsWith('Ids') ? [id] : id);
const names = (problem: ProblemBody, field: string): boolean =>
  problem.errors?.some((error) => error.field.split('.').includes(field)) === true;

describe('what a query or body names by its id', () => {
  it('is named by the refusal when nothing has that id', patience, async () => {
    const found: string[] = [];
    const named = new Set<string>();
    for (const route of asked()) {
      for (const field of fieldsOf(route)) {
        const { response, problem } = await ask(administrator, route, { [field]: standing(field, nothing) });
        if (response.statusCode >= 500) found.push(`${nameOf(route)} · ${field} · fails`);
        if (problem?.code !== 'resource.missing') continue;
        if (names(problem, field)) named.add(`${nameOf(route)} ${field}`);
        else found.push(`${nameOf(route)} · ${field} · ${JSON.stringify(problem.errors ?? [])}`);
      }
    }
    expect(found).toEqual([]);
    for (const known of [
      'POST /api/cases personId',
      'POST /api/exposures sourceCaseId',
      'POST /api/journeys personId',
      'GET /api/summary unitId',
      'POST /api/places unitId',
      'PUT /api/milestones/:id/visits personId',
      'PUT /api/settings/outbreak outbreakId',
    ])
      expect([...named]).toContain(known);
  });

  it('and is another commune’s, is refused as if it were nowhere', patience, async () => {
    const found: string[] = [];
    let compared = 0;
    for (const route of asked()) {
      for (const field of fieldsOf(route)) {
        const theirs = theirsOf(field);
        if (theirs === undefined) continue;
        const there = await ask(nurse, route, { [field]: standing(field, theirs) });
        const nowhere = await ask(nurse, route, { [field]: standing(field, nothing) });
        if (there.problem?.code !== 'resource.missing' && nowhere.problem?.code !== 'resource.missing') continue;
        compared += 1;
        if (there.response.body !== nowhere.response.body)
          found.push(
            `${nameOf(route)} · ${field} · ${there.response.body.slice(0, 300)} · ${nowhere.response.body.slice(0, 300)}`,
          );
      }
    }
    expect(found).toEqual([]);
    expect(compared).toBeGreaterThan(8);
  });
});

/** The sibling's thing of this kind. */
function theirsOf(field: string): number | undefined {
  const resource: Readonly<Record<string, string>> = {
    personId: 'people',
    targetPersonId: 'people',
    sourcePersonId: 'other',
    otherId: 'people',
    mergedId: 'people',
    headPersonId: 'people',
    memberIds: 'people',
    householdId: 'households',
    placeId: 'places',
    milestoneId: 'milestones',
  };
  const id = worlds.sibling.ids[resource[field] ?? ''];
  return typeof id === 'number' ? id : undefined;
}
