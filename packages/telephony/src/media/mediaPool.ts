import { isIPv4 } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import type { CallQuality } from '../api.ts';
import type { Log } from '../signalling/userAgent.ts';
import type { MediaCommand, MediaEvent, MediaThreadOptions, StreamPlan } from './messages.ts';
import { bindIPv4 } from './nativeSockets.ts';
import { type MediaStream, type MediaUser, PooledStream, type StreamHost } from './pooledStream.ts';
import { Ports } from './ports.ts';
import { ThreadLink } from './threadLink.ts';

export type { MediaStream, MediaUser };

type OpenCommand = Extract<MediaCommand, { kind: 'open' }>;
type Opening = { readonly failure?: string };

type Entry = {
  readonly thread: ThreadLink;
  readonly port: number;
  readonly user: MediaUser;
  /** Somebody waits for the other thread to bind the socket. */
  readonly opened?: (failure?: string) => void;
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

/** The media threads: spreads streams over them, hands out ports, carries commands and events. */
export class MediaPool implements StreamHost {
  private readonly threads: ThreadLink[];
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
    for (const thread of this.threads) thread.send({ kind: 'clip', clipId, alaw: shared });
  }

  dropClip(clipId: string): void {
    for (const thread of this.threads) thread.send({ kind: 'dropClip', clipId });
  }

  /** Binds a socket on `host` for one call. `first`: the plan it starts with, if that is known. Undefined when no port is free. */
  async open(host: string, user: MediaUser, first?: StreamPlan): Promise<MediaStream | undefined> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const thread = this.leastLoaded();
      const port = this.ports.take();
      if (thread === undefined || port === undefined || this.closing) {
        if (port !== undefined) this.ports.give(port);
        return undefined;
      }
      const command = { kind: 'open', stream: ++this.lastId, host, port, first } as const;
      const { failure } = this.openHere(command, thread, user) ?? (await this.openThere(command, thread, user));
      if (failure === undefined) return new PooledStream(command.stream, port, thread, this);
      this.log('debug', 'RTP port passed over', { port, failure });
    }
    return undefined;
  }

  async close(): Promise<void> {
    this.closing = true;
    await Promise.all(this.threads.map((thread) => thread.end()));
  }

  /**
   * Binds the socket in this thread and hands it over, so that a call is answered without waiting for the other thread to wake. Undefined where only
   * that one can.
   */
  private openHere(command: OpenCommand, thread: ThreadLink, user: MediaUser): Opening | undefined {
    const { native } = thread;
    const { stream, host, port } = command;
    if (native === undefined || !isIPv4(host)) return undefined;
    const descriptor = bindIPv4(native, host, port);
    if (descriptor < 0) {
      this.ports.give(port);
      return { failure: `bind failed: error ${-descriptor}` };
    }
    this.enter(stream, { thread, port, user });
    thread.send({ ...command, descriptor });
    return {};
  }

  private openThere(command: OpenCommand, thread: ThreadLink, user: MediaUser): Promise<Opening> {
    return new Promise((resolve) => {
      const opened = (failure?: string) => resolve(failure === undefined ? {} : { failure });
      this.enter(command.stream, { thread, port: command.port, user, opened });
      thread.send(command);
    });
  }

  private enter(id: number, entry: Omit<Entry, 'recordings' | 'measurements'>): void {
    this.entries.set(id, { ...entry, recordings: [], measurements: [] });
    entry.thread.streams++;
  }

  stopRecording(id: number, thread: ThreadLink): Promise<Uint8Array> {
    const entry = this.entries.get(id);
    if (entry === undefined) return Promise.resolve(new Uint8Array(0));
    return new Promise((resolve) => {
      entry.recordings.push(resolve);
      thread.send({ kind: 'stopRecording', stream: id });
    });
  }

  measure(id: number, thread: ThreadLink): Promise<CallQuality | undefined> {
    const entry = this.entries.get(id);
    if (entry === undefined) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      entry.measurements.push(resolve);
      thread.send({ kind: 'measure', stream: id });
    });
  }

  closeStream(id: number, thread: ThreadLink): Promise<CallQuality | undefined> {
    const entry = this.entries.get(id);
    if (entry === undefined) return Promise.resolve(undefined);
    // Of a call that ends as soon as it was answered its thread need not hear at all.
    const open = thread.takeBack(id).find((command) => command.kind === 'open');
    if (open?.descriptor !== undefined) {
      thread.native?.close(open.descriptor);
      this.forget(id, entry);
      return Promise.resolve(undefined);
    }
    if (open !== undefined) thread.send(open);
    return new Promise((resolve) => {
      entry.measurements.push(resolve);
      thread.send({ kind: 'close', stream: id });
    });
  }

  bridge(id: number, other: number): void {
    const one = this.entries.get(id)?.thread;
    const two = this.entries.get(other)?.thread;
    if (one === undefined || two === undefined || id === other) return;
    if (one === two) {
      one.send({ kind: 'bridge', stream: id, other });
      return;
    }
    const { port1, port2 } = new MessageChannel();
    one.send({ kind: 'bridgeThreads', stream: id, port: port1 });
    two.send({ kind: 'bridgeThreads', stream: other, port: port2 });
  }

  private startThread(options: MediaThreadOptions): ThreadLink {
    const thread: ThreadLink = new ThreadLink(options, this.log, {
      onEvent: (event) => this.receive(event),
      onLost: (reason) => this.lose(thread, reason),
    });
    return thread;
  }

  private receive(event: Exclude<MediaEvent, { kind: 'sockets' }>): void {
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
        entry.opened?.();
        return;
      case 'openFailed':
        this.forget(event.stream, entry);
        if (entry.opened === undefined) entry.user.onLost();
        else entry.opened(event.reason);
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
        for (const resolve of entry.measurements.splice(0)) resolve(event.quality);
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

  private lose(thread: ThreadLink, reason: string): void {
    if (!this.closing) this.log('warn', 'a media thread died', { reason });
    for (const [id, entry] of this.entries) {
      if (entry.thread !== thread) continue;
      this.forget(id, entry);
      entry.opened?.(reason);
      entry.user.onLost();
    }
  }

  private leastLoaded(): ThreadLink | undefined {
    const alive = this.threads.filter((thread) => !thread.dead);
    return alive.reduce<ThreadLink | undefined>(
      (least, thread) => (least && least.streams <= thread.streams ? least : thread),
      undefined,
    );
  }
}
