import { Problem } from '@truyvet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { findSession, sessionHours } from '../db/sessions.ts';
import { type Actor, permits } from '../policies/can.ts';
import type { Api } from './api.ts';
import type { ApiPorts } from './ports.ts';

const cookieName = 'truyvet_session';

/**
 * Every route of this instance needs a session, and a role that permits what the route declares; `request.actor` is who holds it. Judged
 * before the request is read any further.
 */
export function requireSignIn(api: Api, ports: ApiPorts): void {
  api.addHook('onRequest', async (request) => {
    const actor = await findActor(ports, request);
    request.actor = actor;
    if (!permits(actor, request.routeOptions.config.permission)) throw new Problem('auth.forbidden');
  });
}

/** Who holds the request's cookie. Throws `auth.required` when nobody does. */
export async function findActor({ db, clock }: ApiPorts, request: FastifyRequest): Promise<Actor> {
  const token = sessionToken(request);
  const found = token === undefined ? undefined : await findSession(db, token, clock.now());
  if (!found) throw new Problem('auth.required');
  const { user, scope, permissions } = found;
  const { id: userId, username, displayName, role, locale } = user;
  return { userId, username, displayName, role, locale, scope, permissions };
}

export const sessionToken = (request: FastifyRequest): string | undefined => request.cookies[cookieName];

/** The age is relative: the server may live at another time than the browser. */
export function setSessionCookie(reply: FastifyReply, token: string, secure: boolean): void {
  reply.setCookie(cookieName, token, { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: sessionHours * 3600 });
}

export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(cookieName, { path: '/' });
}
