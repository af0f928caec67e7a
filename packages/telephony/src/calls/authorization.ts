import { authorize, type Challenge, type Credentials, chooseChallenge, type Hash } from '../sip/digest.ts';
import { type Header, headersOf, type SipRequest, type SipResponse } from '../sip/message.ts';

/** The header that answers a 401 or 407, or undefined when no challenge in it can be met (RFC 3261 §22.2, §22.3). */
export function authorizationFor(
  response: SipResponse,
  request: Pick<SipRequest, 'method' | 'uri'>,
  credentials: Credentials | undefined,
  cnonce: string,
  hash: Hash,
): { header: Header; challenge: Challenge } | undefined {
  if (credentials === undefined || (response.status !== 401 && response.status !== 407)) return undefined;
  const proxy = response.status === 407;
  const challenge = chooseChallenge(headersOf(response, proxy ? 'proxy-authenticate' : 'www-authenticate'));
  if (challenge === undefined) return undefined;
  const value = authorize(challenge, credentials, { method: request.method, uri: request.uri, cnonce, nonceCount: 1 }, hash);
  return { header: { name: proxy ? 'proxy-authorization' : 'authorization', value }, challenge };
}
