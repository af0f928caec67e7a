/**
 * RTP fixed header (RFC 3550 §5.1).
 *
 *  0                   1                   2                   3
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |
 * |           synchronization source (SSRC) identifier            |
 */
export const RTP_HEADER_BYTES = 12;

/** One packet taken apart; audio lies in `datagram` from `payloadStart` to `payloadEnd`. */
export type RtpPacket = {
  readonly marker: boolean;
  readonly payloadType: number;
  readonly sequence: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payloadStart: number;
  readonly payloadEnd: number;
};

/** Reads a packet; undefined if it isn't RTP version 2 or its lengths don't fit. Never throws. */
export function readRtp(datagram: Buffer): RtpPacket | undefined {
  const length = datagram.length;
  if (length < RTP_HEADER_BYTES) return undefined;
  const first = datagram[0] ?? 0;
  if (first >> 6 !== 2) return undefined;
  let payloadStart = RTP_HEADER_BYTES + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (length < payloadStart + 4) return undefined;
    payloadStart += 4 + datagram.readUInt16BE(payloadStart + 2) * 4;
  }
  const padding = first & 0x20 ? (datagram[length - 1] ?? 0) : 0;
  const payloadEnd = length - padding;
  if (payloadStart > payloadEnd || ((first & 0x20) !== 0 && padding === 0)) return undefined;
  const second = datagram[1] ?? 0;
  return {
    marker: (second & 0x80) !== 0,
    payloadType: second & 0x7f,
    sequence: datagram.readUInt16BE(2),
    timestamp: datagram.readUInt32BE(4),
    ssrc: datagram.readUInt32BE(8),
    payloadStart,
    payloadEnd,
  };
}

/** Writes the fixed header at the front of `target`. */
export function writeRtpHeader(
  target: Buffer,
  marker: boolean,
  payloadType: number,
  sequence: number,
  timestamp: number,
  ssrc: number,
): void {
  target[0] = 0x80;
  target[1] = (marker ? 0x80 : 0) | payloadType;
  target[2] = sequence >>> 8;
  target[3] = sequence & 0xff;
  target.writeUInt32BE(timestamp >>> 0, 4);
  target.writeUInt32BE(ssrc >>> 0, 8);
}
