import sdpTransform from 'sdp-transform';
import type { Address, Codec } from '../api.ts';
import { type CryptoLine, readCryptoLine } from './srtpSuites.ts';

/** A codec under the payload type that its announcer wants to receive. */
export type Format = { readonly codec: Codec; readonly payloadType: number };

/** Whether audio may, or must, be SRTP. */
export type SrtpRule = 'never' | 'accepted' | 'required';

export type Direction = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** What the far end announced for audio (RFC 4566, RFC 3264). */
export type RemoteMedia = {
  readonly address: Address;
  /** In the far end's order of preference; only what we speak. */
  readonly formats: readonly Format[];
  readonly eventPayloadType?: number;
  /** From the far end's point of view; `c=0.0.0.0` (the old way of holding) takes its receiving away. */
  readonly direction: Direction;
  /** How long the far end wants packets to be, and at most (RFC 4566 §6). */
  readonly ptimeMs?: number;
  readonly maxPtimeMs?: number;
  /** Where its RTCP goes (RFC 3605; port + 1 if it doesn't say), and whether it may share the RTP port (RFC 5761). */
  readonly rtcp: { readonly address: Address; readonly mux: boolean };
  /** Present when this is RTP/SAVP: the keys we could use, in the far end's order of preference. */
  readonly crypto?: readonly CryptoLine[];
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

type Session = ReturnType<typeof sdpTransform.parse>;
type Line = Session['media'][number];

/**
 * Reads a session description; undefined if it is unreadable or has no usable audio line. Never throws. `srtp`: a protected line is taken
 * before a plain one where it may be, and alone where it must.
 */
export function readSdp(text: string, srtp: SrtpRule = 'never'): RemoteMedia | undefined {
  try {
    return read(text, srtp);
  } catch {
    // The parser takes any text apart with regular expressions; whatever makes it fail isn't SDP.
    return undefined;
  }
}

function read(text: string, srtp: SrtpRule): RemoteMedia | undefined {
  if (!text.startsWith('v=0')) return undefined;
  const session = sdpTransform.parse(text);
  const usable = (media: Line, protocol: string) => media.type === 'audio' && media.port > 0 && media.protocol === protocol;
  const secure =
    srtp === 'never' ? undefined : session.media.find((media) => usable(media, 'RTP/SAVP') && linesOf(media).length > 0);
  const audio = secure ?? (srtp === 'required' ? undefined : session.media.find((media) => usable(media, 'RTP/AVP')));
  const host = (audio?.connection ?? session.connection)?.ip;
  if (audio === undefined || host === undefined || audio.port > 65535 || !isHost(host)) return undefined;
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
    ...(usableMs(audio.ptime) ? { ptimeMs: audio.ptime } : {}),
    ...(usableMs(audio.maxptime) ? { maxPtimeMs: audio.maxptime } : {}),
    rtcp: rtcpOf(audio, host),
    ...(secure === undefined ? {} : { crypto: linesOf(secure) }),
    lines: session.media.map((media) => ({
      type: media.type,
      protocol: media.protocol,
      payloads: String(media.payloads ?? '0'),
      audio: media === audio,
    })),
  };
}

const isHost = (text: string): boolean => /^[\w.:-]+$/.test(text);
const usableMs = (value: number | undefined): value is number => value !== undefined && value > 0 && value < 1000;
const linesOf = (media: Line): CryptoLine[] => (media.crypto ?? []).flatMap((line) => readCryptoLine(line) ?? []);

function rtcpOf(audio: Line, host: string): RemoteMedia['rtcp'] {
  const stated = audio.rtcp;
  const port = stated !== undefined && stated.port > 0 && stated.port < 65_536 ? stated.port : audio.port + 1;
  const address = {
    host: stated?.address !== undefined && isHost(stated.address) ? stated.address : host,
    port: Math.min(port, 65_535),
  };
  return { address, mux: audio.rtcpMux !== undefined };
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
