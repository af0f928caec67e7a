import { parseParams, quote } from './params.ts';

/** Digest access authentication as a client (RFC 7616, RFC 2617; for SIP: RFC 3261 §22.4, RFC 8760). */

export type DigestAlgorithm = 'MD5' | 'SHA-256';

/** Lower-case hexadecimal hash of UTF-8 text. */
export type Hash = (algorithm: DigestAlgorithm, text: string) => string;

export type Challenge = {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque?: string;
  readonly algorithm: DigestAlgorithm;
  /** `-sess` variant of the algorithm. */
  readonly session: boolean;
  /** Whether the server takes `qop=auth`; without qop the older form of RFC 2069 is used. */
  readonly qopAuth: boolean;
  readonly stale: boolean;
};

export type Credentials = { readonly username: string; readonly password: string };

export type Use = {
  readonly method: string;
  readonly uri: string;
  readonly cnonce: string;
  /** How often this nonce was used, from 1. */
  readonly nonceCount: number;
};

/** Reads `Digest realm=…`; undefined for other schemes, unknown algorithms, or `auth-int` alone. */
export function parseChallenge(text: string): Challenge | undefined {
  const match = /^digest\s+(.*)$/is.exec(text.trim());
  if (match === null) return undefined;
  const params = parseParams(
    (match[1] ?? '').replace(/("(?:\\.|[^"\\])*")|,/g, (_, quoted: string | undefined) => quoted ?? ';'),
  );
  const { realm, nonce, opaque, algorithm = 'MD5', qop = '' } = Object.fromEntries(params);
  const name = algorithm.toUpperCase().replace(/-SESS$/, '');
  if (realm === undefined || nonce === undefined || (name !== 'MD5' && name !== 'SHA-256')) return undefined;
  const qops = qop.toLowerCase().split(/[\s,]+/);
  if (qop !== '' && !qops.includes('auth')) return undefined;
  return {
    realm,
    nonce,
    ...(opaque === undefined ? {} : { opaque }),
    algorithm: name,
    session: /-sess$/i.test(algorithm),
    qopAuth: qops.includes('auth'),
    stale: params.get('stale')?.toLowerCase() === 'true',
  };
}

/** The strongest challenge we can answer, of all offered. */
export function chooseChallenge(values: readonly string[]): Challenge | undefined {
  const challenges = values.map(parseChallenge).filter((challenge) => challenge !== undefined);
  return challenges.find((challenge) => challenge.algorithm === 'SHA-256') ?? challenges[0];
}

/** Value of Authorization or Proxy-Authorization. */
export function authorize(challenge: Challenge, credentials: Credentials, use: Use, hash: Hash): string {
  const nc = use.nonceCount.toString(16).padStart(8, '0');
  const fields = [
    `username=${quote(credentials.username)}`,
    `realm=${quote(challenge.realm)}`,
    `nonce=${quote(challenge.nonce)}`,
    `uri=${quote(use.uri)}`,
    `response="${digestResponse(challenge, credentials, use, nc, hash)}"`,
    `algorithm=${challenge.algorithm}${challenge.session ? '-sess' : ''}`,
  ];
  if (challenge.opaque !== undefined) fields.push(`opaque=${quote(challenge.opaque)}`);
  if (challenge.qopAuth) fields.push('qop=auth', `nc=${nc}`);
  if (challenge.qopAuth || challenge.session) fields.push(`cnonce=${quote(use.cnonce)}`);
  return `Digest ${fields.join(', ')}`;
}

// RFC 7616 §3.4.1–3.4.3.
function digestResponse(challenge: Challenge, credentials: Credentials, use: Use, nc: string, hash: Hash): string {
  const h = (text: string) => hash(challenge.algorithm, text);
  const user = h(`${credentials.username}:${challenge.realm}:${credentials.password}`);
  const a1 = challenge.session ? h(`${user}:${challenge.nonce}:${use.cnonce}`) : user;
  const a2 = h(`${use.method}:${use.uri}`);
  if (!challenge.qopAuth) return h(`${a1}:${challenge.nonce}:${a2}`);
  return h(`${a1}:${challenge.nonce}:${nc}:${use.cnonce}:auth:${a2}`);
}
