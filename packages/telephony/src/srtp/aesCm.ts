import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { SessionKeys } from './deriveKeys.ts';
import type { Transform } from './transform.ts';

const TAG_BYTES = 10;
const REPORT_HEADER_BYTES = 8;
const ENCRYPTED = 0x80000000;

/** AES in counter mode with an 80-bit HMAC-SHA1 (RFC 3711 §4.1.1, §4.2.1; RTCP: §3.4). */
export class AesCm implements Transform {
  private readonly keys: SessionKeys;

  constructor(keys: SessionKeys) {
    this.keys = keys;
  }

  sealRtp(packet: Buffer, headerBytes: number, length: number, ssrc: number, roc: number, sequence: number): number {
    const payload = packet.subarray(headerBytes, length);
    this.cipher(payload, ssrc, roc * 0x10000 + sequence).copy(packet, headerBytes);
    this.tag(packet.subarray(0, length), roc).copy(packet, length, 0, TAG_BYTES);
    return length + TAG_BYTES;
  }

  openRtp(packet: Buffer, headerBytes: number, ssrc: number, roc: number, sequence: number): Buffer | undefined {
    const length = packet.length - TAG_BYTES;
    if (length < headerBytes) return undefined;
    const tag = this.tag(packet.subarray(0, length), roc).subarray(0, TAG_BYTES);
    if (!timingSafeEqual(tag, packet.subarray(length))) return undefined;
    const payload = this.cipher(packet.subarray(headerBytes, length), ssrc, roc * 0x10000 + sequence);
    return Buffer.concat([packet.subarray(0, headerBytes), payload]);
  }

  sealRtcp(report: Buffer, ssrc: number, index: number): Buffer {
    const word = Buffer.alloc(4);
    word.writeUInt32BE(ENCRYPTED + index, 0);
    const head = report.subarray(0, REPORT_HEADER_BYTES);
    const sealed = Buffer.concat([head, this.cipher(report.subarray(REPORT_HEADER_BYTES), ssrc, index), word]);
    return Buffer.concat([sealed, createHmac('sha1', this.keys.authKey).update(sealed).digest().subarray(0, TAG_BYTES)]);
  }

  openRtcp(packet: Buffer): { report: Buffer; index: number } | undefined {
    const wordAt = packet.length - TAG_BYTES - 4;
    if (wordAt < REPORT_HEADER_BYTES) return undefined;
    const signed = packet.subarray(0, wordAt + 4);
    const tag = createHmac('sha1', this.keys.authKey).update(signed).digest().subarray(0, TAG_BYTES);
    if (!timingSafeEqual(tag, packet.subarray(wordAt + 4))) return undefined;
    const word = packet.readUInt32BE(wordAt);
    const index = word % ENCRYPTED;
    const head = packet.subarray(0, REPORT_HEADER_BYTES);
    const body = packet.subarray(REPORT_HEADER_BYTES, wordAt);
    const plain = word >= ENCRYPTED ? this.cipher(body, packet.readUInt32BE(4), index) : body;
    return { report: Buffer.concat([head, plain]), index };
  }

  /** Session salt, SSRC and packet index make the first counter block (RFC 3711 §4.1.1). */
  private cipher(data: Buffer, ssrc: number, index: number): Buffer {
    const block = Buffer.alloc(16);
    block.writeUInt32BE(ssrc, 4);
    block.writeUIntBE(index, 8, 6);
    for (let at = 0; at < 14; at++) block[at] = (block[at] ?? 0) ^ (this.keys.salt[at] ?? 0);
    return createCipheriv('aes-128-ctr', this.keys.key, block).update(data);
  }

  private tag(packet: Buffer, roc: number): Buffer {
    const rollover = Buffer.alloc(4);
    rollover.writeUInt32BE(roc, 0);
    return createHmac('sha1', this.keys.authKey).update(packet).update(rollover).digest();
  }
}
