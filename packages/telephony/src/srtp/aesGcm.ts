import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { SessionKeys } from './deriveKeys.ts';
import type { Transform } from './transform.ts';

const CIPHER = 'aes-128-gcm';
const TAG_BYTES = 16;
const REPORT_HEADER_BYTES = 8;
const ENCRYPTED = 0x80000000;

/** AES-GCM: encrypted and authenticated at once (RFC 7714 §8 and §9). */
export class AesGcm implements Transform {
  private readonly keys: SessionKeys;

  constructor(keys: SessionKeys) {
    this.keys = keys;
  }

  sealRtp(packet: Buffer, headerBytes: number, length: number, ssrc: number, roc: number, sequence: number): number {
    const vector = this.vector(ssrc, roc * 0x10000 + sequence);
    const sealed = this.seal(vector, packet.subarray(0, headerBytes), packet.subarray(headerBytes, length));
    sealed.copy(packet, headerBytes);
    return headerBytes + sealed.length;
  }

  openRtp(packet: Buffer, headerBytes: number, ssrc: number, roc: number, sequence: number): Buffer | undefined {
    const header = packet.subarray(0, headerBytes);
    const plain = this.open(this.vector(ssrc, roc * 0x10000 + sequence), header, packet.subarray(headerBytes));
    return plain && Buffer.concat([header, plain]);
  }

  sealRtcp(report: Buffer, ssrc: number, index: number): Buffer {
    const word = Buffer.alloc(4);
    word.writeUInt32BE(ENCRYPTED + index, 0);
    const head = report.subarray(0, REPORT_HEADER_BYTES);
    const sealed = this.seal(this.vector(ssrc, index), Buffer.concat([head, word]), report.subarray(REPORT_HEADER_BYTES));
    return Buffer.concat([head, sealed, word]);
  }

  openRtcp(packet: Buffer): { report: Buffer; index: number } | undefined {
    const wordAt = packet.length - 4;
    if (wordAt < REPORT_HEADER_BYTES + TAG_BYTES) return undefined;
    const word = packet.readUInt32BE(wordAt);
    const index = word % ENCRYPTED;
    const vector = this.vector(packet.readUInt32BE(4), index);
    if (word < ENCRYPTED) return this.openAuthenticated(packet, wordAt, vector, index);
    const head = packet.subarray(0, REPORT_HEADER_BYTES);
    const extra = Buffer.concat([head, packet.subarray(wordAt)]);
    const plain = this.open(vector, extra, packet.subarray(REPORT_HEADER_BYTES, wordAt));
    return plain && { report: Buffer.concat([head, plain]), index };
  }

  // Authenticated only: everything but the tag is associated data (§9.3).
  private openAuthenticated(packet: Buffer, wordAt: number, vector: Buffer, index: number) {
    const report = packet.subarray(0, wordAt - TAG_BYTES);
    const extra = Buffer.concat([report, packet.subarray(wordAt)]);
    const plain = this.open(vector, extra, packet.subarray(wordAt - TAG_BYTES, wordAt));
    return plain && { report: Buffer.from(report), index };
  }

  /** Two zero bytes, SSRC, and the packet's index in 48 bits, over the salt (§8.1, §9.1). */
  private vector(ssrc: number, index: number): Buffer {
    const vector = Buffer.alloc(12);
    vector.writeUInt32BE(ssrc, 2);
    vector.writeUIntBE(index, 6, 6);
    for (let at = 0; at < 12; at++) vector[at] = (vector[at] ?? 0) ^ (this.keys.salt[at] ?? 0);
    return vector;
  }

  private seal(vector: Buffer, extra: Buffer, plain: Buffer): Buffer {
    const cipher = createCipheriv(CIPHER, this.keys.key, vector).setAAD(extra);
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  private open(vector: Buffer, extra: Buffer, sealed: Buffer): Buffer | undefined {
    const tagAt = sealed.length - TAG_BYTES;
    if (tagAt < 0) return undefined;
    const decipher = createDecipheriv(CIPHER, this.keys.key, vector, { authTagLength: TAG_BYTES });
    decipher.setAAD(extra).setAuthTag(sealed.subarray(tagAt));
    const plain = decipher.update(sealed.subarray(0, tagAt));
    try {
      decipher.final();
    } catch {
      // The only thing that fails here is the tag: somebody else's packet.
      return undefined;
    }
    return plain;
  }
}
