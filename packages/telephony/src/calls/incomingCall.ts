import type { CallIdentifiers } from '../api.ts';
import { PhoneError } from '../phoneError.ts';
import type { MediaPlan } from '../sdp/negotiate.ts';
import type { RemoteMedia } from '../sdp/session.ts';
import type { Cancel } from '../signalling/clock.ts';
import type { ServerTransaction } from '../signalling/transactions.ts';
import { type Dialog, dialogOfRequest } from '../sip/dialog.ts';
import { type Header, headerOf, type SipRequest } from '../sip/message.ts';
import { parseNameAddress } from '../sip/nameAddress.ts';
import { writeQ850 } from '../sip/reason.ts';
import { ALLOW } from '../sip/requests.ts';
import { answerTimer, hasOption } from '../sip/sessionExpires.ts';
import { userOf } from '../sip/uri.ts';
import type { Hop } from '../transport/hop.ts';
import { CallBase, type CallSettings } from './callBase.ts';
import type { CallEnvironment, Located } from './callEnvironment.ts';
import { repeatUntilAck } from './okRetransmission.ts';
import { ReliableRinging } from './reliableProvisionals.ts';

/** A call that comes in: 180, 200 repeated until ACK, or a rejection (RFC 3261 §13.3). */
export class IncomingCall extends CallBase {
  readonly direction = 'incoming';
  readonly remoteNumber: string;
  readonly calledNumber: string;
  private readonly transaction: ServerTransaction;
  private readonly offer: RemoteMedia | undefined;
  /** What we answer to the offer; undefined without one, or without a common codec. */
  private readonly agreed: MediaPlan | undefined;
  /** `open` until a final response left. */
  private response: 'open' | 'answering' | 'sent' = 'open';
  private stopRepeating: Cancel | undefined;
  private readonly ringing: ReliableRinging;
  /** Hung up between 200 and ACK: BYE must wait for the ACK (RFC 3261 §15). */
  private hangUpAfterAck: 'hungUp' | 'shutdown' | undefined;

  constructor(environment: CallEnvironment, settings: CallSettings, transaction: ServerTransaction, sessionId: number) {
    const { request } = transaction;
    const dialog = dialogOfRequest(request, environment.token());
    super(environment, settings, identifiersOf(dialog, transaction), sessionId);
    this.transaction = transaction;
    this.way = wayBack(environment, transaction.source);
    this.ringing = new ReliableRinging(environment.clock, environment.ua.timing, 1 + Math.floor(environment.random() * 2 ** 30));
    this.dialog = dialog;
    this.offer = this.media.read(request.body);
    this.agreed = this.media.planFor(this.offer);
    this.remoteNumber = userOf(parseNameAddress(headerOf(request, 'from') ?? '')?.uri ?? '');
    this.calledNumber = userOf(request.uri);
    transaction.onCancel = () => this.onCancel();
    this.register();
  }

  /** Whether we could speak with that caller at all. */
  get acceptable(): boolean {
    return this.transaction.request.body === '' || this.agreed !== undefined;
  }

  start(): void {
    throw new PhoneError('wrongState', 'only an outgoing call can be started');
  }

  ring(): void {
    if (this.response !== 'open') return;
    this.state = 'ringing';
    // Reliably where the caller insists (RFC 3262 §3); a 180 that is merely lost hurts nobody.
    if (hasOption(this.transaction.request, 'require', '100rel'))
      this.ringing.send(
        (extra) => this.respond(180, '', undefined, extra),
        () => this.refuse(504, 'no PRACK to our 180'),
      );
    else this.respond(180);
  }

  answer(): void {
    if (this.response !== 'open') return;
    this.response = 'answering';
    this.open().catch((error: unknown) => this.refuse(500, String(error)));
  }

  reject(sipStatus: number, q850Cause?: number): void {
    if (this.response === 'sent') return;
    if (sipStatus < 300 || sipStatus > 699) throw new PhoneError('wrongState', 'a rejection is 300–699');
    const reason = q850Cause === undefined ? {} : { q850Cause };
    this.response = 'sent';
    this.respond(sipStatus, '', q850Cause);
    this.finish({ cause: 'hungUp', sipStatus, ...reason });
  }

  terminate(cause: 'hungUp' | 'shutdown'): void {
    if (this.state === 'ended') return;
    if (this.state === 'answered') {
      this.bye({ cause });
      return;
    }
    if (this.response === 'sent') {
      this.hangUpAfterAck = cause;
      return;
    }
    this.response = 'sent';
    const sipStatus = cause === 'shutdown' ? 503 : 603;
    this.respond(sipStatus);
    this.finish({ cause, sipStatus });
  }

  onLate2xx(): void {
    // We never sent an INVITE in this dialog.
  }

  override onAck(ack: SipRequest): void {
    if (this.stopRepeating === undefined) {
      super.onAck(ack);
      return;
    }
    this.stopRepeating();
    this.stopRepeating = undefined;
    this.confirm(ack);
  }

  protected override onDialogRequest(transaction: ServerTransaction): void {
    if (transaction.request.method === 'PRACK')
      transaction.respond(this.ringing.acknowledge(transaction.request, this.transaction.received.cseq.number) ? 200 : 481);
    else super.onDialogRequest(transaction);
  }

  private async open(): Promise<void> {
    const first = this.media.firstPlan(this.agreed);
    const stream = await this.environment.openMedia(this.localHost, this.mediaUser, first);
    if (stream === undefined) return this.refuse(503, 'noFreePort');
    this.media.attach(stream, this.localHost);
    if (this.response === 'answering') this.sendOk();
  }

  private sendOk(): void {
    const { plan } = this.media;
    const sdp = this.offer === undefined || plan === undefined ? this.media.offer() : this.media.answer(this.offer, plan);
    this.response = 'sent';
    const { clock, ua } = this.environment;
    const send = () => this.respond(200, sdp);
    send();
    this.stopRepeating = repeatUntilAck(clock, ua.timing, send, () => {
      this.stopRepeating = undefined;
      this.bye({ cause: 'protocolError', detail: 'no ACK to our 200' });
    });
  }

  private confirm(ack: SipRequest): void {
    const plan = this.agreed ?? this.media.planFor(this.media.read(ack.body));
    if (plan === undefined) {
      this.bye({ cause: 'noCommonCodec' });
      return;
    }
    this.media.setPlan(plan, true);
    const timer = answerTimer(this.transaction.request);
    this.session.start(this.transaction.request, timer === 'tooSmall' ? undefined : timer.terms);
    this.markAnswered(plan.codec);
    if (this.hangUpAfterAck !== undefined) this.bye({ cause: this.hangUpAfterAck });
  }

  private onCancel(): void {
    if (this.response === 'sent') return;
    this.response = 'sent';
    this.respond(487);
    this.finish({ cause: 'farEndHungUp', sipStatus: 487 });
  }

  protected override finish(end: Parameters<CallBase['finish']>[0]): void {
    this.stopRepeating?.();
    this.stopRepeating = undefined;
    this.ringing.stop();
    this.transaction.release();
    super.finish(end);
  }

  private refuse(sipStatus: number, detail: string): void {
    if (this.response === 'sent') return;
    this.response = 'sent';
    this.respond(sipStatus);
    this.finish({ cause: detail === 'noFreePort' ? 'noFreePort' : 'protocolError', sipStatus, detail });
  }

  private respond(status: number, body = '', q850Cause?: number, extra: readonly Header[] = []): void {
    if (status >= 200) this.ringing.stop();
    const timer = status === 200 ? answerTimer(this.transaction.request) : 'tooSmall';
    this.transaction.respond(status, {
      toTag: this.identifiers.localTag,
      body,
      extra: [
        ...(status > 100 && status < 300 ? [{ name: 'contact', value: `<${this.contact}>` }] : []),
        ...(status === 200 ? [{ name: 'allow', value: ALLOW }] : []),
        ...(timer === 'tooSmall' ? [] : timer.headers),
        ...extra,
        ...(q850Cause === undefined ? [] : [{ name: 'reason', value: writeQ850(q850Cause) }]),
      ],
    });
  }
}

function wayBack(environment: CallEnvironment, remote: Hop): Located {
  const { datagrams } = environment.ua.options;
  const localPort = datagrams.portTowards?.(remote) ?? datagrams.address.port;
  return { localHost: environment.localHostTowards(remote.host), localPort, remote };
}

function identifiersOf(dialog: Dialog, { request, received, source }: ServerTransaction): CallIdentifiers {
  return {
    ...dialog,
    requestUri: request.uri,
    // Our own requests in this dialog start at 1.
    cseq: 0,
    branch: received.via.params.get('branch') ?? '',
    proxy: { host: source.host, port: source.port },
    ...(source.protocol === undefined ? {} : { transport: source.protocol }),
  };
}
