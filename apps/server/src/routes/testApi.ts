/** For tests of the routes: a real API on a real database, with people who can sign in. */
import { paths, type Role, requestHeader } from '@truyvet/contract';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import pino from 'pino';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/connect.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { testNow } from '../db/testRows.ts';
import { createUser } from '../db/users.ts';
import { createApi } from './createApi.ts';
import { createLiveBoard, type LiveBoard } from './liveBoard.ts';
import type { ApiCommands, ApiPorts } from './ports.ts';

export type TestApi = { readonly api: FastifyInstance; readonly board: LiveBoard; readonly clock: Clock };

const notHere = () => Promise.reject(new Error('this test has no such command'));
const noCommands: ApiCommands = {
  importList: notHere,
  startCampaign: notHere,
  previewCampaign: notHere,
  campaignsChanged: () => {},
};

/** An API that lives at the demo's morning. Its log is silent. */
export function buildApi(db: Db, over: Partial<Omit<ApiPorts, 'commands'>> & { commands?: Partial<ApiCommands> } = {}): TestApi {
  const board = createLiveBoard('test');
  const clock = over.clock ?? { now: () => testNow };
  const log = pino({ level: 'silent' });
  const commands = { ...noCommands, ...over.commands };
  return { api: createApi({ db, clock, log, board, webFolder: null, ...over, commands }), board, clock };
}

const password = 'mat-khau-thu-nghiem';
let last = 0;

/** Makes a user of these units (an administrator without any; else of the role, `commune` by default) and signs them in. The result sends requests as that user. */
export async function signIn(
  api: FastifyInstance,
  db: Db,
  unitIds: readonly number[] | 'administrator',
  roleOfUnits: Role = 'commune',
): Promise<{
  readonly userId: number;
  readonly cookie: string;
  readonly send: (request: InjectOptions) => Promise<LightMyRequestResponse>;
}> {
  const username = `nguoi-thu-${++last}`;
  const administrator = unitIds === 'administrator';
  const role = administrator ? 'administrator' : roleOfUnits;
  const user = {
    username,
    displayName: 'Người Thử',
    role,
    password,
    unitIds: administrator ? [] : unitIds,
    now: testNow,
  } as const;
  const userId = await inScope(db, systemScope, (tx) => createUser(tx, user));
  const response = await api.inject({ method: 'POST', url: paths.session, headers: ownHeader, payload: { username, password } });
  const [cookie] = response.cookies;
  if (!cookie) throw new Error(`sign-in failed: ${response.body}`);
  const text = `${cookie.name}=${cookie.value}`;
  const send = (request: InjectOptions) =>
    api.inject({ ...request, headers: { ...ownHeader, cookie: text, ...request.headers } });
  return { userId, cookie: text, send };
}

type Sender = { readonly send: (request: InjectOptions) => Promise<LightMyRequestResponse> };

/** Sends a change of what is there now: with the version that reading the same address gives. */
export async function sendSeen(
  { send }: Sender,
  request: InjectOptions & { readonly url: string },
): Promise<LightMyRequestResponse> {
  const { etag } = (await send({ url: request.url })).headers;
  return await send({ ...request, headers: { ...request.headers, 'if-match': String(etag) } });
}

export const ownHeader = { [requestHeader.name]: requestHeader.value };

/** A multipart body with one file. */
export function fileBody(fileName: string, bytes: Uint8Array): { payload: Buffer; headers: Record<string, string> } {
  const boundary = '----truyvet-test';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
}
