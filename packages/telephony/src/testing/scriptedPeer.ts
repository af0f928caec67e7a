import type { Address } from '../api.ts';
import type { SipRequest } from '../sip/message.ts';
import { parseMessage, type Received } from '../sip/parseMessage.ts';
import { responseTo } from '../sip/responses.ts';
import { writeMessage } from '../sip/writeMessage.ts';
import type { VirtualNetwork } from './virtualNetwork.ts';

/** A far end that does only what a test tells it to; for what our own phone would never do. */
export type ScriptedPeer = {
  /** Requests received, in order; a retransmission is a request of its own. */
  readonly requests: { request: SipRequest; received: Received; from: Address }[];
  /** Responses received, as `200 INVITE`. */
  readonly responses: string[];
  onRequest: (request: SipRequest, from: Address) => void;
  respond(request: SipRequest, status: number, options?: Parameters<typeof responseTo>[2], to?: Address): void;
  sendText(text: string, to: Address): void;
  send(datagram: Buffer, to: Address): void;
};

export function scriptedPeer(network: VirtualNetwork, port: number): ScriptedPeer {
  const socket = network.bind(port);
  let lastFrom: Address = socket.address;
  const peer: ScriptedPeer = {
    requests: [],
    responses: [],
    onRequest: () => undefined,
    respond: (request, status, options, to) => socket.send(writeMessage(responseTo(request, status, options)), to ?? lastFrom),
    send: (datagram, to) => socket.send(datagram, to),
    sendText: (text, to) => socket.send(Buffer.from(text.replace(/\r?\n/g, '\r\n')), to),
  };
  socket.onDatagram((datagram, from) => {
    const received = parseMessage(datagram);
    if ('fault' in received) return;
    lastFrom = from;
    const { message } = received;
    if (message.kind === 'response') peer.responses.push(`${message.status} ${received.cseq.method}`);
    else {
      peer.requests.push({ request: message, received, from });
      peer.onRequest(message, from);
    }
  });
  return peer;
}

/** A session description with one audio line. */
export function sdpOf(lines: readonly string[] = [], port = 4000, payloads = '8 101'): string {
  const media = [`m=audio ${port} RTP/AVP ${payloads}`, 'a=rtpmap:101 telephone-event/8000', ...lines];
  return `${['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', ...media].join('\r\n')}\r\n`;
}
