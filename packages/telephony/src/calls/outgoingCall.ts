import type { Call, CallEnd, CallFault, CallIdentifiers, DialOptions } from '../api.ts';
import { PhoneError } from '../phoneError.ts';
import { contactOf, dialogOfResponse } from '../sip/dialog.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import { q850CauseOf } from '../sip/reason.ts';
import { cancelRequest } from '../sip/requests.ts';
import { minSeOf, termsOfAnswer } from '../sip/sessionExpires.ts';
import { parseUri, writeUri } from '../sip/uri.ts';
import { type Hop, isReliable } from '../transport/hop.ts';
import { CallBase, type CallSettings } from './callBase.ts';
import { type CallEnvironment, openFirstWay, serversOf } from './callEnvironment.ts';
import { hopOfDialog } from './inDialog.ts';
import { firstIdentifiers, firstInvite, sessionIntervalOf } from './invitation.ts';
import { PrackBook } from './reliableProvisionals.ts';

const DEFAULT_RING_TIMEOUT_MS = 35_000;

/** A call that we make: INVITE, early responses, ACK, CANCEL (RFC 3261 §13.2, §9.1). */
export class OutgoingCall extends CallBase {
  readonly direction = 'outgoing';
  readonly remoteNumber: string;
  readonly calledNumber: string;
  private readonly dial: DialOptions;
  private readonly pracks = new PrackBook();
  /** Servers of the trunk, and which of them has the call. */
  private servers: readonly Hop[] = [];
  private server = 0;
  private invite: SipRequest | undefined;
  /** Challenges answered for this INVITE. */
  private readonly tried = new Set<string>();
  private redirects = 0;
  private sessionIntervalS: number;
  private provisional = false;
  /** Set once we no longer want the call: what `ended` will say. */
  private cancelled: CallEnd['cause'] | undefined;
  private cancelSent = false;
  private confirmed = false;

  constructor(environment: CallEnvironment, settings: CallSettings, dial: DialOptions, sessionId: number) {
    super(environment, settings, firstIdentifiers(environment, dial), sessionId);
    this.dial = dial;
    this.remoteNumber = dial.number;
    this.calledNumber = dial.number;
    this.sessionIntervalS = sessionIntervalOf(dial.trunk);
  }

  start(): void {
    if (this.state !== 'new') throw new PhoneError('wrongState', 'a call can be started once');
    this.state = 'calling';
    this.begin().catch((error: unknown) => this.finish(unreachable(error)));
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
    this.servers = await serversOf(this.environment, this.dial.trunk);
    await this.openWay(0);
    const stream = await this.environment.openMedia(this.localHost, this.mediaUser);
    if (stream === undefined) return this.finish({ cause: 'noFreePort' });
    this.media.attach(stream, this.localHost);
    const wanted: Call['state'] = 'calling';
    if (this.state !== wanted) return;
    this.register();
    this.after(this.dial.ringTimeoutMs ?? DEFAULT_RING_TIMEOUT_MS, () => this.cancel('ringTimeout'));
    this.sendInvite();
  }

  private async openWay(from: number): Promise<void> {
    const { located, index } = await openFirstWay(this.environment, this.servers, from);
    this.way = located;
    this.server = index;
    if (isReliable(located.remote)) this.setIdentifiers({ sentBy: { host: located.localHost, port: located.localPort } });
  }

  private sendInvite(): void {
    if (this.way === undefined) return;
    const { identifiers, sender, contact, auth } = this;
    const parts = { identifiers, contact, trunk: this.dial.trunk, sessionIntervalS: this.sessionIntervalS };
    const invite = firstInvite(parts, sender, this.media.offer(), auth.headersFor('INVITE', identifiers.requestUri));
    this.invite = invite;
    this.environment.ua.request(invite, identifiers.branch, this.way.remote, {
      onResponse: (response) => this.onResponse(response),
      onTimeout: (failure) => this.onNoResponse(failure),
    });
  }

  /** Another INVITE of the same call: its own transaction, the next CSeq number (RFC 3261 §8.1.3.5). */
  private inviteAgain(change: Partial<CallIdentifiers> = {}): void {
    this.provisional = false;
    const cseq = this.identifiers.cseq + 1;
    this.setIdentifiers({ ...change, cseq, inviteCseq: cseq, branch: this.environment.ua.newBranch() });
    this.sendInvite();
  }

  private onResponse(response: SipResponse): void {
    if (response.status >= 200 && response.status < 300) {
      this.on2xx(response);
      return;
    }
    if (this.state === 'ended' || this.confirmed) return;
    if (response.status < 200) this.onProvisional(response);
    else if (!this.tryOtherwise(response)) this.finish(this.failure(response));
  }

  // The next server of the trunk, if there is one (RFC 3263 §4.3).
  private onNoResponse(failure: string | undefined, response?: SipResponse): void {
    if (this.state === 'ended' || this.confirmed) return;
    const end: CallEnd =
      response === undefined
        ? { ...unreachable(failure), ...(failure === undefined ? { fault: 'noResponse', detail: 'no response to INVITE' } : {}) }
        : this.failure(response);
    if (this.cancelled !== undefined || this.server + 1 >= this.servers.length) {
      this.finish(end);
      return;
    }
    this.openWay(this.server + 1).then(
      () => (this.cancelled === undefined ? this.inviteAgain() : this.finish({ cause: this.cancelled })),
      () => this.finish(end),
    );
  }

  private onProvisional(response: SipResponse): void {
    this.provisional = true;
    if (this.cancelled !== undefined) {
      this.sendCancel();
      return;
    }
    if (response.status === 100) return;
    const dialog = dialogOfResponse(response, this.identifiers.requestUri);
    const prack = this.pracks.enter(response, dialog.remoteTag);
    if (prack === 'ignore') return;
    this.state = 'ringing';
    if (dialog.remoteTag !== '') this.setDialog(dialog);
    if (typeof prack === 'object')
      this.requestInDialog({ method: 'PRACK', extra: [{ name: 'rack', value: prack.rack }] }, () => undefined, dialog);
    const remote = this.media.read(response.body);
    const plan = this.media.planFor(remote);
    if (plan !== undefined) this.media.setPlan(plan, false);
    this.emitter.emit('ringing', { sipStatus: response.status, early: remote !== undefined });
  }

  private on2xx(response: SipResponse): void {
    const { invite } = this;
    if (invite === undefined) return;
    const dialog = dialogOfResponse(response, this.identifiers.requestUri);
    // The same phone again: our ACK was lost (RFC 3261 §13.2.2.4).
    const repeated = this.confirmed && this.dialog?.remoteTag === dialog.remoteTag;
    const unwanted = this.cancelled !== undefined || this.state === 'ended' || this.confirmed;
    if (!repeated && unwanted) {
      this.release(response);
      return;
    }
    this.acknowledge(invite, dialog);
    if (!repeated) this.confirm(response);
  }

  /** A phone that picked up too late, or as the second of several: ACK, then BYE. */
  private release(response: SipResponse): void {
    const dialog = dialogOfResponse(response, this.identifiers.requestUri);
    const to = hopOfDialog(dialog, this.way?.remote);
    if (to === undefined) return;
    const end: CallEnd = {
      cause: this.cancelled ?? 'hungUp',
      sipStatus: response.status,
      detail: 'answered while being cancelled',
    };
    const finish = this.confirmed ? () => undefined : () => this.finish(end);
    const { cseq, inviteCseq = cseq } = this.identifiers;
    this.environment.ua.ackAndBye(
      dialog,
      { invite: inviteCseq, last: cseq },
      { contact: this.contact, sender: this.sender, to },
      finish,
    );
  }

  private confirm(response: SipResponse): void {
    this.confirmed = true;
    this.setDialog(dialogOfResponse(response, this.identifiers.requestUri));
    const plan = this.media.planFor(this.media.read(response.body)) ?? this.media.plan;
    if (plan === undefined) {
      this.bye({ cause: 'noCommonCodec', sipStatus: response.status });
      return;
    }
    this.media.setPlan(plan, true);
    this.session.start(response, termsOfAnswer(response));
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
    const { invite, way, environment } = this;
    if (this.cancelSent || invite === undefined || way === undefined) return;
    this.cancelSent = true;
    environment.ua.request(cancelRequest(invite), this.identifiers.branch, way.remote, {
      onResponse: () => undefined,
      onTimeout: () => undefined,
    });
    const end: CallEnd = { cause: this.cancelled ?? 'hungUp', detail: 'no final response after CANCEL' };
    this.after(64 * environment.ua.timing.t1Ms, () => this.finish(end));
  }

  /** Whether a failure isn't the end yet: a challenge, a longer session interval, another number, another server. */
  private tryOtherwise(response: SipResponse): boolean {
    if (this.cancelled !== undefined) return false;
    if (this.auth.learn(response, this.tried) === 'repeat') this.inviteAgain();
    else if (response.status === 422 && minSeOf(response) > this.sessionIntervalS) {
      this.sessionIntervalS = minSeOf(response);
      this.inviteAgain();
    } else if (response.status >= 300 && response.status < 400) return this.redirect(response);
    else if (response.status === 503 && this.server + 1 < this.servers.length) this.onNoResponse(undefined, response);
    else return false;
    return true;
  }

  // The number is taken over, the way isn't: a stranger's answer must not make us call strangers.
  private redirect(response: SipResponse): boolean {
    const target = parseUri(contactOf(response) ?? '');
    if (target?.user === undefined || this.redirects >= (this.dial.trunk.maxRedirects ?? 0)) return false;
    const own = parseUri(this.identifiers.requestUri);
    if (own === undefined || own.user === target.user) return false;
    this.redirects++;
    this.inviteAgain({ requestUri: writeUri({ ...own, user: target.user }) });
    return true;
  }

  private failure(response: SipResponse): CallEnd {
    const q850Cause = q850CauseOf(response);
    const challenged = response.status === 401 || response.status === 407;
    const fault: CallFault = this.settings.credentials === undefined ? 'noCredentials' : 'wrongPassword';
    return {
      cause: this.cancelled ?? 'refused',
      sipStatus: response.status,
      ...(q850Cause === undefined ? {} : { q850Cause }),
      ...(challenged ? { fault } : {}),
      ...(response.reason === '' ? {} : { detail: response.reason }),
    };
  }
}

function unreachable(error: unknown): CallEnd {
  const code = error instanceof PhoneError ? error.code : undefined;
  const fault: CallFault = code === 'tlsRefused' || code === 'nameNotFound' ? code : 'notConnected';
  return { cause: 'unreachable', fault, detail: error instanceof Error ? error.message : String(error) };
}
