import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Address } from '../api.ts';

/** Stands between two phones on loopback for SIP before the answer and for RTP of one call; loses what `drop` says. */
export type LossyRelay = { readonly address: Address; close(): void };

/** `drop` is asked for every datagram: what it is, and how many of its kind went that way before. */
export type Drop = (kind: 'sip' | 'rtp', toCallee: boolean, index: number) => boolean;

export async function openLossyRelay(callee: Address, drop: Drop): Promise<LossyRelay> {
  const [sip, rtp] = [await bound(), await bound()];
  const counts = new Map<string, number>();
  const lost = (kind: 'sip' | 'rtp', toCallee: boolean): boolean => {
    const key = `${kind} ${toCallee}`;
    const index = counts.get(key) ?? 0;
    counts.set(key, index + 1);
    return drop(kind, toCallee, index);
  };
  let callerSip = 0;
  const rtpPorts = { caller: 0, callee: 0 };
  sip.on('message', (datagram, from) => {
    const toCallee = from.port !== callee.port;
    if (toCallee) callerSip = from.port;
    if (lost('sip', toCallee)) return;
    const text = datagram.toString();
    // Both ports have five digits, so Content-Length stays true.
    const changed = text.replace(/^m=audio (\d+)/m, (_, port: string) => {
      rtpPorts[toCallee ? 'caller' : 'callee'] = Number(port);
      return `m=audio ${rtp.address().port}`;
    });
    sip.send(changed, toCallee ? callee.port : callerSip, '127.0.0.1');
  });
  rtp.on('message', (datagram, from) => {
    const toCallee = from.port === rtpPorts.caller;
    if (!lost('rtp', toCallee)) rtp.send(datagram, toCallee ? rtpPorts.callee : rtpPorts.caller, '127.0.0.1');
  });
  return {
    address: { host: '127.0.0.1', port: sip.address().port },
    close: () => {
      sip.close();
      rtp.close();
    },
  };
}

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
