import sdpTransform from 'sdp-transform';
import type { Address, Codec } from '../api.ts';

/** A codec under the payload type that its announcer wants to receive. */
export type Format = { readonly codec: Codec; readonly payloadType: number };

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** What the far end announced for audio (RFC 4566, RFC 3264). */
export type RemoteMedia = {
  readonly address: Address;
  /** In the far end's order of preference; only what we speak. */
  readonly formats: readonly Format[];
  readonly eventPayloadType?: number;
  /** From the far end's point of view; `c=0.0.0.0` (the old way of holding) takes its receiving away. */
  readonly direction: Direction;
  /** Every media line, so that an answer has as many (RFC 3264 §6). `audio` marks the one described here. */
  readonly lines: readonly {
    readonly type: string;
    readonly protocol: string;
    readonly payloads: string;
    readonly audio: boolean;
  }[];
};

/** Static payload types (RFC 3551 table 4). */
const staticTypes: ReadonlyMap<number, Codec> = new Map([
  [0, 'PCMU'],
  [8, 'PCMA'],
]);

/** Reads a session description; undefined if it is unreadable or has no usable audio line. Never throws. */
export function readSdp(text: string): RemoteMedia | undefined {
  try {
    return read(text);
  } catch {
    // The parser takes any text apart with regular expressions; whatever makes it fail isn't SDP.
    return undefined;
  }
}

function read(text: string): RemoteMedia | undefined {
  if (!text.startsWith('v=0')) return undefined;
  const session = sdpTransform.parse(text);
  const usable = (media: (typeof session.media)[number]) =>
    media.type === 'audio' && media.port > 0 && media.protocol === 'RTP/AVP';
  const audio = session.media.find(usable);
  const host = (audio?.connection ?? session.connection)?.ip;
  if (audio === undefined || host === undefined || audio.port > 65535 || !/^[\w.:-]+$/.test(host)) return undefined;
  const payloads = String(audio.payloads ?? '')
    .split(' ')
    .map(Number);
  const names = new Map(
    audio.rtp.filter((map) => (map.rate ?? 8000) === 8000).map((map) => [map.payload, map.codec.toUpperCase()]),
  );
  const eventPayloadType = payloads.find((type) => names.get(type) === 'TELEPHONE-EVENT');
  return {
    address: { host, port: audio.port },
    formats: payloads.flatMap((payloadType) => formatOf(payloadType, names.get(payloadType))),
    ...(eventPayloadType === undefined ? {} : { eventPayloadType }),
    direction: directionOf(audio.direction ?? session.direction, host),
    lines: session.media.map((media) => ({
      type: media.type,
      protocol: media.protocol,
      payloads: String(media.payloads ?? '0'),
      audio: media === audio,
    })),
  };
}

function formatOf(payloadType: number, name: string | undefined): Format[] {
  if (!Number.isInteger(payloadType) || payloadType < 0 || payloadType > 127) return [];
  const codec = name === undefined ? staticTypes.get(payloadType) : name === 'PCMA' || name === 'PCMU' ? name : undefined;
  return codec === undefined ? [] : [{ codec, payloadType }];
}

function directionOf(stated: string | undefined, host: string): Direction {
  const direction = stated === 'sendonly' || stated === 'recvonly' || stated === 'inactive' ? stated : 'sendrecv';
  if (host !== '0.0.0.0' && host !== '::') return direction;
  return direction === 'sendrecv' || direction === 'sendonly' ? 'sendonly' : 'inactive';
}
