import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Target } from './publicAddress.ts';

export type Posted = { readonly status: number } | { readonly error: string };

const timeoutMs = 10_000;

/**
 * Posts `body` to `url` at the address that was judged; the name is still what TLS checks and what the receiver is asked for. Follows no
 * redirect, reads no answer beyond its status.
 */
export function post(
  url: URL,
  target: Target,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal?: AbortSignal,
): Promise<Posted> {
  return new Promise((resolve) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: false,
      timeout: timeoutMs,
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
      lookup: (_, options, done) => {
        if (options.all) done(null, [target]);
        else done(null, target.address, target.family);
      },
    });
    request.on('response', (response) => {
      response.destroy();
      resolve({ status: response.statusCode ?? 0 });
    });
    request.on('error', (error) => resolve({ error: error.message.slice(0, 200) }));
    request.end(body);
  });
}
