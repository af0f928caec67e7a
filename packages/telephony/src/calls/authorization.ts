import type { CallFault } from '../api.ts';
import { authorize, type Challenge, type Credentials, chooseChallenge, type Hash } from '../sip/digest.ts';
import { type Header, headersOf, type SipResponse } from '../sip/message.ts';

type Known = { readonly challenge: Challenge; uses: number };
type Asker = 'authorization' | 'proxy-authorization';

/** What an answer to a challenge can be: send again with credentials, or give up for that reason. */
export type Verdict = 'repeat' | 'notChallenged' | Extract<CallFault, 'wrongPassword' | 'noCredentials'>;

/** Our credentials towards one trunk, and the nonces it gave us (RFC 3261 §22, RFC 7616 §3.4, RFC 8760). */
export class Authenticator {
  private readonly credentials: Credentials | undefined;
  private readonly token: () => string;
  private readonly hash: Hash;
  private readonly known = new Map<Asker, Known>();

  constructor(credentials: Credentials | undefined, token: () => string, hash: Hash) {
    this.credentials = credentials;
    this.token = token;
    this.hash = hash;
  }

  /** For a new request: the nonces we have are used again, each time with a higher count. */
  headersFor(method: string, uri: string): Header[] {
    const { credentials } = this;
    if (credentials === undefined) return [];
    return [...this.known].map(([name, known]) => {
      known.uses++;
      const use = { method, uri, cnonce: this.token(), nonceCount: known.uses };
      return { name, value: authorize(known.challenge, credentials, use, this.hash) };
    });
  }

  /**
   * Learns the challenge of a 401 or 407. `tried` belongs to one request and its repetitions: a challenge that comes back although
   * it was answered means that the password is wrong, unless the nonce had only grown stale.
   */
  learn(response: SipResponse, tried: Set<string>): Verdict {
    if (response.status !== 401 && response.status !== 407) return 'notChallenged';
    const proxy = response.status === 407;
    const challenge = chooseChallenge(headersOf(response, proxy ? 'proxy-authenticate' : 'www-authenticate'));
    if (this.credentials === undefined || challenge === undefined) return 'noCredentials';
    const key = `${response.status} ${challenge.realm}`;
    const staleKey = `${key} stale`;
    if (tried.has(key) && (!challenge.stale || tried.has(staleKey))) return 'wrongPassword';
    if (tried.has(key)) tried.add(staleKey);
    tried.add(key);
    this.known.set(proxy ? 'proxy-authorization' : 'authorization', { challenge, uses: 0 });
    return 'repeat';
  }
}
