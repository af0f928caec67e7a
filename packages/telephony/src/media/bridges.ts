import type { MessagePort } from 'node:worker_threads';
import { ulawToAlaw } from '../audio/g711.ts';
import { type BridgedAudio, BridgeLine } from './bridgeLine.ts';
import type { Stream } from './stream.ts';

/** Each hears what the other's far end says, both on this thread. Returns how to end it. */
export function bridgeStreams(one: Stream, other: Stream): () => void {
  connect(one, other);
  connect(other, one);
  return () => {
    unbridge(one);
    unbridge(other);
  };
}

function connect(from: Stream, to: Stream): void {
  const line = new BridgeLine();
  to.speaking.background = line;
  from.bridge = ({ timestamp, ssrc, payloadStart, payloadEnd }, datagram, ulaw) =>
    line.push({ timestamp, ssrc, from: payloadStart, to: payloadEnd }, datagram, ulaw);
}

type Crossing = { readonly timestamp: number; readonly ssrc: number; readonly alaw: Uint8Array };

/** Both directions between `stream` and one of another thread, through `port`; packets are copied on the way. Returns how to end it. */
export function bridgeThroughPort(stream: Stream, port: MessagePort): () => void {
  const line = new BridgeLine();
  stream.speaking.background = line;
  port.on('message', ({ timestamp, ssrc, alaw }: Crossing) => {
    const audio: BridgedAudio = { timestamp, ssrc, from: 0, to: alaw.length };
    line.push(audio, alaw, false);
  });
  stream.bridge = ({ timestamp, ssrc, payloadStart, payloadEnd }, datagram, ulaw) => {
    const alaw = Uint8Array.from(datagram.subarray(payloadStart, payloadEnd), (byte) => (ulaw ? (ulawToAlaw[byte] ?? 0) : byte));
    const crossing: Crossing = { timestamp, ssrc, alaw };
    port.postMessage(crossing);
  };
  const end = () => unbridge(stream);
  // The other thread ended it, or lost its stream.
  port.on('close', end);
  return () => {
    end();
    port.close();
  };
}

function unbridge(stream: Stream): void {
  stream.bridge = undefined;
  stream.speaking.background = undefined;
}
