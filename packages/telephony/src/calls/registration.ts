import type { CallFault, Registration, RegistrationState, Trunk, Unsubscribe } from '../api.ts';
import { PhoneError } from '../phoneError.ts';
import type { Cancel } from '../signalling/clock.ts';
import { headerOf, headersOf, type SipResponse } from '../sip/message.ts';
import { parseNameAddress } from '../sip/nameAddress.ts';
import { splitOutside } from '../sip/splitList.ts';
import { parseUri } from '../sip/uri.ts';
import { Authenticator } from './authorization.ts';
import type { CallEnvironment } from './callEnvironment.ts';
import { requestOutside } from './outOfDialog.ts';

const DEFAULT_EXPIRES_S = 3600;
/** RFC 5626 §4.5: the first pause, and the longest. */
const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 1_800_000;
/** A binding is never refreshed more often than that. */
const SHORTEST_REFRESH_MS = 5_000;

/** Keeps one binding at a registrar (RFC 3261 §10.2): one Call-ID, growing CSeq numbers, refreshed at half of its time. */
export class KeptRegistration implements Registration {
  state: RegistrationState = { name: 'registering' };
  private readonly environment: CallEnvironment;
  private readonly trunk: Trunk;
  private readonly auth: Authenticator;
  private readonly callId: string;
  private readonly listeners = new Set<(state: RegistrationState) => void>();
  private expiresS: number;
  private cseq = 0;
  private failures = 0;
  private contact = '';
  private cancelNext: Cancel = () => undefined;

  constructor(environment: CallEnvironment, trunk: Trunk, { expiresS = DEFAULT_EXPIRES_S }: { readonly expiresS?: number } = {}) {
    this.environment = environment;
    this.trunk = trunk;
    this.expiresS = expiresS;
    this.auth = new Authenticator(trunk.credentials, environment.token, environment.hash);
    this.callId = environment.token();
    void this.run();
  }

  on(_event: 'change', listener: (state: RegistrationState) => void): Unsubscribe {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async stop(): Promise<void> {
    if (this.state.name === 'stopped') return;
    const bound = this.state.name === 'registered';
    this.cancelNext();
    this.become({ name: 'stopped' });
    this.listeners.clear();
    // Whether the registrar hears it or not: the binding lapses by itself.
    if (bound) await this.send(0).catch(() => undefined);
  }

  private async run(): Promise<void> {
    let next: RegistrationState;
    try {
      next = this.judge(await this.send(this.expiresS));
    } catch (error) {
      next = this.failed(faultOf(error), undefined, error instanceof Error ? error.message : String(error));
    }
    if (this.state.name === 'stopped') {
      if (next.name === 'registered') await this.send(0).catch(() => undefined);
      return;
    }
    this.become(next);
    const pauseMs = next.name === 'registered' ? Math.max(SHORTEST_REFRESH_MS, next.expiresS * 500) : retryOf(next);
    this.cancelNext = this.environment.clock.after(pauseMs, () => void this.run());
  }

  private send(expiresS: number): Promise<SipResponse | undefined> {
    return requestOutside(this.environment, {
      method: 'REGISTER',
      trunk: this.trunk,
      callId: this.callId,
      localTag: this.environment.token(),
      nextCseq: () => ++this.cseq,
      auth: this.auth,
      extra: (contact) => {
        this.contact = contact;
        return [
          { name: 'contact', value: `<${contact}>` },
          { name: 'expires', value: `${expiresS}` },
        ];
      },
    });
  }

  private judge(response: SipResponse | undefined): RegistrationState {
    if (response === undefined) return this.failed('noResponse', undefined, 'no response to REGISTER');
    if (response.status < 300) {
      this.failures = 0;
      return { name: 'registered', expiresS: this.grantedBy(response) };
    }
    if (response.status === 423) {
      const least = Number(headerOf(response, 'min-expires') ?? 0);
      if (Number.isInteger(least) && least > this.expiresS) this.expiresS = least;
    }
    const challenged = response.status === 401 || response.status === 407 || response.status === 403;
    const password = this.trunk.credentials === undefined ? 'noCredentials' : 'wrongPassword';
    return this.failed(challenged ? password : undefined, response.status, response.reason);
  }

  /** Seconds granted to our binding: on its Contact, else in Expires, else what we asked for (§10.2.4). */
  private grantedBy(response: SipResponse): number {
    const own = parseUri(this.contact);
    const bindings = headersOf(response, 'contact').flatMap((value) => splitOutside(value, ','));
    for (const binding of bindings) {
      const address = parseNameAddress(binding);
      const uri = parseUri(address?.uri ?? '');
      const expires = Number(address?.params.get('expires') ?? Number.NaN);
      if (uri?.host === own?.host && uri?.port === own?.port && expires > 0) return expires;
    }
    const stated = Number(headerOf(response, 'expires') ?? Number.NaN);
    return stated > 0 ? stated : this.expiresS;
  }

  // RFC 5626 §4.5: the pause doubles, and is then cut by chance to between half and all of it.
  private failed(fault: CallFault | undefined, sipStatus: number | undefined, detail: string): RegistrationState {
    const wholeMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.failures++, 10));
    const retryMs = sipStatus === 423 ? 0 : Math.round(wholeMs * (0.5 + this.environment.random() / 2));
    return {
      name: 'failed',
      retryMs,
      ...(sipStatus === undefined ? {} : { sipStatus }),
      ...(fault === undefined ? {} : { fault }),
      ...(detail === '' ? {} : { detail }),
    };
  }

  private become(state: RegistrationState): void {
    this.state = state;
    for (const listener of this.listeners) {
      try {
        listener(state);
      } catch (error) {
        this.environment.log('warn', 'a registration listener threw', { error: String(error) });
      }
    }
  }
}

const retryOf = (state: RegistrationState): number => (state.name === 'failed' ? state.retryMs : FIRST_RETRY_MS);

function faultOf(error: unknown): CallFault {
  const code = error instanceof PhoneError ? error.code : undefined;
  return code === 'tlsRefused' || code === 'nameNotFound' ? code : 'notConnected';
}
