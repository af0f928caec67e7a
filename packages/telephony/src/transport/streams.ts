import { connect, createServer, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { PhoneError } from '../phoneError.ts';
import { type Hop, protocolOf } from './hop.ts';
import { StreamConnection, type StreamLimits } from './streamConnection.ts';

export type StreamOptions = StreamLimits & {
  readonly localHost: string;
  /** Whether a host may connect to us at all; others are cut off without a word. */
  readonly admits: (host: string) => boolean;
  readonly onEvent: (event: 'refusedConnection' | 'badStream' | 'connectionLimit', from: string) => void;
};

type Listening = { readonly tcp?: number; readonly tls?: number };

/** TCP and TLS: connections are made when needed, kept, and used again in both directions (RFC 3261 §18, RFC 5923). */
export class Streams {
  private readonly options: StreamOptions;
  private readonly connections = new Map<string, StreamConnection>();
  private readonly servers: Server[] = [];
  private listening: Listening = {};
  private receiver: (message: Buffer, from: Hop) => void = () => undefined;
  private lost: (hop: Hop, reason: string) => void = () => undefined;
  private closed = false;

  constructor(options: StreamOptions) {
    this.options = options;
  }

  onMessage(receive: (message: Buffer, from: Hop) => void): void {
    this.receiver = receive;
  }

  onLost(tell: (hop: Hop, reason: string) => void): void {
    this.lost = tell;
  }

  get connectionCount(): number {
    return this.connections.size;
  }

  /** Takes TCP connections on that port. @throws PhoneError `bindFailed` */
  async listen(port: number, tls?: { readonly key: string; readonly cert: string }): Promise<number> {
    const protocol = tls === undefined ? 'tcp' : 'tls';
    const take = (socket: Socket) => this.accept(socket, protocol);
    const server = tls === undefined ? createServer(take) : createTlsServer(tls, take);
    server.maxConnections = this.options.connections;
    // A handshake that fails is the stranger's affair.
    server.on('tlsClientError', (_error, socket: Socket) => socket.destroy());
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error) =>
        reject(new PhoneError('bindFailed', `cannot listen on ${protocol} ${port}: ${error.message}`));
      server.once('error', fail);
      server.listen(port, this.options.localHost, () => {
        server.off('error', fail);
        resolve();
      });
    });
    server.on('error', () => this.options.onEvent('badStream', 'server'));
    this.servers.push(server);
    const address = server.address();
    const bound = typeof address === 'object' && address !== null ? address.port : port;
    this.listening = { ...this.listening, [protocol]: bound };
    return bound;
  }

  /** Connects if need be. @throws PhoneError `unreachable`, `tlsRefused` */
  async reach(to: Hop): Promise<number> {
    await this.connectionTo(to).ready;
    return this.portTowards(to);
  }

  /** Where we listen, else our end of the connection: the far end may use it both ways (RFC 5923). */
  portTowards(to: Hop): number {
    const protocol = protocolOf(to);
    const listening = protocol === 'udp' ? undefined : this.listening[protocol];
    return listening ?? this.connections.get(keyOf(to))?.localPort ?? 0;
  }

  holds(to: Hop): boolean {
    return this.connections.has(keyOf(to));
  }

  send(message: Buffer, to: Hop, onFailure: (reason: string) => void): void {
    if (this.closed) return;
    try {
      this.connectionTo(to).send(message, onFailure);
    } catch (error) {
      onFailure(error instanceof Error ? error.message : String(error));
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const connection of [...this.connections.values()]) connection.close();
    await Promise.all(this.servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
  }

  private connectionTo(to: Hop): StreamConnection {
    const known = this.connections.get(keyOf(to));
    if (known !== undefined) return known;
    if (this.closed) throw new PhoneError('closed', 'the phone was closed');
    if (this.connections.size >= this.options.connections) {
      this.options.onEvent('connectionLimit', to.host);
      throw new PhoneError('unreachable', 'too many connections are open');
    }
    return this.hold(openSocket(to), to, true);
  }

  private accept(socket: Socket, protocol: 'tcp' | 'tls'): void {
    const host = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const full = this.connections.size >= this.options.connections;
    if (this.closed || full || socket.remotePort === undefined || !this.options.admits(host)) {
      this.options.onEvent(full ? 'connectionLimit' : 'refusedConnection', host);
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    this.hold(socket, { host, port: socket.remotePort, protocol }, false);
  }

  private hold(socket: Socket, hop: Hop, ours: boolean): StreamConnection {
    const key = keyOf(hop);
    const connection = new StreamConnection(socket, hop, ours, this.options, {
      onMessage: (message) => this.receiver(message, hop),
      onBadStream: () => this.options.onEvent('badStream', hop.host),
      onClosed: (reason) => {
        if (this.connections.get(key) === connection) this.connections.delete(key);
        if (!this.closed) this.lost(hop, reason);
      },
    });
    this.connections.set(key, connection);
    return connection;
  }
}

function openSocket(to: Hop): Socket {
  if (to.protocol !== 'tls') return connect({ host: to.host, port: to.port });
  const { serverName, ca, allowSelfSigned = false } = to.tls ?? {};
  return connectTls({
    host: to.host,
    port: to.port,
    rejectUnauthorized: !allowSelfSigned,
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...(ca === undefined ? {} : { ca }),
  });
}

// A connection whose certificate was not checked must never serve a trunk that wants it checked.
function keyOf({ host, port, protocol, tls }: Hop): string {
  const check = tls === undefined ? '' : ` ${tls.serverName ?? ''} ${tls.allowSelfSigned === true} ${tls.ca ?? ''}`;
  return `${protocol ?? 'udp'} ${host}:${port}${check}`;
}
