/**
 * Every route, sent what nobody should send: other types, NUL, broken text, huge text, days and numbers that there are not, ids of nothing. Each
 * request is refused with a stable code and a sentence in both languages, or done; none fails. Gathers everything it finds before it fails.
 */
import { paths, problemBody, problems } from '@truyvet/contract';
import { f1Tracing } from '@truyvet/dialogue';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImportRequest, importList } from '../../commands/importList.ts';
import { previewCampaign, startCampaign } from '../../commands/startCampaign.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildUnit } from '../../db/testRows.ts';
import { buildCommon, buildWorld, type Common, type World } from '../../db/testWorld.ts';
import type { DeclaredRoute } from '../openApi.ts';
import { buildApi, fileBody, signIn } from '../testApi.ts';
import { type Abuse, abusesOf } from './abuses.ts';
import { addressOf, requestOf } from './requests.ts';
import { sentSchema } from './sampleOf.ts';

const test = useTestDatabase();
const json = 'application/json';
const patience = { timeout: 1_200_000 };
/** A stream that never ends; ends the session of who asks; for this machine only; pages, which answer in HTML. */
const apart = new Set(['GET /api/board', 'DELETE /api/session', 'GET /metrics', 'GET /health']);

let api: FastifyInstance;
let common: Common;
let unitId: number;
let admin: Awaited<ReturnType<typeof signIn>>;

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
  unitId = (await buildUnit(db)).id;
  admin = await signIn(api, db, 'administrator');
});
afterAll(() => api.close());

const nameOf = ({ method, url }: DeclaredRoute) => `${method} ${url}`;
const asked = () => api.declaredRoutes.filter((route) => route.url.startsWith('/api/') && !apart.has(nameOf(route)));

let worlds = 0;
/** Rows that no request before has changed. */
const freshWorld = async (): Promise<World> => {
  worlds += 1;
  return await buildWorld(test.db, common, unitId, `abuse${worlds}`, worlds);
};

let sent = 0;
const send = async (request: InjectOptions) => {
  sent += 1;
  return await admin.send({ ...request, remoteAddress: `10.${sent >> 16}.${(sent >> 8) & 255}.${sent & 255}` });
};

/** As `send`; when somebody was faster (an abuse before, that was taken), with the version that is there now. */
async function sendSeen(request: InjectOptions): Promise<LightMyRequestResponse> {
  const response = await send(request);
  if (response.statusCode !== 412) return response;
  const { version } = response.json<{ details: { version: number } }>().details;
  return await send({ ...request, headers: { ...request.headers, 'if-match': `"${version}"` } });
}

/** What is wrong with an answer to something abusive; nothing when it is a refusal as promised, or was taken and may be. */
function faultOf(response: LightMyRequestResponse, mustRefuse: boolean): string | undefined {
  const { statusCode } = response;
  if (statusCode >= 500) return `fails: ${response.body.slice(0, 200)}`;
  if (statusCode < 400) return mustRefuse ? `is taken (${statusCode})` : undefined;
  if (!String(response.headers['content-type']).startsWith('application/problem+json'))
    return `answers ${statusCode} without a problem`;
  const { code, title, status, errors = [] } = problemBody.parse(response.json());
  if (!Object.hasOwn(problems, code) || status !== statusCode) return `answers ${statusCode} with the unknown code ${code}`;
  const told = errors.flatMap(({ field, message }) => [field, message.vi, message.en]);
  if (code === 'request.invalid' && (told.length === 0 || told.includes('')))
    return `names no field: ${response.body.slice(0, 200)}`;
  for (const sentence of [title.vi, title.en]) {
    if (!/^\p{Lu}.{5,}[.!?]$/su.test(sentence) || /\bundefined\b|\?\?/u.test(sentence)) return `says only “${sentence}”`;
  }
  return undefined;
}

const url = (text: string) => text.replace(/\?.*$/, '');
const queryText = (query: unknown) =>
  Object.entries(Object(query))
    .map(
      ([name, value]) =>
        `${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormed(typeof value === 'object' ? JSON.stringify(value) : String(value)))}`,
    )
    .join('&');
/** A lone surrogate cannot be written into an address. */
const wellFormed = (text: string) => text.replace(/[\ud800-\udfff]/gu, '');

describe('every route', () => {
  it('refuses or takes every abuse of its body, and fails at none', patience, async () => {
    const found: string[] = [];
    for (const route of asked().filter(({ body }) => body !== undefined)) {
      const right = requestOf(route, common, await freshWorld(), true);
      const schema = sentSchema(route.body);
      if (!right || !schema) throw new Error(nameOf(route));
      for (const { field, what, value, refused } of abusesOf(schema, right.payload)) {
        const fault = faultOf(
          await sendSeen({ ...right, payload: JSON.stringify(value), headers: { ...right.headers, 'content-type': json } }),
          refused,
        );
        if (fault !== undefined) found.push([nameOf(route), field, what, fault].join(' · '));
      }
    }
    expect(found).toEqual([]);
  });

  it('refuses or takes every abuse of its query and address, and fails at none', patience, async () => {
    const found: string[] = [];
    const world = await freshWorld();
    for (const route of asked()) {
      const right = requestOf(route, common, world);
      if (!right) throw new Error(nameOf(route));
      const schema = sentSchema(route.querystring);
      const query = Object.fromEntries(new URL(String(right.url), 'http://x').searchParams);
      const abuses: Abuse[] = schema ? abusesOf(schema, query).filter(({ field }) => field !== '') : [];
      for (const { field, what, value } of abuses) {
        const text = queryText(value);
        if (text.length > 10_000) continue;
        const fault = faultOf(await send({ ...right, url: `${url(String(right.url))}?${text}` }), what === 'NUL');
        if (fault !== undefined) found.push([nameOf(route), field, what, fault].join(' · '));
      }
      if (!route.url.includes(':')) continue;
      for (const id of [
        '0',
        '-1',
        '1.5',
        'abc',
        '999999999',
        '9007199254740991',
        '99999999999999999999',
        '%00',
        'a%00b',
        '%F0%9F',
        '..%2f',
      ]) {
        const address = route.url.replace(/:\w+/g, id);
        const fault = faultOf(await send({ ...right, url: address }), id.includes('%00'));
        if (fault !== undefined) found.push([nameOf(route), address, fault].join(' · '));
      }
    }
    expect(found).toEqual([]);
  });

  it('refuses a body that is no JSON, another kind or none, and headers that say nothing', patience, async () => {
    const found: string[] = [];
    const world = await freshWorld();
    for (const route of asked().filter(({ body, method }) => body !== undefined && method !== 'GET')) {
      const right = requestOf(route, common, world);
      const address = addressOf(route, world);
      if (!right || address === undefined) throw new Error(nameOf(route));
      const bodies = [
        '{"a":',
        '[]',
        '"chữ"',
        '7',
        'null',
        '',
        '{"__proto__":{"x":1}}',
        `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
      ];
      for (const payload of bodies) {
        const fault = faultOf(await send({ ...right, payload, headers: { ...right.headers, 'content-type': json } }), false);
        if (fault !== undefined) found.push([nameOf(route), payload.slice(0, 20), fault].join(' · '));
      }
      const strange = [
        { 'content-type': 'text/plain' },
        { 'content-type': 'application/xml' },
        { 'content-type': json, 'if-match': 'W/"x"' },
        { 'content-type': json, 'idempotency-key': 'ă' },
      ];
      for (const headers of strange) {
        const response = await send({ ...right, payload: '{}', headers: { ...right.headers, ...headers } });
        const fault = faultOf(response, false);
        if (fault !== undefined) found.push([nameOf(route), JSON.stringify(headers), fault].join(' · '));
      }
    }
    expect(found).toEqual([]);
  });

  it('that takes a file refuses one that is none, whatever its name', patience, async () => {
    const found: string[] = [];
    const sound = Buffer.from('Họ tên,Số điện thoại\nNguyễn Văn An,0912345678');
    const files: [name: string, content: Buffer][] = [
      ['a.csv', Buffer.alloc(0)],
      ['a.csv', Buffer.from('Họ tên,Số điện thoại\u0000\nNguyễn\u0000 Văn An,0912345678')],
      ['a.csv', Buffer.from([0xff, 0xfe, 0x00, 0xd8])],
      ['a\u0000\u0007.csv', sound],
      [`${'x'.repeat(5_000)}.csv`, sound],
      ['', sound],
    ];
    for (const path of [paths.importPreview, paths.imports]) {
      for (const [name, content] of files) {
        const fault = faultOf(await send({ method: 'POST', url: `${path}?unitId=${unitId}`, ...fileBody(name, content) }), false);
        if (fault !== undefined) found.push([path, JSON.stringify(name.slice(0, 20)), content.length, fault].join(' · '));
      }
    }
    expect(found).toEqual([]);
  });
});
