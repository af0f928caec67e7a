import { type Params, parseParams } from './params.ts';

/** `sip:user@host:port;params?headers` (RFC 3261 §19.1) or `tel:number` (its number is `user`, its host ''). */
export type Uri = {
  readonly scheme: 'sip' | 'sips' | 'tel';
  readonly user?: string;
  /** Without the brackets of an IPv6 reference. */
  readonly host: string;
  readonly port?: number;
  readonly params: Params;
};

const pattern =
  /^(sips?):(?:([^@\s<>"]*)@)?(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?((?:;[^?\s<>"]*)?)(?:\?[^\s<>"]*)?$/i;

/** Undefined for anything that isn't a SIP, SIPS or TEL URI. A password in the user part is dropped. */
export function parseUri(text: string): Uri | undefined {
  const match = pattern.exec(text);
  if (match === null) return parseTel(text);
  const [, scheme = '', userinfo, host = '', port, params = ''] = match;
  if (port !== undefined && Number(port) > 65535) return undefined;
  const user = userinfo === undefined ? undefined : unescapeUser(userinfo.split(':', 1)[0] ?? '');
  return {
    scheme: scheme.toLowerCase() === 'sips' ? 'sips' : 'sip',
    ...(user === undefined ? {} : { user }),
    host: host.startsWith('[') ? host.slice(1, -1) : host,
    ...(port === undefined ? {} : { port: Number(port) }),
    params: parseParams(params.slice(1)),
  };
}

/** The URI as text; characters that may not stand in the user part are escaped. */
export function writeUri(uri: Uri): string {
  if (uri.scheme === 'tel') return `tel:${uri.user ?? ''}${writeUriParams(uri.params)}`;
  const user = uri.user === undefined ? '' : `${escapeUser(uri.user)}@`;
  return `${uri.scheme}:${user}${hostPort(uri.host, uri.port)}${writeUriParams(uri.params)}`;
}

// In a URI nothing may stand in quotes (RFC 3261 §25.1, uri-parameter).
function writeUriParams(params: Params): string {
  let text = '';
  for (const [name, value] of params) text += `;${escapeParam(name)}${value === '' ? '' : `=${escapeParam(value)}`}`;
  return text;
}

const escapeParam = (text: string): string => text.replace(/[\s<>"?;]/g, encodeURIComponent);

/** `host`, `host:port` or `[v6]:port`. */
export function hostPort(host: string, port?: number): string {
  const shown = host.includes(':') ? `[${host}]` : host;
  return port === undefined ? shown : `${shown}:${port}`;
}

/** User part of a URI given as text; '' if there is none. */
export function userOf(uri: string): string {
  return parseUri(uri)?.user ?? '';
}

function parseTel(text: string): Uri | undefined {
  const match = /^tel:([+0-9A-Fa-f*#().-]+)((?:;[^\s<>"]*)?)$/i.exec(text);
  if (match === null) return undefined;
  return { scheme: 'tel', user: match[1] ?? '', host: '', params: parseParams((match[2] ?? '').slice(1)) };
}

function unescapeUser(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // Not UTF-8 behind the percent signs: keep what was written.
    return text;
  }
}

// A lone surrogate has no UTF-8: it becomes the replacement character.
function escapeChar(char: string): string {
  return /^[\ud800-\udfff]$/.test(char) ? '%EF%BF%BD' : encodeURIComponent(char);
}

// `%` stays when it already starts an escape that couldn't be decoded.
function escapeUser(text: string): string {
  return text.replace(/[^\w.!~*'()&=+$,;?/%-]|%(?![0-9a-fA-F]{2})/gu, escapeChar);
}
