import type { Codec } from '../api.ts';
import type { MediaStream } from '../media/mediaPool.ts';
import type { SourceRule } from '../media/messages.ts';
import type { LocalMedia, MediaPlan } from '../sdp/negotiate.ts';

/** Audio of one call: commands given before the RTP socket is open wait for it, commands given after the end are dropped. */
export class CallMedia {
  plan: MediaPlan | undefined;
  readonly codecs: readonly Codec[];
  readonly source: SourceRule;
  private readonly sessionId: number;
  private version = 0;
  private host = '';
  private stream: MediaStream | undefined;
  private waiting: ((stream: MediaStream) => void)[] = [];
  private playbacks = 0;
  private recording = false;
  private lastRecording: Promise<Uint8Array> = Promise.resolve(new Uint8Array(0));
  private closed = false;

  constructor(codecs: readonly Codec[], source: SourceRule, sessionId: number) {
    this.codecs = codecs;
    this.source = source;
    this.sessionId = sessionId;
  }

  attach(stream: MediaStream, host: string): void {
    if (this.closed) {
      stream.close();
      return;
    }
    this.stream = stream;
    this.host = host;
    for (const command of this.waiting.splice(0)) command(stream);
  }

  /** Our side for the next description we send. */
  nextLocal(): LocalMedia {
    this.version++;
    return { address: { host: this.host, port: this.stream?.port ?? 0 }, sessionId: this.sessionId, version: this.version };
  }

  setPlan(plan: MediaPlan, active: boolean): void {
    this.plan = plan;
    this.whenOpen((stream) => stream.setPlan(plan, this.source, active));
  }

  play(clipIds: readonly string[]): number {
    const playback = ++this.playbacks;
    this.whenOpen((stream) => stream.play(playback, clipIds));
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

  close(): void {
    if (this.closed) return;
    // A recording under way is fetched before the thread forgets it.
    void this.stopRecording();
    this.closed = true;
    this.waiting = [];
    this.stream?.close();
  }

  private whenOpen(command: (stream: MediaStream) => void): void {
    if (this.closed) return;
    if (this.stream === undefined) this.waiting.push(command);
    else command(this.stream);
  }
}
