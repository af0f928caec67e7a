import type { AnalysisOptions, CallQuality, PlayOptions } from '../api.ts';
import type { MediaStream } from '../media/mediaPool.ts';
import type { StreamPlan } from '../media/messages.ts';
import { type LocalMedia, type MediaPlan, planOf, writeAnswer, writeOffer } from '../sdp/negotiate.ts';
import { type RemoteMedia, readSdp } from '../sdp/session.ts';
import type { MediaSettings } from './mediaSettings.ts';

/** Audio of one call, and all that is said about it in session descriptions. Commands given before the RTP socket is open wait for it, commands given after the end are dropped. */
export class CallMedia {
  plan: MediaPlan | undefined;
  private readonly settings: MediaSettings;
  private readonly sessionId: number;
  private version = 0;
  private host = '';
  private stream: MediaStream | undefined;
  private waiting: ((stream: MediaStream) => void)[] = [];
  private playbacks = 0;
  private recording = false;
  private lastRecording: Promise<Uint8Array> = Promise.resolve(new Uint8Array(0));
  private lastQuality: Promise<CallQuality | undefined> = Promise.resolve(undefined);
  private closed = false;
  /** We asked the far end not to send (RFC 3264 §8.4). */
  held = false;

  constructor(settings: MediaSettings, sessionId: number) {
    this.settings = settings;
    this.sessionId = sessionId;
  }

  attach(stream: MediaStream, host: string): void {
    if (this.closed) {
      void stream.close();
      return;
    }
    this.stream = stream;
    this.host = host;
    for (const command of this.waiting.splice(0)) command(stream);
  }

  /** Reads a body of the far end's; undefined if it isn't a description we could speak by. */
  read(body: string): RemoteMedia | undefined {
    return readSdp(body, this.settings.wishes.srtp);
  }

  /** What we would agree on; undefined without a common codec, or without a description. */
  planFor(remote: RemoteMedia | undefined): MediaPlan | undefined {
    return remote === undefined ? undefined : planOf(remote, this.settings.wishes);
  }

  /** The next description we send, as an offer. */
  offer(): string {
    return writeOffer(this.nextLocal(), this.settings.wishes, this.held ? 'sendonly' : 'sendrecv');
  }

  /** The next description we send, as the answer that agrees to `plan`. */
  answer(offer: RemoteMedia, plan: MediaPlan): string {
    return writeAnswer(this.nextLocal(), offer, plan, this.settings.wishes, this.held);
  }

  setPlan(plan: MediaPlan, active: boolean): void {
    this.plan = plan;
    this.whenOpen((stream) => stream.setPlan(plan, this.settings.rules, active));
  }

  /** The plan to open with: what is agreed before the answer, early media is only heard. */
  firstPlan(plan: MediaPlan | undefined): StreamPlan | undefined {
    this.plan = plan;
    return plan === undefined ? undefined : { plan, rules: this.settings.rules, active: false };
  }

  play(clipIds: readonly string[], options: PlayOptions = {}): number {
    const playback = ++this.playbacks;
    this.whenOpen((stream) => stream.play(playback, clipIds, options.stopOnDigit ?? false));
    return playback;
  }

  stopPlaying(): void {
    this.whenOpen((stream) => stream.stopPlaying());
  }

  sendDigits(digits: string, durationMs?: number, gapMs?: number): void {
    this.whenOpen((stream) => stream.sendDigits(digits, durationMs, gapMs));
  }

  startRecording(): void {
    if (this.closed) return;
    this.recording = true;
    this.whenOpen((stream) => stream.startRecording());
  }

  /** What was recorded last, also after the call has ended. */
  stopRecording(): Promise<Uint8Array> {
    if (this.recording) {
      this.recording = false;
      this.lastRecording = this.stream?.stopRecording() ?? Promise.resolve(new Uint8Array(0));
    }
    return this.lastRecording;
  }

  listen(): void {
    this.whenOpen((stream) => stream.listen());
  }

  analyse(options: AnalysisOptions): void {
    this.whenOpen((stream) => stream.analyse(options));
  }

  /** Up to now, or of the whole call once it has ended. */
  measure(): Promise<CallQuality | undefined> {
    if (!this.closed && this.stream !== undefined && this.plan !== undefined) this.lastQuality = this.stream.measure();
    return this.lastQuality;
  }

  /** From now on each call says what the other hears. Both must have been answered. */
  bridge(other: CallMedia): void {
    const theirs = other.stream;
    if (theirs !== undefined && !other.closed) this.whenOpen((stream) => stream.bridge(theirs));
  }

  unbridge(): void {
    this.whenOpen((stream) => stream.unbridge());
  }

  close(): void {
    if (this.closed) return;
    // A recording under way is fetched before the thread forgets it.
    void this.stopRecording();
    this.closed = true;
    this.waiting = [];
    const whole = this.stream?.close();
    if (whole !== undefined && this.plan !== undefined) this.lastQuality = whole;
  }

  private nextLocal(): LocalMedia {
    this.version++;
    return { address: { host: this.host, port: this.stream?.port ?? 0 }, sessionId: this.sessionId, version: this.version };
  }

  private whenOpen(command: (stream: MediaStream) => void): void {
    if (this.closed) return;
    if (this.stream === undefined) this.waiting.push(command);
    else command(this.stream);
  }
}
