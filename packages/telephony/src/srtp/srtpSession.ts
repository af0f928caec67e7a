import { payloadStartOf, RTP_HEADER_BYTES } from '../rtp/packet.ts';
import type { SrtpPlan, SrtpSuite } from '../sdp/srtpSuites.ts';
import { AesCm } from './aesCm.ts';
import { AesGcm } from './aesGcm.ts';
import { deriveKeys, type SessionKeys } from './deriveKeys.ts';
import { ReplayWindow } from './replayWindow.ts';
import type { Transform } from './transform.ts';

/** A far end that shows more sources than this in one call is not a telephone. */
const MOST_SOURCES = 8;
const INDEX_LIMIT = 2 ** 31;

/** SRTP and SRTCP of one call (RFC 3711): rollover counters, replay windows, and a key for each direction. */
export class SrtpSession {
  readonly plan: SrtpPlan;
  private readonly sendRtp: Transform;
  private readonly sendRtcp: Transform;
  private readonly receiveRtp: Transform;
  private readonly receiveRtcp: Transform;
  private sendIndex = -1;
  private controlIndex = 0;
  private readonly sources = new Map<number, ReplayWindow>();
  private readonly controlSources = new Map<number, ReplayWindow>();

  constructor(plan: SrtpPlan) {
    this.plan = plan;
    const { suite, sendKey, receiveKey } = plan;
    this.sendRtp = transformOf(suite, deriveKeys(suite, sendKey, 'rtp'));
    this.sendRtcp = transformOf(suite, deriveKeys(suite, sendKey, 'rtcp'));
    this.receiveRtp = transformOf(suite, deriveKeys(suite, receiveKey, 'rtp'));
    this.receiveRtcp = transformOf(suite, deriveKeys(suite, receiveKey, 'rtcp'));
  }

  /** Protects one of our packets in place; there are 16 bytes of room behind `length`. Returns the new length. */
  protect(packet: Buffer, length: number): number {
    const sequence = packet.readUInt16BE(2);
    if (this.sendIndex < 0) this.sendIndex = sequence;
    this.sendIndex += ((sequence - this.sendIndex) << 16) >> 16;
    const roc = Math.floor(this.sendIndex / 0x10000);
    return this.sendRtp.sealRtp(packet, RTP_HEADER_BYTES, length, packet.readUInt32BE(8), roc, sequence);
  }

  /** The plain packet, or undefined for what is forged, repeated, or not RTP. Never throws. */
  unprotect(datagram: Buffer): Buffer | undefined {
    const headerBytes = payloadStartOf(datagram);
    if (headerBytes === undefined) return undefined;
    const sequence = datagram.readUInt16BE(2);
    const ssrc = datagram.readUInt32BE(8);
    const window = this.sources.get(ssrc) ?? new ReplayWindow();
    const index = guessIndex(window.top, sequence);
    if (!window.isNew(index)) return undefined;
    const plain = this.receiveRtp.openRtp(datagram, headerBytes, ssrc, Math.floor(index / 0x10000), sequence);
    return plain && remember(this.sources, ssrc, window, index) ? plain : undefined;
  }

  /** A protected report in a buffer of its own. */
  protectReport(report: Buffer): Buffer {
    this.controlIndex = (this.controlIndex + 1) % INDEX_LIMIT;
    return this.sendRtcp.sealRtcp(report, report.readUInt32BE(4), this.controlIndex);
  }

  /** The plain report, or undefined for what is forged or repeated. Never throws. */
  unprotectReport(datagram: Buffer): Buffer | undefined {
    const opened = this.receiveRtcp.openRtcp(datagram);
    if (opened === undefined) return undefined;
    const ssrc = opened.report.readUInt32BE(4);
    const window = this.controlSources.get(ssrc) ?? new ReplayWindow();
    if (!window.isNew(opened.index)) return undefined;
    return remember(this.controlSources, ssrc, window, opened.index) ? opened.report : undefined;
  }
}

/** The index nearest to the highest one that ends in `sequence` (RFC 3711 §3.3.1). */
export function guessIndex(top: number, sequence: number): number {
  if (top < 0) return sequence;
  const index = top + (((sequence - top) << 16) >> 16);
  return index < 0 ? index + 0x10000 : index;
}

/** Only what was authenticated is remembered, so that forgers can't fill the map. */
function remember(sources: Map<number, ReplayWindow>, ssrc: number, window: ReplayWindow, index: number): boolean {
  if (!sources.has(ssrc) && sources.size >= MOST_SOURCES) return false;
  window.take(index);
  sources.set(ssrc, window);
  return true;
}

const transformOf = (suite: SrtpSuite, keys: SessionKeys): Transform =>
  suite === 'AEAD_AES_128_GCM' ? new AesGcm(keys) : new AesCm(keys);
