import type { Call, CallEnd, CallEvents, CallIdentifiers, Codec, Trunk, Unsubscribe } from '../api.ts';
import type { MediaUser } from '../media/mediaPool.ts';
import type { SourceRule } from '../media/messages.ts';
import { PhoneError } from '../phoneError.ts';
import { areDigits } from '../rtp/telephoneEvent.ts';
import type { Cancel } from '../signalling/clock.ts';
import type { ServerTransaction } from '../signalling/transactions.ts';
import type { DialogUser } from '../signalling/userAgent.ts';
import { type Dialog, nextHop } from '../sip/dialog.ts';
import { type Header, headerOf, type SipRequest, type SipResponse } from '../sip/message.ts';
import { parseNameAddress } from '../sip/nameAddress.ts';
import { q850CauseOf } from '../sip/reason.ts';
import { ALLOW, dialogRequest, type Sender } from '../sip/requests.ts';
import { authorizationFor } from './authorization.ts';
import type { CallEnvironment } from './callEnvironment.ts';
import { CallMedia } from './callMedia.ts';
import { CallEmitter } from './emitter.ts';
import { ReInvites } from './reInvites.ts';

/** A BYE that isn't answered holds the call's end up no longer than this. */
const BYE_PATIENCE_MS = 4000;

export type CallSettings = {
  readonly codecs: readonly Codec[];
  readonly source: SourceRule;
  readonly credentials?: Trunk['credentials'];
  readonly clipExists: (clipId: string) => boolean;
  /** The phone forgets the call. */
  readonly onEnded: (call: CallBase) => void;
};

/** What outgoing and incoming calls have in common: events, media, and everything inside a confirmed dialog. */
export abstract class CallBase implements Call, DialogUser {
  abstract readonly direction: 'outgoing' | 'incoming';
  abstract readonly remoteNumber: string;
  abstract readonly calledNumber: string;
  identifiers: CallIdentifiers;
  state: Call['state'] = 'new';
  protected readonly environment: CallEnvironment;
  protected readonly settings: CallSettings;
  protected readonly media: CallMedia;
  protected readonly emitter: CallEmitter;
  protected dialog: Dialog | undefined;
  protected localHost = '';
  /** Set once BYE left: what `ended` will say. */
  protected ending: CallEnd | undefined;
  private readonly timers = new Set<Cancel>();
  private readonly reInvites: ReInvites;
  private remoteCseq = -1;
  private unregister: () => void = () => undefined;

  constructor(environment: CallEnvironment, settings: CallSettings, identifiers: CallIdentifiers, sessionId: number) {
    this.environment = environment;
    this.settings = settings;
    this.identifiers = identifiers;
    this.media = new CallMedia(settings.codecs, settings.source, sessionId);
    this.emitter = new CallEmitter((event, error) =>
      environment.log('warn', 'a call listener threw', { event, error: error instanceof Error ? error.stack : String(error) }),
    );
    this.reInvites = new ReInvites(environment, this.media, {
      contact: () => this.contact,
      lost: () => this.bye({ cause: 'protocolError', detail: 'no ACK to the 200 of a re-INVITE' }),
    });
  }

  abstract start(): void;
  abstract ring(): void;
  abstract answer(): void;
  abstract reject(sipStatus: number, q850Cause?: number): void;
  abstract onLate2xx(response: SipResponse): void;
  /** Ends the call the way its state asks for. */
  abstract terminate(cause: 'hungUp' | 'shutdown'): void;

  on<K extends keyof CallEvents>(event: K, listener: (payload: CallEvents[K]) => void): Unsubscribe {
    return this.emitter.on(event, listener);
  }

  hangUp(): void {
    this.terminate('hungUp');
  }

  play(clipIds: readonly string[]): number {
    const missing = clipIds.find((clipId) => !this.settings.clipExists(clipId));
    if (missing !== undefined) throw new PhoneError('unknownClip', `no clip is loaded under ${missing}`);
    return this.media.play(clipIds);
  }

  stopPlaying(): void {
    this.media.stopPlaying();
  }

  sendDigits(digits: string, options: { readonly durationMs?: number; readonly gapMs?: number } = {}): void {
    if (!areDigits(digits)) throw new PhoneError('wrongState', 'only 0–9, *, # and A–D can be sent');
    this.media.sendDigits(digits, options.durationMs, options.gapMs);
  }

  startRecording(): void {
    this.media.startRecording();
  }

  stopRecording(): Promise<Uint8Array> {
    return this.media.stopRecording();
  }

  listenToAudio(): void {
    this.media.listen();
  }

  /** Requests inside the dialog (RFC 3261 §12.2.2). */
  onRequest(transaction: ServerTransaction): void {
    const { request, received } = transaction;
    if (this.dialog === undefined || received.fromTag !== this.dialog.remoteTag) {
      transaction.respond(481);
      return;
    }
    if (received.cseq.number < this.remoteCseq) {
      transaction.respond(500);
      return;
    }
    this.remoteCseq = received.cseq.number;
    if (request.method === 'BYE') {
      this.onBye(transaction);
      return;
    }
    if (request.method === 'INVITE') {
      this.adoptTarget(request);
      this.reInvites.receive(transaction, this.state === 'answered' && this.ending === undefined);
      return;
    }
    if (request.method === 'OPTIONS') {
      transaction.respond(200, { extra: [{ name: 'allow', value: ALLOW }] });
      return;
    }
    transaction.respond(405, { extra: [{ name: 'allow', value: ALLOW }] });
  }

  onAck(ack: SipRequest): void {
    this.reInvites.receiveAck(ack);
  }

  protected readonly mediaUser: MediaUser = {
    onDigit: (digit, atMs) => this.emitter.emit('digit', { digit, atMs }),
    onPlayed: (playback, finished) => this.emitter.emit('played', { playback, finished }),
    onAudio: (alaw, atMs) => this.emitter.emit('audio', { alaw, atMs }),
    onMediaTimeout: () => this.bye({ cause: 'mediaTimeout' }),
    onLost: () => this.bye({ cause: 'protocolError', detail: 'the media thread died' }),
  };

  protected get sender(): Sender {
    return this.environment.ua.senderAt(this.localHost);
  }

  protected get contact(): string {
    const host = this.localHost.includes(':') ? `[${this.localHost}]` : this.localHost;
    return `sip:${host}:${this.environment.ua.options.datagrams.address.port}`;
  }

  protected after(delayMs: number, run: () => void): Cancel {
    const cancel = this.environment.clock.after(delayMs, () => {
      this.timers.delete(cancel);
      run();
    });
    this.timers.add(cancel);
    return cancel;
  }

  /** Takes this call's requests from the socket. */
  protected register(): void {
    this.unregister = this.environment.ua.registerDialog(this.identifiers.callId, this.identifiers.localTag, this);
  }

  protected setIdentifiers(change: Partial<CallIdentifiers>): void {
    this.identifiers = { ...this.identifiers, ...change };
    this.emitter.emit('identifiers', this.identifiers);
  }

  /** The dialog is confirmed or early, with that far end. */
  protected setDialog(dialog: Dialog): void {
    this.dialog = dialog;
    const { remoteTag, remoteTarget, routeSet } = dialog;
    const known = this.identifiers;
    const same =
      known.remoteTag === remoteTag && known.remoteTarget === remoteTarget && known.routeSet.join() === routeSet.join();
    if (!same) this.setIdentifiers({ remoteTag, remoteTarget, routeSet });
  }

  protected markAnswered(codec: Codec): void {
    this.state = 'answered';
    this.emitter.emit('answered', { codec });
  }

  /** Ends without waiting for anybody; for a phone that closes. */
  abandon(): void {
    this.finish(this.ending ?? { cause: 'shutdown' });
  }

  /** Leaves an answered call: audio stops at once, `ended` comes when the far end agreed or took too long. */
  protected bye(end: CallEnd): void {
    const { dialog } = this;
    if (this.state === 'ended' || this.ending !== undefined || dialog === undefined) return;
    this.ending = end;
    this.media.close();
    this.after(BYE_PATIENCE_MS, () => this.finish(end));
    this.sendBye(dialog, end, []);
  }

  /** The end. Later calls of it do nothing. */
  protected finish(end: CallEnd): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    for (const cancel of this.timers) cancel();
    this.timers.clear();
    this.reInvites.stop();
    this.unregister();
    this.media.close();
    this.emitter.emit('ended', end);
    this.emitter.clear();
    this.settings.onEnded(this);
  }

  private sendBye(dialog: Dialog, end: CallEnd, extra: readonly Header[]): void {
    const to = nextHop(dialog);
    if (to === undefined) {
      this.finish(end);
      return;
    }
    const { ua, token, hash } = this.environment;
    const branch = ua.newBranch();
    const cseq = this.identifiers.cseq + 1;
    this.setIdentifiers({ cseq });
    const bye = dialogRequest(dialog, { method: 'BYE', cseq, branch, contact: this.contact }, this.sender, extra);
    ua.request(bye, branch, to, {
      onResponse: (response) => {
        if (response.status < 200 || this.state === 'ended') return;
        const answer = extra.length > 0 ? undefined : authorizationFor(response, bye, this.settings.credentials, token(), hash);
        if (answer === undefined) this.finish(end);
        else this.sendBye(dialog, end, [answer.header]);
      },
      onTimeout: () => this.finish(end),
    });
  }

  private onBye(transaction: ServerTransaction): void {
    transaction.respond(200);
    const q850Cause = q850CauseOf(transaction.request);
    this.finish(this.ending ?? { cause: 'farEndHungUp', ...(q850Cause === undefined ? {} : { q850Cause }) });
  }

  // A re-INVITE may move the far end (target refresh, RFC 3261 §12.2.2).
  private adoptTarget(request: SipRequest): void {
    const target = parseNameAddress(headerOf(request, 'contact') ?? '')?.uri;
    if (target !== undefined && this.dialog !== undefined) this.setDialog({ ...this.dialog, remoteTarget: target });
  }
}
