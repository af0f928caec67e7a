import type { Socket } from 'node:net';
import { PhoneError } from '../phoneError.ts';
import { Framer } from '../sip/framing.ts';
import type { Hop } from './hop.ts';

export type StreamLimits = {
  /** Longest message in bytes. */
  readonly messageBytes: number;
  /** Open at once, both directions. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** A connection that carries nothing for so long is closed. */
  readonly idleMs: number;
  /** CRLF CRLF is sent on connections of ours that often (RFC 5626 §3.5.1). */
  readonly keepAliveMs: number;
};

type Handlers = {
  readonly onMessage: (message: Buffer) => void;
  readonly onBadStream: () => void;
  readonly onClosed: (reason: string) => void;
};

/** Bytes that the far end doesn't take from us; more than this and it is gone for us. */
const MOST_BACKLOG = 1024 * 1024;
const PING = '\r\n\r\n';
const PONG = '\r\n';

/** One TCP or TLS connection: frames what comes in, holds what goes out until it stands. */
export class StreamConnection {
  /** Resolves once messages can go out; rejects with a PhoneError `unreachable` or `tlsRefused`. */
  readonly ready: Promise<void>;
  private readonly socket: Socket;
  private readonly limits: StreamLimits;
  private readonly framer: Framer;
  private readonly handlers: Handlers;
  private readonly ours: boolean;
  private readonly failures = new Set<(reason: string) => void>();
  private waiting: Buffer[] | undefined;
  private ended = false;
  private lastError = 'the connection was closed';
  private keepAlive: NodeJS.Timeout | undefined;

  constructor(socket: Socket, hop: Hop, ours: boolean, limits: StreamLimits, handlers: Handlers) {
    this.socket = socket;
    this.limits = limits;
    this.handlers = handlers;
    this.ours = ours;
    this.framer = new Framer(limits.messageBytes);
    this.waiting = ours ? [] : undefined;
    this.ready = ours ? this.established(hop) : Promise.resolve();
    // Whoever sends hears of the failure by itself.
    this.ready.catch(() => undefined);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => {
      this.lastError = error.message;
    });
    socket.on('end', () => this.close());
    socket.on('close', () => this.end());
    socket.setTimeout(limits.idleMs, () => this.close());
  }

  get localPort(): number {
    return this.socket.localPort ?? 0;
  }

  /** `onFailure` is told when the connection breaks before the far end can be supposed to have the message. */
  send(message: Buffer, onFailure: (reason: string) => void): void {
    if (this.ended || this.socket.writableLength > MOST_BACKLOG) {
      onFailure(this.ended ? this.lastError : 'the far end reads nothing');
      this.close();
      return;
    }
    if (this.waiting !== undefined) {
      this.failures.add(onFailure);
      this.waiting.push(message);
      return;
    }
    this.failures.add(onFailure);
    this.socket.write(message, (error) => {
      if (this.failures.delete(onFailure) && error) onFailure(error.message);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private established(hop: Hop): Promise<void> {
    const event = hop.protocol === 'tls' ? 'secureConnect' : 'connect';
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.lastError = `no connection within ${this.limits.connectTimeoutMs} ms`;
        this.close();
      }, this.limits.connectTimeoutMs);
      let stood = false;
      this.socket.once('connect', () => {
        stood = true;
      });
      this.socket.once(event, () => {
        clearTimeout(timer);
        this.flush();
        resolve();
      });
      this.socket.once('close', () => {
        clearTimeout(timer);
        reject(this.failureOf(hop, stood));
      });
    });
  }

  // Once TCP stood, whatever broke was the handshake.
  private failureOf(hop: Hop, stood: boolean): PhoneError {
    const where = `${hop.protocol} ${hop.host}:${hop.port}`;
    return new PhoneError(stood && hop.protocol === 'tls' ? 'tlsRefused' : 'unreachable', `${where}: ${this.lastError}`);
  }

  private flush(): void {
    const waiting = this.waiting ?? [];
    this.waiting = undefined;
    this.failures.clear();
    for (const message of waiting) this.socket.write(message);
    if (this.limits.keepAliveMs === 0) return;
    this.keepAlive = setInterval(() => this.socket.write(PING), this.limits.keepAliveMs);
    this.keepAlive.unref();
  }

  private take(chunk: Buffer): void {
    const { messages, pings, fault } = this.framer.take(chunk);
    for (const message of messages) this.handlers.onMessage(message);
    // Our own ping is answered by a single CRLF, which is no ping.
    if (pings > 0 && !this.ours) this.socket.write(PONG);
    if (fault === undefined) return;
    this.handlers.onBadStream();
    this.close();
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    clearInterval(this.keepAlive);
    for (const tell of [...this.failures]) tell(this.lastError);
    this.failures.clear();
    this.handlers.onClosed(this.lastError);
  }
}
