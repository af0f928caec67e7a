import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';

export type HeardControl = (datagram: Buffer, host: string, port: number) => void;

/**
 * The RTCP port beside an RTP port. It is bound when the first report leaves, some seconds into a call: calls that nobody answers, and short
 * ones, never pay for it. A port that another program holds leaves the call without reports, never without sound.
 */
export class ControlPort {
  private readonly host: string;
  private readonly port: number;
  private readonly hear: HeardControl;
  private socket: Socket | undefined;
  private failed = false;
  private bound = false;

  constructor(host: string, port: number, hear: HeardControl) {
    this.host = host;
    this.port = port;
    this.hear = hear;
  }

  get open(): boolean {
    return this.bound;
  }

  send(report: Buffer, host: string, port: number): void {
    if (this.failed) return;
    const socket = this.socket ?? this.bind();
    if (this.bound) socket.send(report, port, host);
    else socket.once('listening', () => socket.send(report, port, host));
  }

  close(closed: () => void): void {
    this.failed = true;
    if (this.socket === undefined || !this.bound) {
      this.socket?.once('listening', () => this.socket?.close());
      closed();
    } else this.socket.close(closed);
  }

  private bind(): Socket {
    const socket = createSocket(isIPv6(this.host) ? 'udp6' : 'udp4');
    this.socket = socket;
    socket.on('error', () => {
      if (this.bound) return;
      this.failed = true;
      socket.close();
    });
    socket.on('message', (datagram, from) => this.hear(datagram, from.address, from.port));
    socket.bind(this.port, this.host, () => {
      this.bound = true;
    });
    return socket;
  }
}
