import type { Call, CallEnd, CallIdentifiers, Codec, DialOptions, Trunk } from '../api.ts';
import { PhoneError } from '../phoneError.ts';
import { planOf, writeOffer } from '../sdp/negotiate.ts';
import { readSdp } from '../sdp/session.ts';
import { dialogOfResponse, nextHop } from '../sip/dialog.ts';
import { type Header, headerOf, type SipRequest, type SipResponse } from '../sip/message.ts';
import { writeNameAddress } from '../sip/nameAddress.ts';
import { q850CauseOf } from '../sip/reason.ts';
import { cancelRequest, dialogRequest, inviteRequest } from '../sip/requests.ts';
import { writeUri } from '../sip/uri.ts';
import { authorizationFor } from './authorization.ts';
import { CallBase, type CallSettings } from './callBase.ts';
import { type CallEnvironment, type Located, locate } from './callEnvironment.ts';

export const DEFAULT_CODECS: readonly Codec[] = ['PCMA', 'PCMU'];
const DEFAULT_RING_TIMEOUT_MS = 35_000;
/** One answer to a challenge, and one more if its nonce was stale. */
const MOST_CHALLENGES = 2;

/** A call that we make: INVITE, early responses, ACK, CANCEL (RFC 3261 §13.2, §9.1). */
export class OutgoingCall extends CallBase {
  readonly direction = 'outgoing';
  readonly remoteNumber: string;
  readonly calledNumber: string;
  private readonly dial: DialOptions;
  private located: Located | undefined;
  private invite: SipRequest | undefined;
  private authorization: readonly Header[] = [];
  private challenges = 0;
  private provisional = false;
  /** Set once we no longer want the call: what `ended` will say. */
  private cancelled: CallEnd['cause'] | undefined;
  private cancelSent = false;
  private confirmed = false;

  constructor(environment: CallEnvironment, settings: CallSettings, dial: DialOptions, sessionId: number) {
    super(environment, settings, newIdentifiers(environment, dial), sessionId);
    this.dial = dial;
    this.remoteNumber = dial.number;
    this.calledNumber = dial.number;
  }

  start(): void {
    if (this.state !== 'new') throw new PhoneError('wrongState', 'a call can be started once');
    this.state = 'calling';
    this.begin().catch((error: unknown) => this.finish({ cause: 'unreachable', detail: String(error) }));
  }

  ring(): void {
    throw new PhoneError('wrongState', 'only an incoming call can be rung');
  }

  answer(): void {
    throw new PhoneError('wrongState', 'only an incoming call can be answered');
  }

  reject(): void {
    throw new PhoneError('wrongState', 'only an incoming call can be rejected');
  }

  terminate(cause: 'hungUp' | 'shutdown'): void {
    if (this.state === 'ended') return;
    if (this.confirmed) this.bye({ cause });
    else this.cancel(cause);
  }

  onLate2xx(response: SipResponse): void {
    this.on2xx(response);
  }

  private async begin(): Promise<void> {
    this.located = await locate(this.environment, this.dial.trunk.proxy);
    this.localHost = this.located.localHost;
    const stream = await this.environment.openMedia(this.localHost, this.mediaUser);
    if (stream === undefined) return this.finish({ cause: 'noFreePort' });
    this.media.attach(stream, this.localHost);
    const wanted: Call['state'] = 'calling';
    if (this.state !== wanted) return;
    this.environment.ua.trust(this.located.remote.host);
    this.register();
    this.after(this.dial.ringTimeoutMs ?? DEFAULT_RING_TIMEOUT_MS, () => this.cancel('ringTimeout'));
    this.sendInvite(this.located);
  }

  private sendInvite(located: Located): void {
    const { identifiers, sender } = this;
    const parts = { ...identifiers, contact: this.contact };
    const invite = inviteRequest(parts, sender, writeOffer(this.media.nextLocal(), this.media.codecs), this.authorization);
    this.invite = invite;
    this.environment.ua.request(invite, identifiers.branch, located.remote, {
      onResponse: (response) => this.onResponse(response, located),
      onTimeout: () => this.finish({ cause: 'unreachable', detail: 'no response to INVITE' }),
    });
  }

  private onResponse(response: SipResponse, located: Located): void {
    if (response.status >= 200 && response.status < 300) {
      this.on2xx(response);
      return;
    }
    if (this.state === 'ended' || this.confirmed) return;
    if (response.status < 200) this.onProvisional(response);
    else if (!this.tryAuthorization(response, located)) this.finish(this.failure(response));
  }

  private onProvisional(response: SipResponse): void {
    this.provisional = true;
    if (this.cancelled !== undefined) {
      this.sendCancel();
      return;
    }
    if (response.status === 100) return;
    this.state = 'ringing';
    const dialog = dialogOfResponse(response, this.identifiers.requestUri);
    if (dialog.remoteTag !== '') this.setDialog(dialog);
    const remote = readSdp(response.body);
    const plan = remote === undefined ? undefined : planOf(remote, this.media.codecs);
    if (plan !== undefined) this.media.setPlan(plan, false);
    this.emitter.emit('ringing', { sipStatus: response.status, early: remote !== undefined });
  }

  private on2xx(response: SipResponse): void {
    const dialog = dialogOfResponse(response, this.identifiers.requestUri);
    const to = nextHop(dialog) ?? this.located?.remote;
    if (to === undefined) return;
    const cseq = Number.parseInt(headerOf(response, 'cseq') ?? '', 10);
    // The same phone again: our ACK was lost (RFC 3261 §13.2.2.4).
    const repeated = this.confirmed && this.dialog?.remoteTag === dialog.remoteTag;
    const unwanted = this.cancelled !== undefined || this.state === 'ended' || this.confirmed;
    if (!repeated && unwanted) {
      const cause = this.cancelled ?? 'hungUp';
      const end: CallEnd = { cause, sipStatus: response.status, detail: 'answered while being cancelled' };
      const finish = this.confirmed ? () => undefined : () => this.finish(end);
      this.environment.ua.ackAndBye(dialog, cseq, this.localHost, to, finish);
      return;
    }
    const ack = { method: 'ACK', cseq, branch: this.environment.ua.newBranch(), contact: this.contact };
    this.environment.ua.sendOnce(dialogRequest(dialog, ack, this.sender, this.authorization), to);
    if (!repeated) this.confirm(response);
  }

  private confirm(response: SipResponse): void {
    this.confirmed = true;
    this.setDialog(dialogOfResponse(response, this.identifiers.requestUri));
    const remote = readSdp(response.body);
    const plan = (remote === undefined ? undefined : planOf(remote, this.media.codecs)) ?? this.media.plan;
    if (plan === undefined) {
      this.bye({ cause: 'noCommonCodec', sipStatus: response.status });
      return;
    }
    this.media.setPlan(plan, true);
    this.markAnswered(plan.codec);
  }

  private cancel(cause: 'hungUp' | 'shutdown' | 'ringTimeout'): void {
    if (this.state === 'ended' || this.confirmed || this.cancelled !== undefined) return;
    if (this.invite === undefined) {
      this.finish({ cause });
      return;
    }
    this.cancelled = cause;
    if (this.provisional) this.sendCancel();
  }

  // CANCEL may not leave before a provisional response (RFC 3261 §9.1); without one, timer B ends the call.
  private sendCancel(): void {
    const { invite, located, environment } = this;
    if (this.cancelSent || invite === undefined || located === undefined) return;
    this.cancelSent = true;
    environment.ua.request(cancelRequest(invite), this.identifiers.branch, located.remote, {
      onResponse: () => undefined,
      onTimeout: () => undefined,
    });
    const end: CallEnd = { cause: this.cancelled ?? 'hungUp', detail: 'no final response after CANCEL' };
    this.after(64 * environment.ua.timing.t1Ms, () => this.finish(end));
  }

  private tryAuthorization(response: SipResponse, located: Located): boolean {
    const { invite, environment } = this;
    if (invite === undefined || this.cancelled !== undefined || this.challenges >= MOST_CHALLENGES) return false;
    const answer = authorizationFor(response, invite, this.settings.credentials, environment.token(), environment.hash);
    if (answer === undefined || (this.challenges > 0 && !answer.challenge.stale)) return false;
    this.challenges++;
    this.provisional = false;
    this.authorization = [answer.header];
    this.setIdentifiers({ cseq: this.identifiers.cseq + 1, branch: environment.ua.newBranch() });
    this.sendInvite(located);
    return true;
  }

  private failure(response: SipResponse): CallEnd {
    const q850Cause = q850CauseOf(response);
    return {
      cause: this.cancelled ?? 'refused',
      sipStatus: response.status,
      ...(q850Cause === undefined ? {} : { q850Cause }),
      ...(response.reason === '' ? {} : { detail: response.reason }),
    };
  }
}

function newIdentifiers(environment: CallEnvironment, { trunk, number }: DialOptions): CallIdentifiers {
  const requestUri = writeUri({ ...trunkUri(trunk), user: number });
  const caller = writeUri({ scheme: 'sip', user: trunk.callerNumber, host: trunk.domain ?? trunk.proxy.host, params: new Map() });
  const params = new Map<string, string>();
  const display = trunk.displayName === undefined ? {} : { displayName: trunk.displayName };
  return {
    callId: environment.token(),
    localTag: environment.token(),
    localUri: writeNameAddress({ ...display, uri: caller, params }),
    remoteUri: writeNameAddress({ uri: requestUri, params }),
    requestUri,
    routeSet: [],
    cseq: 1,
    branch: environment.ua.newBranch(),
    proxy: trunk.proxy,
  };
}

/** The trunk's own URI; its port is named only where there is no domain to hide it. */
export function trunkUri(trunk: Trunk): Parameters<typeof writeUri>[0] {
  if (trunk.domain !== undefined) return { scheme: 'sip', host: trunk.domain, params: new Map() };
  const port = trunk.proxy.port === 5060 ? {} : { port: trunk.proxy.port };
  return { scheme: 'sip', host: trunk.proxy.host, ...port, params: new Map() };
}
