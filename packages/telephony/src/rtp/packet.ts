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
  marker: boolean;
  payloadType: number;
  sequence: number;
  timestamp: number;
  ssrc: number;
  payloadStart: number;
  payloadEnd: number;
};

export const emptyPacket = (): RtpPacket => ({
  marker: false,
  payloadType: 0,
  sequence: 0,
  timestamp: 0,
  ssrc: 0,
  payloadStart: 0,
  payloadEnd: 0,
});

/** Where the payload begins, behind contributing sources and an extension; undefined if it isn't RTP version 2 or is cut short. */
export function payloadStartOf(datagram: Buffer): number | undefined {
  const length = datagram.length;
  const first = datagram[0] ?? 0;
  if (length < RTP_HEADER_BYTES || first >> 6 !== 2) return undefined;
  let start = RTP_HEADER_BYTES + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (length < start + 4) return undefined;
    start += 4 + datagram.readUInt16BE(start + 2) * 4;
  }
  return start <= length ? start : undefined;
}

/** Reads a packet; undefined if it isn't RTP version 2 or its lengths don't fit. Never throws. */
export function readRtp(datagram: Buffer): RtpPacket | undefined {
  const packet = emptyPacket();
  return readRtpInto(packet, datagram) ? packet : undefined;
}

/** As `readRtp`, into a packet that was used before, since this is done fifty times a second in each call. */
export function readRtpInto(packet: RtpPacket, datagram: Buffer): boolean {
  const payloadStart = payloadStartOf(datagram);
  if (payloadStart === undefined) return false;
  const padded = ((datagram[0] ?? 0) & 0x20) !== 0;
  const padding = padded ? (datagram[datagram.length - 1] ?? 0) : 0;
  const payloadEnd = datagram.length - padding;
  if (payloadStart > payloadEnd || (padded && padding === 0)) return false;
  const second = datagram[1] ?? 0;
  packet.marker = (second & 0x80) !== 0;
  packet.payloadType = second & 0x7f;
  packet.sequence = datagram.readUInt16BE(2);
  packet.timestamp = datagram.readUInt32BE(4);
  packet.ssrc = datagram.readUInt32BE(8);
  packet.payloadStart = payloadStart;
  packet.payloadEnd = payloadEnd;
  return true;
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
