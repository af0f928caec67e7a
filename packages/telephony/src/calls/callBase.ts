import type {
  AnalysisOptions,
  Call,
  CallEnd,
  CallEvents,
  CallIdentifiers,
  CallQuality,
  Codec,
  PlayOptions,
  TransferResult,
  Trunk,
  Unsubscribe,
} from '../api.ts';
import type { MediaUser } from '../media/mediaPool.ts';
import { PhoneError } from '../phoneError.ts';
import { areDigits } from '../rtp/telephoneEvent.ts';
import type { Cancel } from '../signalling/clock.ts';
import type { ServerTransaction } from '../signalling/transactions.ts';
import type { DialogUser } from '../signalling/userAgent.ts';
import { contactOf, type Dialog } from '../sip/dialog.ts';
import type { SipMessage, SipRequest, SipResponse } from '../sip/message.ts';
import { q850CauseOf } from '../sip/reason.ts';
import { dialogRequest, type Sender } from '../sip/requests.ts';
import { parseUri, writeUri } from '../sip/uri.ts';
import { Authenticator } from './authorization.ts';
import { type CallEnvironment, contactOn, type Located } from './callEnvironment.ts';
import { CallMedia } from './callMedia.ts';
import { DialogSession } from './dialogSession.ts';
import { CallEmitter } from './emitter.ts';
import { hopOfDialog, type InDialogRequest, requestInDialog } from './inDialog.ts';
import type { MediaSettings } from './mediaSettings.ts';

/** A BYE that isn't answered holds the call's end up no longer than this. */
const BYE_PATIENCE_MS = 4000;

export type CallSettings = {
  readonly media: MediaSettings;
  readonly credentials?: Trunk['credentials'];
  /** The call is ours: we chose its Call-ID. */
  readonly ownsCallId: boolean;
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
  quality: CallQuality | undefined;
  protected readonly environment: CallEnvironment;
  protected readonly settings: CallSettings;
  protected readonly media: CallMedia;
  protected readonly emitter: CallEmitter;
  protected dialog: Dialog | undefined;
  /** The way of the first request, once it is open. */
  protected way: Located | undefined;
  protected readonly auth: Authenticator;
  protected readonly session: DialogSession;
  /** Set once BYE left: what `ended` will say. */
  protected ending: CallEnd | undefined;
  private readonly timers = new Set<Cancel>();
  private remoteCseq = -1;
  private unregister: () => void = () => undefined;

  constructor(environment: CallEnvironment, settings: CallSettings, identifiers: CallIdentifiers, sessionId: number) {
    this.environment = environment;
    this.settings = settings;
    this.identifiers = identifiers;
    this.media = new CallMedia(settings.media, sessionId);
    this.emitter = new CallEmitter((event, error) =>
      environment.log('warn', 'a call listener threw', { event, error: error instanceof Error ? error.stack : String(error) }),
    );
    this.auth = new Authenticator(settings.credentials, environment.token, environment.hash);
    this.session = new DialogSession({
      environment,
      media: this.media,
      ownsCallId: settings.ownsCallId,
      contact: () => this.contact,
      ready: () => this.state === 'answered' && this.ending === undefined,
      request: (request, onFinal) => this.requestInDialog(request, onFinal),
      acknowledge: (sent) => this.acknowledge(sent),
      adoptTarget: (message) => this.adoptTarget(message),
      lost: (detail) => this.bye({ cause: 'protocolError', detail }),
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

  play(clipIds: readonly string[], options: PlayOptions = {}): number {
    const missing = clipIds.find((clipId) => !this.settings.clipExists(clipId));
    if (missing !== undefined) throw new PhoneError('unknownClip', `no clip is loaded under ${missing}`);
    return this.media.play(clipIds, options);
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

  analyse(options: AnalysisOptions): void {
    this.media.analyse(options);
  }

  measureQuality(): Promise<CallQuality | undefined> {
    return this.media.measure();
  }

  /** Both hear each other until the function returned is called, or one ends. */
  bridgeTo(other: CallBase): () => void {
    if (this.state !== 'answered' || other.state !== 'answered')
      throw new PhoneError('wrongState', 'only answered calls can be bridged');
    this.media.bridge(other.media);
    return () => {
      this.media.unbridge();
      other.media.unbridge();
    };
  }

  hold(): Promise<void> {
    return this.setHeld(true);
  }

  resume(): Promise<void> {
    return this.setHeld(false);
  }

  private async setHeld(held: boolean): Promise<void> {
    if (this.state !== 'answered' || this.ending !== undefined)
      throw new PhoneError('wrongState', 'only an answered call can be held');
    const status = await this.session.hold(held);
    if (status === undefined) throw new PhoneError('wrongState', 'the call ended before the far end agreed');
    if (status >= 300) throw new PhoneError('refused', `the far end answered ${status}`);
  }

  transfer(target: string): Promise<TransferResult> {
    if (this.state !== 'answered' || this.ending !== undefined || this.dialog === undefined)
      throw new PhoneError('wrongState', 'only an answered call can be transferred');
    const { host, ...rest } = parseUri(this.dialog.remoteTarget) ?? { scheme: 'sip', host: '', params: new Map() };
    const uri = parseUri(target) === undefined ? writeUri({ ...rest, host, user: target, params: new Map() }) : target;
    return this.session.transfer(uri, this.dialog.localUri);
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
    this.onDialogRequest(transaction);
  }

  /** Everything but BYE. */
  protected onDialogRequest(transaction: ServerTransaction): void {
    this.session.receive(transaction);
  }

  onAck(ack: SipRequest): void {
    this.session.receiveAck(ack);
  }

  protected readonly mediaUser: MediaUser = {
    onDigit: (digit, atMs) => this.emitter.emit('digit', { digit, atMs }),
    onPlayed: (playback, finished) => this.emitter.emit('played', { playback, finished }),
    onAudio: (alaw, atMs) => this.emitter.emit('audio', { alaw, atMs }),
    onQuality: (quality) => {
      this.quality = quality;
      this.emitter.emit('quality', quality);
    },
    onMachine: (verdict, atMs) => this.emitter.emit('machine', { ...verdict, atMs }),
    onVoice: (speaking, atMs) => this.emitter.emit('voice', { speaking, atMs }),
    onBeep: (frequencyHz, durationMs, atMs) => this.emitter.emit('beep', { frequencyHz, durationMs, atMs }),
    onMediaTimeout: () => this.bye({ cause: 'mediaTimeout' }),
    onLost: () => this.bye({ cause: 'protocolError', detail: 'the media thread died' }),
  };

  protected get sender(): Sender {
    return this.environment.ua.senderAt(this.localHost, this.way?.localPort);
  }

  protected get contact(): string {
    return this.way === undefined ? 'sip:0.0.0.0' : contactOn(this.way);
  }

  protected get localHost(): string {
    return this.way?.localHost ?? '';
  }

  /** Sends a request in the dialog; does nothing without one. */
  protected requestInDialog(
    request: InDialogRequest,
    onFinal: (response: SipResponse | undefined, sent: SipRequest) => void,
    dialog = this.dialog,
  ): void {
    if (dialog === undefined) return;
    const { sender, contact, auth, way, environment } = this;
    const side = { ua: environment.ua, sender, contact, auth, dialog, way: way?.remote, nextCseq: () => this.nextCseq() };
    requestInDialog(side, request, onFinal);
  }

  /** ACK of a 2xx to our own INVITE or re-INVITE (RFC 3261 §13.2.2.4): same CSeq number and credentials. */
  protected acknowledge(invite: SipRequest, dialog = this.dialog): void {
    const to = dialog === undefined ? undefined : hopOfDialog(dialog, this.way?.remote);
    if (dialog === undefined || to === undefined) return;
    const cseq = Number.parseInt(invite.headers.find(({ name }) => name === 'cseq')?.value ?? '', 10);
    const credentials = invite.headers.filter(({ name }) => name === 'authorization' || name === 'proxy-authorization');
    const parts = { method: 'ACK', cseq, branch: this.environment.ua.newBranch(), contact: this.contact };
    this.environment.ua.sendOnce(dialogRequest(dialog, parts, this.sender, credentials), to);
  }

  private nextCseq(): number {
    const { cseq, inviteCseq = cseq } = this.identifiers;
    this.setIdentifiers({ cseq: cseq + 1, ...(this.settings.ownsCallId ? { inviteCseq } : {}) });
    return cseq + 1;
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
    this.session.stop();
    this.requestInDialog({ method: 'BYE' }, () => this.finish(end), dialog);
  }

  /** The end. Later calls of it do nothing. */
  protected finish(end: CallEnd): void {
    if (this.state === 'ended') return;
    this.state = 'ended';
    for (const cancel of this.timers) cancel();
    this.timers.clear();
    this.session.stop();
    this.unregister();
    this.media.close();
    this.emitter.emit('ended', end);
    this.emitter.clear();
    this.settings.onEnded(this);
  }

  private onBye(transaction: ServerTransaction): void {
    transaction.respond(200);
    const q850Cause = q850CauseOf(transaction.request);
    this.finish(this.ending ?? { cause: 'farEndHungUp', ...(q850Cause === undefined ? {} : { q850Cause }) });
  }

  // A re-INVITE or UPDATE may move the far end (target refresh, RFC 3261 §12.2.2).
  private adoptTarget(message: SipMessage): void {
    const target = contactOf(message);
    if (target !== undefined && this.dialog !== undefined) this.setDialog({ ...this.dialog, remoteTarget: target });
  }
}
