import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { AnalysisOptions, CallQuality, MachineVerdict } from '../api.ts';
import type { MediaPlan } from '../sdp/negotiate.ts';
import type { Log } from '../signalling/userAgent.ts';
import type { MediaCommand, MediaEvent, MediaThreadOptions, SourceRules } from './messages.ts';
import { Ports } from './ports.ts';

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
  close(): void;
};

type Thread = { readonly worker: Worker; queue: MediaCommand[]; transfer: MessagePort[]; streams: number; dead: boolean };

type Entry = {
  readonly thread: Thread;
  readonly port: number;
  readonly user: MediaUser;
  readonly opened: (failure?: string) => void;
  recordings: ((alaw: Uint8Array) => void)[];
  measurements: ((quality: CallQuality | undefined) => void)[];
};

export type MediaPoolOptions = MediaThreadOptions & {
  readonly threads: number;
  readonly ports: { readonly from: number; readonly to: number };
  readonly log: Log;
};

/** Ports that other programs hold are passed over this often before a call is given up. */
const MOST_TRIES = 64;

/** Hardly anything in a media thread outlives its turn, so a small nursery is emptied cheaply; V8 would else let it grow to 48 MB. */
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 6 };

/** A thread that does not end by itself is ended after so long. */
const CLOSE_PATIENCE_MS = 2_000;

/** The media threads: spreads streams over them, hands out ports, carries commands and events. */
export class MediaPool {
  private readonly threads: Thread[];
  private readonly entries = new Map<number, Entry>();
  private readonly ports: Ports;
  private readonly log: Log;
  private lastId = 0;
  private closing = false;

  constructor(options: MediaPoolOptions) {
    this.log = options.log;
    this.ports = new Ports(options.ports, Math.random());
    const workerData: MediaThreadOptions = {
      audioChunkMs: options.audioChunkMs,
      mediaTimeoutMs: options.mediaTimeoutMs,
      nativeSockets: options.nativeSockets,
      reportIntervalMs: options.reportIntervalMs,
    };
    this.threads = Array.from({ length: Math.max(1, options.threads) }, () => this.startThread(workerData));
  }

  loadClip(clipId: string, alaw: Uint8Array): void {
    const shared = new SharedArrayBuffer(alaw.length);
    new Uint8Array(shared).set(alaw);
    for (const thread of this.threads) this.send(thread, { kind: 'clip', clipId, alaw: shared });
  }

  dropClip(clipId: string): void {
    for (const thread of this.threads) this.send(thread, { kind: 'dropClip', clipId });
  }

  /** Binds a socket on `host` for one call. Undefined when no port is free. */
  async open(host: string, user: MediaUser): Promise<MediaStream | undefined> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const thread = this.leastLoaded();
      const port = this.ports.take();
      if (thread === undefined || port === undefined || this.closing) {
        if (port !== undefined) this.ports.give(port);
        return undefined;
      }
      const id = ++this.lastId;
      const failure = await this.tryOpen(id, host, port, thread, user);
      if (failure === undefined) return this.streamOf(id, thread, port);
      this.log('debug', 'RTP port passed over', { port, failure });
    }
    return undefined;
  }

  async close(): Promise<void> {
    this.closing = true;
    await Promise.all(this.threads.map((thread) => this.endThread(thread)));
  }

  /** The thread closes its sockets itself: a datagram that meets a thread being terminated brings the whole process down (Node 20). */
  private async endThread(thread: Thread): Promise<void> {
    if (thread.dead) return;
    const ended = new Promise<void>((resolve) => thread.worker.once('exit', () => resolve()));
    this.send(thread, { kind: 'shutdown' });
    const late = setTimeout(() => void thread.worker.terminate(), CLOSE_PATIENCE_MS);
    await ended;
    clearTimeout(late);
  }

  private tryOpen(id: number, host: string, port: number, thread: Thread, user: MediaUser): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.entries.set(id, { thread, port, user, opened: resolve, recordings: [], measurements: [] });
      thread.streams++;
      this.send(thread, { kind: 'open', stream: id, host, port });
    });
  }

  private streamOf(id: number, thread: Thread, port: number): MediaStream {
    const send = (command: MediaCommand) => this.send(thread, command);
    return {
      id,
      port,
      setPlan: (plan, rules, active) => send({ kind: 'plan', stream: id, plan, rules, active }),
      play: (playback, clipIds, stopOnDigit) => send({ kind: 'play', stream: id, playback, clipIds, stopOnDigit }),
      stopPlaying: () => send({ kind: 'stopPlaying', stream: id }),
      sendDigits: (digits, durationMs, gapMs) => send({ kind: 'sendDigits', stream: id, digits, durationMs, gapMs }),
      startRecording: () => send({ kind: 'startRecording', stream: id }),
      stopRecording: () => this.stopRecording(id, thread),
      listen: () => send({ kind: 'listen', stream: id }),
      analyse: (options) => send({ kind: 'analyse', stream: id, options }),
      measure: () => this.measure(id, thread),
      bridge: (other) => this.bridge(id, other.id),
      unbridge: () => send({ kind: 'unbridge', stream: id }),
      close: () => send({ kind: 'close', stream: id }),
    };
  }

  private stopRecording(id: number, thread: Thread): Promise<Uint8Array> {
    const entry = this.entries.get(id);
    if (entry === undefined) return Promise.resolve(new Uint8Array(0));
    return new Promise((resolve) => {
      entry.recordings.push(resolve);
      this.send(thread, { kind: 'stopRecording', stream: id });
    });
  }

  private measure(id: number, thread: Thread): Promise<CallQuality | undefined> {
    const entry = this.entries.get(id);
    if (entry === undefined) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      entry.measurements.push(resolve);
      this.send(thread, { kind: 'measure', stream: id });
    });
  }

  private bridge(id: number, other: number): void {
    const one = this.entries.get(id)?.thread;
    const two = this.entries.get(other)?.thread;
    if (one === undefined || two === undefined || id === other) return;
    if (one === two) {
      this.send(one, { kind: 'bridge', stream: id, other });
      return;
    }
    const { port1, port2 } = new MessageChannel();
    one.transfer.push(port1);
    two.transfer.push(port2);
    this.send(one, { kind: 'bridgeThreads', stream: id, port: port1 });
    this.send(two, { kind: 'bridgeThreads', stream: other, port: port2 });
  }

  private startThread(workerData: MediaThreadOptions): Thread {
    const code = new URL('./mediaThread.mjs', import.meta.url);
    const worker = new Worker(code, { workerData, execArgv: [], name: 'media', resourceLimits: THREAD_LIMITS });
    const thread: Thread = { worker, queue: [], transfer: [], streams: 0, dead: false };
    worker.on('message', (events: readonly MediaEvent[]) => {
      for (const event of events) this.receive(event);
    });
    worker.on('error', (error) => this.lose(thread, error.message));
    worker.on('exit', () => this.lose(thread, 'exited'));
    return thread;
  }

  /** Commands of one turn of the loop leave in one message. */
  private send(thread: Thread, command: MediaCommand): void {
    if (thread.queue.length === 0) {
      queueMicrotask(() => {
        const { queue, transfer } = thread;
        thread.queue = [];
        thread.transfer = [];
        thread.worker.postMessage(queue, transfer);
      });
    }
    thread.queue.push(command);
  }

  private receive(event: MediaEvent): void {
    if (event.kind === 'sockets') {
      this.log('debug', 'media sockets', { native: event.native });
      return;
    }
    if (event.kind === 'audio') {
      event.streams.forEach((id, index) => {
        const alaw = event.alaw.subarray(index * event.chunkBytes, (index + 1) * event.chunkBytes);
        this.entries.get(id)?.user.onAudio(alaw, event.atMs[index] ?? 0);
      });
      return;
    }
    const entry = this.entries.get(event.stream);
    if (entry !== undefined) this.receiveOne(event, entry);
  }

  private receiveOne(event: Exclude<MediaEvent, { kind: 'audio' | 'sockets' }>, entry: Entry): void {
    switch (event.kind) {
      case 'opened':
        entry.opened();
        return;
      case 'openFailed':
        this.forget(event.stream, entry);
        entry.opened(event.reason);
        return;
      case 'digit':
        entry.user.onDigit(event.digit, event.atMs);
        return;
      case 'played':
        entry.user.onPlayed(event.playback, event.finished);
        return;
      case 'recorded':
        entry.recordings.shift()?.(event.alaw);
        return;
      case 'quality':
        entry.user.onQuality(event.quality);
        return;
      case 'measured':
        entry.measurements.shift()?.(event.quality);
        return;
      case 'machine':
        entry.user.onMachine({ verdict: event.verdict, reason: event.reason }, event.atMs);
        return;
      case 'voice':
        entry.user.onVoice(event.speaking, event.atMs);
        return;
      case 'beep':
        entry.user.onBeep(event.frequencyHz, event.durationMs, event.atMs);
        return;
      case 'mediaTimeout':
        entry.user.onMediaTimeout();
        return;
      case 'closed':
        this.forget(event.stream, entry);
        return;
    }
  }

  private forget(id: number, entry: Entry): void {
    this.entries.delete(id);
    entry.thread.streams--;
    this.ports.give(entry.port);
    for (const resolve of entry.recordings) resolve(new Uint8Array(0));
    for (const resolve of entry.measurements) resolve(undefined);
  }

  private lose(thread: Thread, reason: string): void {
    if (thread.dead) return;
    thread.dead = true;
    if (!this.closing) this.log('warn', 'a media thread died', { reason });
    for (const [id, entry] of this.entries) {
      if (entry.thread !== thread) continue;
      this.forget(id, entry);
      entry.opened(reason);
      entry.user.onLost();
    }
  }

  private leastLoaded(): Thread | undefined {
    const alive = this.threads.filter((thread) => !thread.dead);
    return alive.reduce<Thread | undefined>(
      (least, thread) => (least && least.streams <= thread.streams ? least : thread),
      undefined,
    );
  }
}
