/**
 * RTCP compound packets (RFC 3550 §6): a sender's or receiver's report with at most one block, since a call has one far end; the canonical
 * name; and a goodbye.
 */
export type ReportBlock = {
  /** Whose packets are reported on. */
  readonly ssrc: number;
  /** Share lost since the last report, as a 256th. */
  readonly fractionLost: number;
  /** Signed, 24 bit. */
  readonly lost: number;
  readonly highestSequence: number;
  /** In timestamp units. */
  readonly jitter: number;
  /** Middle 32 bits of the NTP time in the last sender's report of theirs; 0 if there was none. */
  readonly lastReport: number;
  /** Since that report came, in 1/65536 s. */
  readonly delay: number;
};

export type SenderInfo = {
  /** Seconds since 1900, with a fraction. */
  readonly ntpSeconds: number;
  readonly timestamp: number;
  readonly packets: number;
  readonly bytes: number;
};

export type Report = {
  readonly ssrc: number;
  readonly sender?: SenderInfo;
  readonly block?: ReportBlock;
  /** Canonical name (§6.5.1); at most 255 bytes of ASCII. */
  readonly cname: string;
  readonly goodbye: boolean;
};

const SENDER_REPORT = 200;
const RECEIVER_REPORT = 201;
const DESCRIPTION = 202;
const GOODBYE = 203;
const CNAME = 1;
const WORD = 4;
const INFO_BYTES = 20;
const BLOCK_BYTES = 24;
/** Seconds from 1900 to 1970. */
const NTP_OFFSET_S = 2_208_988_800;

export const ntpSecondsOf = (unixMs: number): number => unixMs / 1000 + NTP_OFFSET_S;

/** The middle 32 bits of an NTP time: 16 bits of seconds, 16 of fraction (§4). */
export const shortNtp = (ntpSeconds: number): number => Math.floor((ntpSeconds % 65_536) * 65_536) >>> 0;

/** Writes the compound packet into a new buffer of exactly its length. */
export function writeReport(report: Report): Buffer {
  const name = Buffer.from(report.cname.slice(0, 255), 'latin1');
  const info = report.sender === undefined ? 0 : INFO_BYTES;
  const reportBytes = 2 * WORD + info + (report.block === undefined ? 0 : BLOCK_BYTES);
  // Item header and name, then one zero at least, up to a whole word.
  const descriptionBytes = 2 * WORD + (Math.floor((2 + name.length) / WORD) + 1) * WORD;
  const target = Buffer.alloc(reportBytes + descriptionBytes + (report.goodbye ? 2 * WORD : 0));
  const type = report.sender === undefined ? RECEIVER_REPORT : SENDER_REPORT;
  writeHead(target, 0, type, report.block === undefined ? 0 : 1, reportBytes, report.ssrc);
  if (report.sender !== undefined) writeInfo(target, 2 * WORD, report.sender);
  if (report.block !== undefined) writeBlock(target, 2 * WORD + info, report.block);
  writeHead(target, reportBytes, DESCRIPTION, 1, descriptionBytes, report.ssrc);
  target[reportBytes + 8] = CNAME;
  target[reportBytes + 9] = name.length;
  name.copy(target, reportBytes + 10);
  if (report.goodbye) writeHead(target, reportBytes + descriptionBytes, GOODBYE, 1, 2 * WORD, report.ssrc);
  return target;
}

function writeHead(target: Buffer, at: number, type: number, count: number, bytes: number, ssrc: number): void {
  target[at] = 0x80 | count;
  target[at + 1] = type;
  target.writeUInt16BE(bytes / WORD - 1, at + 2);
  target.writeUInt32BE(ssrc, at + 4);
}

function writeInfo(target: Buffer, at: number, { ntpSeconds, timestamp, packets, bytes }: SenderInfo): void {
  const seconds = Math.floor(ntpSeconds);
  target.writeUInt32BE(seconds >>> 0, at);
  target.writeUInt32BE(Math.floor((ntpSeconds - seconds) * 2 ** 32) >>> 0, at + 4);
  target.writeUInt32BE(timestamp >>> 0, at + 8);
  target.writeUInt32BE(packets >>> 0, at + 12);
  target.writeUInt32BE(bytes >>> 0, at + 16);
}

function writeBlock(target: Buffer, at: number, block: ReportBlock): void {
  target.writeUInt32BE(block.ssrc, at);
  target[at + 4] = Math.min(255, block.fractionLost);
  target.writeIntBE(Math.max(-0x800000, Math.min(0x7fffff, block.lost)), at + 5, 3);
  target.writeUInt32BE(block.highestSequence >>> 0, at + 8);
  target.writeUInt32BE(Math.round(block.jitter) >>> 0, at + 12);
  target.writeUInt32BE(block.lastReport >>> 0, at + 16);
  target.writeUInt32BE(block.delay >>> 0, at + 20);
}

/** What a compound packet says that matters to a call with one far end. */
export type HeardReport = {
  readonly ssrc: number;
  /** Middle 32 bits of the NTP time in a sender's report. */
  readonly sentAt?: number;
  /** The blocks on anybody's packets; ours is among them under our SSRC. */
  readonly blocks: readonly ReportBlock[];
  readonly goodbye: boolean;
};

/** Whether a datagram on a shared port is RTCP (RFC 5761 §4). */
export const isRtcp = (datagram: Buffer): boolean => (datagram[1] ?? 0) >= 192 && (datagram[1] ?? 0) <= 223;

/**
 * Reads a compound packet (validity: RFC 3550 A.2); undefined if it doesn't begin with a report or its lengths don't fit. Never throws. Kinds
 * that aren't known are stepped over.
 */
export function readReports(datagram: Buffer): HeardReport | undefined {
  const first = datagram[1];
  if (datagram.length < 2 * WORD || (first !== SENDER_REPORT && first !== RECEIVER_REPORT)) return undefined;
  const ssrc = datagram.readUInt32BE(4);
  const blocks: ReportBlock[] = [];
  let sentAt: number | undefined;
  let goodbye = false;
  for (let at = 0; at < datagram.length; ) {
    const end = endOfPacket(datagram, at);
    if (end === undefined) return undefined;
    const count = (datagram[at] ?? 0) & 0x1f;
    const type = datagram[at + 1];
    if (type === SENDER_REPORT && end - at >= 2 * WORD + INFO_BYTES) sentAt = datagram.readUInt32BE(at + 10);
    if (type === SENDER_REPORT) readBlocks(datagram, at + 2 * WORD + INFO_BYTES, end, count, blocks);
    if (type === RECEIVER_REPORT) readBlocks(datagram, at + 2 * WORD, end, count, blocks);
    if (type === GOODBYE) goodbye = true;
    at = end;
  }
  return { ssrc, ...(sentAt === undefined ? {} : { sentAt }), blocks, goodbye };
}

function endOfPacket(datagram: Buffer, at: number): number | undefined {
  if (datagram.length < at + WORD || (datagram[at] ?? 0) >> 6 !== 2) return undefined;
  const end = at + (datagram.readUInt16BE(at + 2) + 1) * WORD;
  return end <= datagram.length ? end : undefined;
}

function readBlocks(datagram: Buffer, from: number, end: number, count: number, into: ReportBlock[]): void {
  for (let index = 0; index < count; index++) {
    const at = from + index * BLOCK_BYTES;
    if (at + BLOCK_BYTES > end) return;
    into.push({
      ssrc: datagram.readUInt32BE(at),
      fractionLost: datagram[at + 4] ?? 0,
      lost: datagram.readIntBE(at + 5, 3),
      highestSequence: datagram.readUInt32BE(at + 8),
      jitter: datagram.readUInt32BE(at + 12),
      lastReport: datagram.readUInt32BE(at + 16),
      delay: datagram.readUInt32BE(at + 20),
    });
  }
}
