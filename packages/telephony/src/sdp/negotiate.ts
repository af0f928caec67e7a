import type { Address, Codec } from '../api.ts';
import type { Direction, Format, RemoteMedia, SrtpRule } from './session.ts';
import { type LocalKeys, offeredLines, type SrtpPlan, srtpPlanOf, writeCryptoLine } from './srtpSuites.ts';

/** What one call's audio agreed on. */
export type MediaPlan = {
  readonly codec: Codec;
  /** Put on packets we send. */
  readonly payloadType: number;
  /** Put on key events we send; undefined when the far end takes none. */
  readonly eventPayloadType?: number;
  readonly remote: Address;
  /** False while the far end holds us. */
  readonly send: boolean;
  /** False while the far end sends nothing by its own word. */
  readonly receive: boolean;
  /** Length of the packets we send: 10, 20, … 60 ms. */
  readonly frameMs: number;
  /** Where our reports go; `mux`: on the RTP port (RFC 5761). */
  readonly rtcp: { readonly address: Address; readonly mux: boolean };
  /** Keys, when audio is SRTP. */
  readonly srtp?: SrtpPlan;
};

/** What our side of a call wants. */
export type MediaWishes = {
  /** In order of preference. */
  readonly codecs: readonly Codec[];
  /** What we ask the far end to send, and send unless it asks otherwise. Absent: 20 ms. */
  readonly ptimeMs?: number;
  readonly srtp: SrtpRule;
  readonly keys: LocalKeys;
  /** Offer to carry RTCP on the RTP port. */
  readonly rtcpMux: boolean;
};

/** Our side of a session. `version` grows by one with every changed description (RFC 3264 §8). */
export type LocalMedia = { readonly address: Address; readonly sessionId: number; readonly version: number };

/** Payload type of telephone-event in our offers: 101, as most of the world uses. */
export const EVENT_PAYLOAD_TYPE = 101;

const staticType: Readonly<Record<Codec, number>> = { PCMU: 0, PCMA: 8 };

const DEFAULT_PTIME_MS = 20;
const LONGEST_MS = 60;

/** An offer of these codecs and key events; RTP/SAVP with a key for each suite where SRTP is required. `sendonly` holds the far end. */
export function writeOffer(local: LocalMedia, wishes: MediaWishes, direction: 'sendrecv' | 'sendonly' = 'sendrecv'): string {
  const formats = wishes.codecs.map((codec) => ({ codec, payloadType: staticType[codec] }));
  const crypto = wishes.srtp === 'required' ? offeredLines(wishes.keys).map(writeCryptoLine) : [];
  const ptimeMs = wishes.ptimeMs ?? DEFAULT_PTIME_MS;
  const extra = [...crypto, ...(wishes.rtcpMux ? ['a=rtcp-mux\r\n'] : [])].join('');
  const protocol = crypto.length > 0 ? 'RTP/SAVP' : 'RTP/AVP';
  return head(local) + audioLines(local, { protocol, formats, eventType: EVENT_PAYLOAD_TYPE, ptimeMs, direction, extra });
}

/** Takes the first format of the far end's list that we were willing to speak; undefined if there is none in common. */
export function planOf(remote: RemoteMedia, wishes: MediaWishes): MediaPlan | undefined {
  const format = remote.formats.find(({ codec }) => wishes.codecs.includes(codec));
  if (format === undefined) return undefined;
  const srtp = remote.crypto === undefined ? undefined : srtpPlanOf(remote.crypto, wishes.keys);
  return {
    codec: format.codec,
    payloadType: format.payloadType,
    ...(remote.eventPayloadType === undefined ? {} : { eventPayloadType: remote.eventPayloadType }),
    remote: remote.address,
    send: remote.direction === 'sendrecv' || remote.direction === 'recvonly',
    receive: remote.direction === 'sendrecv' || remote.direction === 'sendonly',
    frameMs: frameMsOf(remote, wishes.ptimeMs ?? DEFAULT_PTIME_MS),
    rtcp: remote.rtcp,
    ...(srtp === undefined ? {} : { srtp }),
  };
}

/** As long as the far end asks (`ptime`), never longer than it takes (`maxptime`), in steps of 10 ms from 10 to 60. */
function frameMsOf(remote: RemoteMedia, wishedMs: number): number {
  const askedMs = Math.min(remote.ptimeMs ?? wishedMs, remote.maxPtimeMs ?? LONGEST_MS, LONGEST_MS);
  return Math.max(10, Math.floor(askedMs / 10) * 10);
}

/** The answer that agrees to `plan`; media lines we don't take are refused with port 0 (RFC 3264 §6). `held`: we take no audio now. */
export function writeAnswer(local: LocalMedia, offer: RemoteMedia, plan: MediaPlan, wishes: MediaWishes, held = false): string {
  const { srtp } = plan;
  const crypto = srtp === undefined ? '' : writeCryptoLine({ tag: srtp.tag, suite: srtp.suite, key: srtp.sendKey });
  const audio = audioLines(local, {
    protocol: srtp === undefined ? 'RTP/AVP' : 'RTP/SAVP',
    formats: [{ codec: plan.codec, payloadType: plan.payloadType }],
    eventType: plan.eventPayloadType,
    ptimeMs: wishes.ptimeMs ?? plan.frameMs,
    direction: (held ? holding : mirrored)[offer.direction],
    extra: crypto + (plan.rtcp.mux ? 'a=rtcp-mux\r\n' : ''),
  });
  const refused = (line: RemoteMedia['lines'][number]) => `m=${line.type} 0 ${line.protocol} ${line.payloads}\r\n`;
  return head(local) + offer.lines.map((line) => (line.audio ? audio : refused(line))).join('');
}

const mirrored: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

const holding: Readonly<Record<Direction, Direction>> = { ...mirrored, sendrecv: 'sendonly', sendonly: 'inactive' };

function head(local: LocalMedia): string {
  const family = local.address.host.includes(':') ? 'IP6' : 'IP4';
  const { host } = local.address;
  return `v=0\r\no=- ${local.sessionId} ${local.version} IN ${family} ${host}\r\ns=-\r\nc=IN ${family} ${host}\r\nt=0 0\r\n`;
}

type AudioLines = {
  readonly protocol: 'RTP/AVP' | 'RTP/SAVP';
  readonly formats: readonly Format[];
  readonly eventType: number | undefined;
  readonly ptimeMs: number;
  readonly direction: Direction;
  readonly extra: string;
};

function audioLines(local: LocalMedia, { protocol, formats, eventType, ptimeMs, direction, extra }: AudioLines): string {
  const types = [...formats.map((format) => format.payloadType), ...(eventType === undefined ? [] : [eventType])];
  const maps = formats.map((format) => `a=rtpmap:${format.payloadType} ${format.codec}/8000\r\n`);
  if (eventType !== undefined) maps.push(`a=rtpmap:${eventType} telephone-event/8000\r\na=fmtp:${eventType} 0-15\r\n`);
  const port = local.address.port;
  return `m=audio ${port} ${protocol} ${types.join(' ')}\r\n${maps.join('')}a=ptime:${ptimeMs}\r\n${extra}a=${direction}\r\n`;
}
