import type { AnalysisOptions, CallQuality, MachineVerdict } from '../api.ts';
import type { MediaPlan } from '../sdp/negotiate.ts';
import type { SourceRules } from './messages.ts';
import type { ThreadLink } from './threadLink.ts';

/** What a call hears of its media. */
export type MediaUser = {
  onDigit(digit: string, atMs: number): void;
  onPlayed(playback: number, finished: boolean): void;
  onAudio(alaw: Uint8Array, atMs: number): void;
  onMediaTimeout(): void;
  onQuality(quality: CallQuality): void;
  onMachine(verdict: MachineVerdict, atMs: number): void;
  onVoice(speaking: boolean, atMs: number): void;
  onBeep(frequencyHz: number, durationMs: number, atMs: number): void;
  /** The thread died; nothing more will come. */
  onLost(): void;
};

/** Media of one call, as seen from the main thread. */
export type MediaStream = {
  /** Number within the pool. */
  readonly id: number;
  readonly port: number;
  setPlan(plan: MediaPlan, rules: SourceRules, active: boolean): void;
  play(playback: number, clipIds: readonly string[], stopOnDigit: boolean): void;
  stopPlaying(): void;
  sendDigits(digits: string, durationMs?: number, gapMs?: number): void;
  startRecording(): void;
  stopRecording(): Promise<Uint8Array>;
  listen(): void;
  analyse(options: AnalysisOptions): void;
  /** Undefined once the stream is gone. */
  measure(): Promise<CallQuality | undefined>;
  /** From now on each says what the other hears, wherever it plays nothing; on whatever threads they are. */
  bridge(other: MediaStream): void;
  /** Ends a bridge, for both. */
  unbridge(): void;
  /** Tells of the whole call; undefined if the thread was lost. */
  close(): Promise<CallQuality | undefined>;
};

/** What a stream asks of the pool it is from. */
export type StreamHost = {
  stopRecording(id: number, thread: ThreadLink): Promise<Uint8Array>;
  measure(id: number, thread: ThreadLink): Promise<CallQuality | undefined>;
  bridge(id: number, other: number): void;
  closeStream(id: number, thread: ThreadLink): Promise<CallQuality | undefined>;
};

/** A stream on one of the media threads: each call of its methods is a command to that thread. */
export class PooledStream implements MediaStream {
  readonly id: number;
  readonly port: number;
  private readonly thread: ThreadLink;
  private readonly host: StreamHost;

  constructor(id: number, port: number, thread: ThreadLink, host: StreamHost) {
    this.id = id;
    this.port = port;
    this.thread = thread;
    this.host = host;
  }

  setPlan(plan: MediaPlan, rules: SourceRules, active: boolean): void {
    this.thread.send({ kind: 'plan', stream: this.id, plan, rules, active });
  }

  play(playback: number, clipIds: readonly string[], stopOnDigit: boolean): void {
    this.thread.send({ kind: 'play', stream: this.id, playback, clipIds, stopOnDigit });
  }

  stopPlaying(): void {
    this.thread.send({ kind: 'stopPlaying', stream: this.id });
  }

  sendDigits(digits: string, durationMs?: number, gapMs?: number): void {
    this.thread.send({ kind: 'sendDigits', stream: this.id, digits, durationMs, gapMs });
  }

  startRecording(): void {
    this.thread.send({ kind: 'startRecording', stream: this.id });
  }

  stopRecording(): Promise<Uint8Array> {
    return this.host.stopRecording(this.id, this.thread);
  }

  listen(): void {
    this.thread.send({ kind: 'listen', stream: this.id });
  }

  analyse(options: AnalysisOptions): void {
    this.thread.send({ kind: 'analyse', stream: this.id, options });
  }

  measure(): Promise<CallQuality | undefined> {
    return this.host.measure(this.id, this.thread);
  }

  bridge(other: MediaStream): void {
    this.host.bridge(this.id, other.id);
  }

  unbridge(): void {
    this.thread.send({ kind: 'unbridge', stream: this.id });
  }

  close(): Promise<CallQuality | undefined> {
    return this.host.closeStream(this.id, this.thread);
  }
}
