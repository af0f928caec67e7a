import {
  idParams,
  newUser,
  Problem,
  pageQuery,
  passwordChange,
  paths,
  roleList,
  type User,
  user,
  userChange,
  userPage,
} from '@truyvet/contract';
import { z } from 'zod';
import { addUser, changePassword, changeUser, type Manager } from '../commands/access/manageUsers.ts';
import { readPermissions, readRoles } from '../db/access/roles.ts';
import { readUsers, type UserRecord } from '../db/access/userLists.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { type Actor, authorize } from '../policies/can.ts';
import { decodeCursor, pageOfRows } from '../presenters/cursor.ts';
import { type Api, actorOf, route } from './api.ts';
import { seenVersion, sendVersion, withCurrent } from './etags.ts';
import type { ApiPorts } from './ports.ts';

const position = z.object({ username: z.string() });

/** Whom an administrator bound to units manages: users of these units. One of the whole: everybody. */
const within = ({ scope }: Actor) => (scope.kind === 'all' ? {} : { within: scope.unitIds });

export function userRoutes(api: Api, { db, clock }: ApiPorts): void {
  const manager = (actor: Actor): Manager => ({
    userId: actor.userId,
    may: (unitIds) => authorize(actor, { kind: 'manageUser', unitIds }),
    now: clock.now(),
  });
  const one = async (actor: Actor, id: number): Promise<UserRecord> => {
    const [record] = await inScope(db, systemScope, (tx) => readUsers(tx, { ...within(actor), id, limit: 1 }));
    if (!record) throw new Problem('resource.missing');
    return record;
  };

  const roles = route('signedIn', 'users', 'What each role permits', { response: { 200: roleList } });
  api.get(paths.roles, roles, async (request) => {
    return await inScope(db, actorOf(request).scope, async (tx) => ({
      items: (await readRoles(tx)).map(({ code, vi, en, permissions }) => ({
        code,
        name: { vi, en },
        permissions: [...permissions],
      })),
      permissions: (await readPermissions(tx)).map(({ code, vi, en }) => ({ code, name: { vi, en } })),
    }));
  });

  const list = route('users.manage', 'users', 'Users by name', { querystring: pageQuery, response: { 200: userPage } });
  api.get(paths.users, list, async (request) => {
    const { cursor, limit } = request.query;
    const after = decodeCursor(cursor, position);
    const filter = { ...within(actorOf(request)), ...(after && { afterUsername: after.username }), limit: limit + 1 };
    const records = await inScope(db, systemScope, (tx) => readUsers(tx, filter));
    return pageOfRows(records, limit, presentUser, ({ username }) => ({ username }));
  });

  const read = route('users.manage', 'users', 'One user', { params: idParams, response: { 200: user } });
  api.get(paths.user(':id'), read, async (request, reply) => {
    const record = await one(actorOf(request), request.params.id);
    sendVersion(reply, record.version);
    return presentUser(record);
  });

  const add = route('users.manage', 'users', 'Makes an account', { body: newUser, response: { 201: user } });
  api.post(paths.users, add, async (request, reply) => {
    const record = await addUser(db, request.body, manager(actorOf(request)));
    sendVersion(reply, record.version);
    return reply.code(201).send(presentUser(record));
  });

  const change = { versioned: true, params: idParams, body: userChange, response: { 200: user } };
  api.patch(
    paths.user(':id'),
    route('users.manage', 'users', 'Changes an account (If-Match)', change),
    async (request, reply) => {
      const { id } = request.params;
      const actor = actorOf(request);
      const seen = seenVersion(request);
      await one(actor, id);
      const record = await withCurrent(
        () => changeUser(db, id, seen, request.body, manager(actor)),
        async () => presentUser(await one(actor, id)),
      );
      sendVersion(reply, record.version);
      return presentUser(record);
    },
  );

  const password = { params: idParams, body: passwordChange, response: { 204: z.null() } };
  api.put(
    paths.userPassword(':id'),
    route('users.manage', 'users', 'Sets a password; the user’s sessions end', password),
    async (request, reply) => {
      const actor = actorOf(request);
      await one(actor, request.params.id);
      await changePassword(db, request.params.id, request.body.password, manager(actor));
      return reply.code(204).send(null);
    },
  );
}

function presentUser({ createdAt, units, ...record }: UserRecord): User {
  return { ...record, units: units.map(({ id, code, name }) => ({ id, code, name })), createdAt: createdAt.toISOString() };
}
