import { Problem, requestHeader } from '@truyvet/contract';
import type { FastifyRequest } from 'fastify';
import type { Api } from './api.ts';

/**
 * antd writes its styles into the page, hence 'unsafe-inline' for styles alone. Recordings play from blob: or from here.
 * https://www.w3.org/TR/CSP3/
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' blob:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/** Headers of every answer; what the API says is never kept by a cache. */
export function addSecurityHeaders(api: Api): void {
  api.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
}

/** Requests a minute from one place: some 40 desks behind one address, each with a live board. */
export const requestsAMinute = 1200;

/** Before anything else is done for a request, sign-in included (the plugin's own hook would come after it). */
export function limitRequests(api: Api): void {
  let limit: ReturnType<Api['createRateLimit']> | undefined;
  api.addHook('onRequest', async (request) => {
    limit ??= api.createRateLimit({ max: requestsAMinute, timeWindow: 60_000 });
    const counted = await limit(request);
    if (!counted.isAllowed && counted.isExceeded) throw new Problem('auth.tooMany', { seconds: counted.ttlInSeconds });
  });
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const ownSites = new Set(['same-origin', 'none']);

/**
 * Refuses changes that another site makes a signed-in browser send: a form or image cannot set our header, scripts of other sites may
 * not (no CORS), and browsers say where a request comes from (Fetch Metadata).
 */
export function refuseCrossSite(api: Api): void {
  api.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return;
    if (!mayCome(request)) throw new Problem('auth.crossSite');
  });
}

function mayCome(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string' && !ownSites.has(site)) return false;
  return safeMethods.has(request.method) || request.headers[requestHeader.name] === requestHeader.value;
}
