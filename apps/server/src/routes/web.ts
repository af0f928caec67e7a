import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { Api } from './api.ts';
import { refuseUnknown } from './refusals.ts';

const yearMs = 365 * 24 * 3600 * 1000;

/**
 * The built desk. Files under /assets carry a hash in their name and are kept for a year; every other address that is not the API's
 * is a page of the desk and gets index.html.
 */
export function serveDesk(api: Api, webFolder: string | null): void {
  if (webFolder === null || !existsSync(join(webFolder, 'index.html'))) {
    api.setNotFoundHandler(refuseUnknown);
    return;
  }
  api.register(staticFiles, {
    root: webFolder,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const hashed = path.includes('/assets/');
      reply.setHeader('cache-control', hashed ? `public, max-age=${yearMs / 1000}, immutable` : 'no-cache');
    },
  });
  api.setNotFoundHandler((request, reply) => {
    const page = request.method === 'GET' && !request.url.startsWith('/api/') && !request.url.startsWith('/assets/');
    return page ? reply.sendFile('index.html') : refuseUnknown(request, reply);
  });
}
