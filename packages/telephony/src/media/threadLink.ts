import { type MessagePort, Worker } from 'node:worker_threads';
import type { Log } from '../signalling/userAgent.ts';
import { Batch } from './batch.ts';
import { loadNative, type Native } from './loadNative.ts';
import type { MediaCommand, MediaEvent, MediaThreadOptions } from './messages.ts';

/** Hardly anything in a media thread outlives its turn, so a small nursery is emptied cheaply; V8 would else let it grow to 48 MB. */
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 6 };

/** A thread that does not end by itself is ended after so long. */
const CLOSE_PATIENCE_MS = 2_000;

/** What comes from a media thread. */
export type ThreadListener = {
  onEvent(event: Exclude<MediaEvent, { kind: 'sockets' }>): void;
  onLost(reason: string): void;
};

/** One media thread, as seen from the main thread: carries commands there and events back. */
export class ThreadLink {
  /** Streams on it. */
  streams = 0;
  dead = false;
  /** Binds sockets here that the thread takes over; undefined until it is known that it does. */
  native: Native | undefined;
  private readonly worker: Worker;
  private readonly log: Log;
  private readonly listener: ThreadListener;
  private readonly commands: Batch<MediaCommand>;

  constructor(options: MediaThreadOptions, log: Log, listener: ThreadListener) {
    this.log = log;
    this.listener = listener;
    const code = new URL('./mediaThread.mjs', import.meta.url);
    const worker = new Worker(code, { workerData: options, execArgv: [], name: 'media', resourceLimits: THREAD_LIMITS });
    this.worker = worker;
    this.commands = new Batch((batch) => worker.postMessage(batch, portsIn(batch)), mayWait);
    worker.on('message', (events: readonly MediaEvent[]) => {
      for (const event of events) {
        if (event.kind === 'sockets') this.learnSockets(event);
        else listener.onEvent(event);
      }
    });
    worker.on('error', (error) => this.lose(error.message));
    worker.on('exit', () => this.lose('exited'));
  }

  /** Commands of one turn of the loop leave in one message. */
  send(command: MediaCommand): void {
    this.commands.add(command);
  }

  /** The commands of a stream that have not left yet and mean nothing once it is closed. */
  takeBack(stream: number): MediaCommand[] {
    return this.commands.takeBack(
      (command) => 'stream' in command && command.stream === stream && onlyWhileOpen.has(command.kind),
    );
  }

  /** The thread closes its sockets itself: a datagram that meets a thread being terminated brings the whole process down (Node 20). */
  async end(): Promise<void> {
    if (this.dead) return;
    const ended = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()));
    this.send({ kind: 'shutdown' });
    const late = setTimeout(() => void this.worker.terminate(), CLOSE_PATIENCE_MS);
    await ended;
    clearTimeout(late);
  }

  private learnSockets({ addon, refused }: Extract<MediaEvent, { kind: 'sockets' }>): void {
    this.log('debug', 'media sockets', { native: refused ?? true });
    // The thread has compiled it by now.
    const native = addon ? loadNative() : undefined;
    if (typeof native !== 'string') this.native = native;
  }

  private lose(reason: string): void {
    if (this.dead) return;
    this.dead = true;
    this.listener.onLost(reason);
  }
}

/** A socket that is handed over or to be closed can wait for other commands; whatever makes it sound can't. */
const mayWait = (command: MediaCommand): boolean =>
  command.kind === 'close' || (command.kind === 'open' && command.descriptor !== undefined);

const onlyWhileOpen: ReadonlySet<MediaCommand['kind']> = new Set([
  'open',
  'plan',
  'play',
  'stopPlaying',
  'sendDigits',
  'listen',
  'analyse',
]);

function portsIn(commands: readonly MediaCommand[]): MessagePort[] {
  return commands.flatMap((command) => (command.kind === 'bridgeThreads' ? [command.port] : []));
}
