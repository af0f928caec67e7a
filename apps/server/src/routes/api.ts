import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Actor, RoutePermission } from '../policies/can.ts';
import type { Marks } from './describeOperation.ts';

/** A Fastify instance whose schemas are zod's. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression<RawServerDefault>,
  RawReplyDefaultExpression<RawServerDefault>,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; null outside the routes that need it. Read it through `actorOf`. */
    actor: Actor | null;
  }
  interface FastifyContextConfig {
    /** What the asking user's role must permit. A route without it is refused to everybody. */
    permission?: RoutePermission;
  }
  interface FastifySchema extends Marks {}
}

/**
 * What every route says of itself: whom it is permitted to, where it stands in the documentation, what it does in one line, and its shapes.
 *
 *     api.get(paths.units, route('signedIn', 'units', 'The units that the user sees', { response: { 200: unitList } }), …)
 */
export function route<const S extends object>(permission: RoutePermission, tag: string, summary: string, schema: S) {
  return { config: { permission }, schema: { ...schema, tags: [tag], summary } };
}

/** Who asks. Only in routes behind `requireSignIn`. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw new Error(`${request.url} is not behind sign-in`);
  return request.actor;
}
