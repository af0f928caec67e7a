import { type Header, withFirstHeader } from './message.ts';
import { type Params, parseParams, writeParams } from './params.ts';
import { hostPort } from './uri.ts';

/** One hop of the way back (RFC 3261 §20.42, rport: RFC 3581). */
export type Via = {
  readonly transport: string;
  /** Without the brackets of an IPv6 reference. */
  readonly host: string;
  readonly port?: number;
  /** `branch`, `rport`, `received`… */
  readonly params: Params;
};

const pattern =
  /^SIP\s*\/\s*2\.0\s*\/\s*([A-Za-z0-9-]+)\s+(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)\s*(?::\s*(\d{1,5}))?\s*(?:;(.*))?$/is;

/** Reads one Via value; undefined if it isn't one. */
export function parseVia(text: string): Via | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, transport = '', host = '', port, params = ''] = match;
  if (port !== undefined && Number(port) > 65535) return undefined;
  return {
    transport: transport.toUpperCase(),
    host: host.startsWith('[') ? host.slice(1, -1) : host,
    ...(port === undefined ? {} : { port: Number(port) }),
    params: parseParams(params),
  };
}

export function writeVia(via: Via): string {
  return `SIP/2.0/${via.transport} ${hostPort(via.host, via.port)}${writeParams(via.params)}`;
}

/** The request with its top Via naming that transport: requests are built for UDP and stamped when their way is known. */
export function overTransport<Request extends { readonly headers: readonly Header[] }>(
  request: Request,
  transport: string,
): Request {
  if (transport === 'UDP') return request;
  const via = request.headers.find((header) => header.name === 'via')?.value ?? '';
  return {
    ...request,
    headers: withFirstHeader(request.headers, 'via', via.replace(/^SIP\/2\.0\/[A-Z]+/, `SIP/2.0/${transport}`)),
  };
}

/**
 * The Via as a server keeps it: `received` and `rport` say where the request really came from (RFC 3261 §18.2.1, RFC 3581 §4). A `received` of the
 * sender's own would send our answers wherever it likes.
 */
export function stampVia(via: Via, source: { readonly host: string; readonly port: number }): Via {
  const params = new Map(via.params);
  params.delete('received');
  if (via.host !== source.host || params.has('rport')) params.set('received', source.host);
  if (params.has('rport')) params.set('rport', String(source.port));
  return { ...via, params };
}

/** Where a response goes (RFC 3261 §18.2.2, RFC 3581 §4), from a stamped Via. */
export function responseAddress(via: Via): { host: string; port: number } {
  const rport = Number(via.params.get('rport'));
  const port = Number.isInteger(rport) && rport > 0 && rport < 65536 ? rport : (via.port ?? 5060);
  return { host: via.params.get('received') || via.host, port };
}

/** Where the sender takes connections (RFC 3261 §18.2.2), from a stamped Via. */
export function listeningAddress(via: Via, defaultPort: number): { host: string; port: number } {
  return { host: via.params.get('received') || via.host, port: via.port ?? defaultPort };
}
