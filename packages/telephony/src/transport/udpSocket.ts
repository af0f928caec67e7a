import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Address } from '../api.ts';
import { PhoneError } from '../phoneError.ts';
import type { Datagrams } from './datagrams.ts';
import { quickLookup } from './quickLookup.ts';

/** Room for bursts of signalling while the main thread is busy, in bytes. The system may give less. */
const RECEIVE_BUFFER = 4 * 1024 * 1024;

/**
 * Binds a UDP socket. Port 0 takes a free one.
 * @throws PhoneError `bindFailed` when the port is in use or the address isn't ours.
 */
export async function openUdpSocket(bind: Address, onError: (error: Error) => void): Promise<Datagrams> {
  const socket = createSocket({ type: isIPv6(bind.host) ? 'udp6' : 'udp4', lookup: quickLookup });
  let receiver: (datagram: Buffer, from: Address) => void = () => undefined;
  socket.on('message', (datagram, from) => receiver(datagram, { host: from.address, port: from.port }));
  try {
    // A numeric address is bound before `bind` returns.
    const listening = once(socket, 'listening');
    socket.bind(bind.port, bind.host);
    await listening;
  } catch (error) {
    socket.close();
    throw new PhoneError('bindFailed', `cannot bind UDP ${bind.host}:${bind.port}: ${(error as Error).message}`);
  }
  socket.on('error', onError);
  growReceiveBuffer(socket.setRecvBufferSize.bind(socket), onError);
  let closed = false;
  const sent = (error: Error | null) => {
    if (error) onError(error);
  };
  return {
    address: { host: socket.address().address, port: socket.address().port },
    send: (datagram, to) => {
      if (closed) return;
      socket.send(datagram, to.port, to.host, sent);
    },
    onDatagram: (receive) => {
      receiver = receive;
    },
    close: async () => {
      if (closed) return;
      closed = true;
      socket.close();
      await once(socket, 'close');
    },
  };
}

function growReceiveBuffer(set: (bytes: number) => void, onError: (error: Error) => void): void {
  try {
    set(RECEIVE_BUFFER);
  } catch (error) {
    onError(error as Error);
  }
}
