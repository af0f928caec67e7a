import { Problem } from '@truyvet/contract';
import type { FastifyRequest } from 'fastify';
import type { Api } from './api.ts';

/** Forms a minute from one address: a whole commune may stand behind one, a person needs one or two. */
export const publicFormsAMinute = 30;

/** A limit for routes without sign-in, for `onRequest`. Throws `auth.tooMany`. */
export function publicLimit(api: Api): (request: FastifyRequest) => Promise<void> {
  let limit: ReturnType<Api['createRateLimit']> | undefined;
  return async (request) => {
    limit ??= api.createRateLimit({ max: publicFormsAMinute, timeWindow: 60_000 });
    const counted = await limit(request);
    if (!counted.isAllowed && counted.isExceeded) throw new Problem('auth.tooMany', { seconds: counted.ttlInSeconds });
  };
}
