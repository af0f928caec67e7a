import { type Permission, Problem, paths, type Session, session, signInBody } from '@truyvet/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { appendAudit } from '../db/audit.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { closeSession, findSession, openSession } from '../db/sessions.ts';
import { readGivenUnits } from '../db/unitLists.ts';
import { verifyPassword } from '../db/users.ts';
import type { Actor } from '../policies/can.ts';
import { type Api, actorOf, route } from './api.ts';
import type { ApiPorts } from './ports.ts';
import { clearSessionCookie, sessionToken, setSessionCookie } from './signIn.ts';

/** Tries at one account from one place, and from one place at all, in a minute. */
const triesPerAccount = 8;
const triesPerPlace = 40;

export function signInRoute(api: Api, ports: ApiPorts): void {
  const { db, clock } = ports;
  const account = (request: FastifyRequest) => `${request.ip} ${nameIn(request.body)}`;
  const perAccount = api.createRateLimit({ max: triesPerAccount, timeWindow: 60_000, keyGenerator: account });
  const perPlace = api.createRateLimit({
    max: triesPerPlace,
    timeWindow: 60_000,
    keyGenerator: (request) => `place ${request.ip}`,
  });

  const signIn = route('open', 'session', 'Signs in', { body: signInBody, response: { 200: session } });
  api.post(paths.session, signIn, async (request, reply) => {
    for (const limit of [await perPlace(request), await perAccount(request)]) {
      if (!limit.isAllowed && limit.isExceeded) throw new Problem('auth.tooMany', { seconds: limit.ttlInSeconds });
    }
    const { username, password } = request.body;
    const user = await verifyPassword(db, username, password);
    const at = clock.now();
    const entry = { at, userId: user?.id ?? null, unitId: null, subject: 'session', details: { ip: request.ip } };
    await inScope(db, systemScope, (tx) => appendAudit(tx, { ...entry, action: user ? 'signIn' : 'signInRefused' }));
    if (!user) throw new Problem('auth.failed');
    const { token } = await openSession(db, user.id, at);
    const found = await findSession(db, token, at);
    if (!found) throw new Problem('auth.failed');
    setSessionCookie(reply, token, ports.secureCookies ?? false);
    return await presentSession(ports, { ...found.user, ...found, userId: found.user.id });
  });
}

export function sessionRoutes(api: Api, ports: ApiPorts): void {
  api.get(paths.session, route('signedIn', 'session', 'Who is signed in', { response: { 200: session } }), async (request) => {
    return await presentSession(ports, actorOf(request));
  });

  api.delete(
    paths.session,
    route('signedIn', 'session', 'Signs out', { response: { 204: z.null() } }),
    async (request, reply) => {
      const { userId } = actorOf(request);
      const token = sessionToken(request);
      if (token !== undefined) await closeSession(ports.db, token);
      const entry = { at: ports.clock.now(), userId, unitId: null, action: 'signOut', subject: 'session' };
      await inScope(ports.db, systemScope, (tx) => appendAudit(tx, entry));
      clearSessionCookie(reply);
      return reply.code(204).send(null);
    },
  );
}

async function presentSession({ db, clock }: ApiPorts, actor: Actor): Promise<Session> {
  const { userId: id, username, displayName, role, locale } = actor;
  const units = await inScope(db, actor.scope, (tx) => readGivenUnits(tx, id));
  const may = (permission: Permission) => actor.permissions.has(permission) && (actor.scope.kind === 'all' || units.length > 0);
  return {
    user: { id, username, displayName, role, locale },
    units,
    can: { importLists: may('imports.write'), startCampaigns: may('campaigns.run'), exportResults: may('reports.export') },
    permissions: [...actor.permissions].sort(),
    now: clock.now().toISOString(),
  };
}

function nameIn(body: unknown): string {
  const parsed = signInBody.safeParse(body);
  return parsed.success ? parsed.data.username.toLowerCase() : '';
}
