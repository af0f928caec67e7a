import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { quickLookup } from '../transport/quickLookup.ts';

/** Sends `length` bytes of `packet` from `from` on. The bytes may be written again only when some frames have passed. */
export type SendRtp = (packet: Buffer, from: number, length: number, port: number, host: string) => void;

export type ReceiveRtp = (datagram: Buffer, host: string, port: number, nowMs: number) => void;

/** A socket of one stream. */
export type RtpSocket = {
  readonly send: SendRtp;
  close(closed: () => void): void;
};

/** `descriptor`: a socket of the system's that is bound there already; only native sockets can take it over. */
export type Place = { readonly host: string; readonly port: number; readonly descriptor?: number | undefined };

/** Where a media thread gets its sockets: Node's, or many datagrams a system call (`nativeSockets.ts`). Both behave alike. */
export type RtpSockets = {
  /** Binds a socket; `opened` hears, after this returned, of success (undefined) or the reason of failure. `receive` keeps no hold of the datagram. */
  open(place: Place, receive: ReceiveRtp, opened: (failure?: string) => void): RtpSocket;
  /** Hands over every datagram that waits. */
  receive(): void;
  /** Lets everything go that was sent. */
  flush(): void;
};

/** Node's own sockets: each datagram is received and sent at once, one system call each. */
export const nodeSockets: RtpSockets = {
  open: ({ host, port }, receive, opened) => {
    const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', lookup: quickLookup });
    let open = false;
    socket.on('error', (error) => {
      // A packet that can't be sent is a lost packet; the call itself is ended by its signalling or its media timeout.
      if (open) return;
      socket.close();
      queueMicrotask(() => opened(error.message));
    });
    socket.bind(port, host, () => {
      open = true;
      queueMicrotask(() => opened());
    });
    socket.on('message', (datagram, from) => receive(datagram, from.address, from.port, performance.now()));
    return {
      send: (packet, from, length, toPort, toHost) => socket.send(packet, from, length, toPort, toHost),
      close: (closed) => socket.close(closed),
    };
  },
  receive: () => undefined,
  flush: () => undefined,
};
