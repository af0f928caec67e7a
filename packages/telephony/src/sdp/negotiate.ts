import type { Address, Codec } from '../api.ts';
import type { Direction, Format, RemoteMedia } from './session.ts';

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
};

/** Our side of a session. `version` grows by one with every changed description (RFC 3264 §8). */
export type LocalMedia = { readonly address: Address; readonly sessionId: number; readonly version: number };

/** Payload type of telephone-event in our offers: 101, as most of the world uses. */
export const EVENT_PAYLOAD_TYPE = 101;

const staticType: Readonly<Record<Codec, number>> = { PCMU: 0, PCMA: 8 };

/** An offer of these codecs and key events. */
export function writeOffer(local: LocalMedia, codecs: readonly Codec[]): string {
  const formats = codecs.map((codec) => ({ codec, payloadType: staticType[codec] }));
  return head(local) + audioLines(local, formats, EVENT_PAYLOAD_TYPE, 'sendrecv');
}

/** Takes the first format of the far end's list that we were willing to speak; undefined if there is none in common. */
export function planOf(remote: RemoteMedia, codecs: readonly Codec[]): MediaPlan | undefined {
  const format = remote.formats.find(({ codec }) => codecs.includes(codec));
  if (format === undefined) return undefined;
  return {
    codec: format.codec,
    payloadType: format.payloadType,
    ...(remote.eventPayloadType === undefined ? {} : { eventPayloadType: remote.eventPayloadType }),
    remote: remote.address,
    send: remote.direction === 'sendrecv' || remote.direction === 'recvonly',
    receive: remote.direction === 'sendrecv' || remote.direction === 'sendonly',
  };
}

/** The answer that agrees to `plan`; media lines we don't take are refused with port 0 (RFC 3264 §6). */
export function writeAnswer(local: LocalMedia, offer: RemoteMedia, plan: MediaPlan): string {
  const format = { codec: plan.codec, payloadType: plan.payloadType };
  return (
    head(local) +
    offer.lines
      .map((line) =>
        line.audio
          ? audioLines(local, [format], plan.eventPayloadType, mirrored[offer.direction])
          : `m=${line.type} 0 ${line.protocol} ${line.payloads}\r\n`,
      )
      .join('')
  );
}

const mirrored: Readonly<Record<Direction, Direction>> = {
  sendrecv: 'sendrecv',
  sendonly: 'recvonly',
  recvonly: 'sendonly',
  inactive: 'inactive',
};

function head(local: LocalMedia): string {
  const family = local.address.host.includes(':') ? 'IP6' : 'IP4';
  const { host } = local.address;
  return `v=0\r\no=- ${local.sessionId} ${local.version} IN ${family} ${host}\r\ns=-\r\nc=IN ${family} ${host}\r\nt=0 0\r\n`;
}

function audioLines(local: LocalMedia, formats: readonly Format[], eventType: number | undefined, direction: Direction): string {
  const types = [...formats.map((format) => format.payloadType), ...(eventType === undefined ? [] : [eventType])];
  const maps = formats.map((format) => `a=rtpmap:${format.payloadType} ${format.codec}/8000\r\n`);
  if (eventType !== undefined) maps.push(`a=rtpmap:${eventType} telephone-event/8000\r\na=fmtp:${eventType} 0-15\r\n`);
  return `m=audio ${local.address.port} RTP/AVP ${types.join(' ')}\r\n${maps.join('')}a=ptime:20\r\na=${direction}\r\n`;
}
