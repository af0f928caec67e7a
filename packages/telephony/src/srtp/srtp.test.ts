import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeRtpHeader } from '../rtp/packet.ts';
import { writeReport } from '../rtp/rtcp.ts';
import { SRTP_SUITES, type SrtpSuite } from '../sdp/srtpSuites.ts';
import { AesCm } from './aesCm.ts';
import { AesGcm } from './aesGcm.ts';
import { deriveKeys } from './deriveKeys.ts';
import { ReplayWindow } from './replayWindow.ts';
import { guessIndex, SrtpSession } from './srtpSession.ts';

const hex = (text: string) => Buffer.from(text.replace(/\s+/g, ''), 'hex');

describe('the published vectors', () => {
  test('AES-CM key stream of RFC 3711 B.2', () => {
    const counter = hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000');
    const stream = createCipheriv('aes-128-ctr', hex('2B7E151628AED2A6ABF7158809CF4F3C'), counter).update(Buffer.alloc(48));
    const expected = 'E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0';
    expect(stream).toEqual(hex(expected));
  });

  test('key derivation of RFC 3711 B.3', () => {
    const inline = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6').toString('base64');
    const keys = deriveKeys('AES_CM_128_HMAC_SHA1_80', inline, 'rtp');
    expect(keys.key).toEqual(hex('C61E7A93744F39EE10734AFE3FF7A087'));
    expect(keys.salt).toEqual(hex('30CBBC08863D8C85D49DB34A9AE1'));
    expect(keys.authKey).toEqual(hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'));
  });

  test('a packet of libsrtp, under the master key of RFC 3711 B.3', () => {
    const inline = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6').toString('base64');
    const packet = Buffer.concat([hex('800f1234decafbadcafebabe'), Buffer.alloc(16, 0xab), Buffer.alloc(16)]);
    const plan = { tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80', sendKey: inline, receiveKey: inline } as const;
    const length = new SrtpSession(plan).protect(packet, 28);
    const expected = '800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb';
    expect(packet.subarray(0, length)).toEqual(hex(expected));
    expect(new SrtpSession(plan).unprotect(hex(expected))?.subarray(12)).toEqual(Buffer.alloc(16, 0xab));
  });

  // RFC 7714 §16.1 and §17.1 give session key and salt.
  const keys = { key: hex('000102030405060708090a0b0c0d0e0f'), salt: hex('517569642070726f2071756f'), authKey: Buffer.alloc(0) };

  test('AES-128-GCM of RFC 7714 §16.1.1', () => {
    const plain = hex('8040f17b8041f8d35501a0b2 47616c6c696120657374206f6d6e697320646976697361 20696e207061727465732074726573');
    const sealed = hex(
      '8040f17b8041f8d35501a0b2 f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833 899d7f27beb16a9152cf765ee4390cce',
    );
    const gcm = new AesGcm(keys);
    const packet = Buffer.concat([plain, Buffer.alloc(16)]);
    expect(gcm.sealRtp(packet, 12, plain.length, 0x5501a0b2, 0, 0xf17b)).toBe(sealed.length);
    expect(packet).toEqual(sealed);
    expect(gcm.openRtp(sealed, 12, 0x5501a0b2, 0, 0xf17b)).toEqual(plain);
  });

  test('AES-128-GCM of RFC 7714 §17.1', () => {
    const report = hex(
      '81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef',
    );
    const sealed = hex(
      '81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4',
    );
    expect(new AesGcm(keys).sealRtcp(report, 0x4d617273, 0x5d4)).toEqual(sealed);
    expect(new AesGcm(keys).openRtcp(sealed)).toEqual({ report, index: 0x5d4 });
  });
});

const inlineOf = (suite: SrtpSuite, fill: number) =>
  Buffer.alloc(suite === 'AEAD_AES_128_GCM' ? 28 : 30, fill).toString('base64');
const pair = (suite: SrtpSuite) => ({
  us: new SrtpSession({ tag: 1, suite, sendKey: inlineOf(suite, 1), receiveKey: inlineOf(suite, 2) }),
  them: new SrtpSession({ tag: 1, suite, sendKey: inlineOf(suite, 2), receiveKey: inlineOf(suite, 1) }),
});
function sealed(session: SrtpSession, sequence: number, fill: number): Buffer {
  const packet = Buffer.alloc(12 + 20 + 16, fill);
  writeRtpHeader(packet, false, 8, sequence & 0xffff, sequence * 160, 99);
  return Buffer.from(packet.subarray(0, session.protect(packet, 32)));
}

describe.each(SRTP_SUITES)('%s', (suite) => {
  test('carries packets over several turns of the sequence number, through loss, repeats and reordering', () => {
    const { us, them } = pair(suite);
    const order = fc.array(fc.record({ lost: fc.boolean(), twice: fc.boolean(), later: fc.nat(20) }), {
      minLength: 60,
      maxLength: 60,
    });
    let sequence = 65_500;
    fc.assert(
      fc.property(order, (fates) => {
        const arrivals = fates.flatMap(({ lost, twice, later }, index) => {
          const at = sequence++;
          const packet = sealed(us, at, at & 0xff);
          // The first is never lost: who loses half a turn of the sequence number can't know its index.
          return lost && index > 0
            ? []
            : [{ packet, at, due: index + later }, ...(twice ? [{ packet, at, due: index + later }] : [])];
        });
        // Most of a turn that nobody sees keeps the runs short; 20,000 is within what the receiver bridges.
        sequence += 20_000;
        us.protect(Object.assign(Buffer.alloc(60), { 0: 0x80, 2: (sequence >> 8) & 0xff, 3: sequence & 0xff }), 32);
        sequence++;
        const seen = new Set<number>();
        for (const { packet, at } of arrivals.toSorted((one, other) => one.due - other.due)) {
          const plain = them.unprotect(packet);
          if (seen.has(at)) expect(plain).toBeUndefined();
          else expect(plain?.subarray(12)).toEqual(Buffer.alloc(20, at & 0xff));
          seen.add(at);
        }
      }),
      { numRuns: 20 },
    );
    expect(sequence).toBeGreaterThan(5 * 65_536);
  });

  test('refuses whatever was changed by one bit, and cannot be read with another key', () => {
    const { us, them } = pair(suite);
    const packet = sealed(us, 7, 7);
    fc.assert(
      fc.property(fc.nat(packet.length * 8 - 1), (bit) => {
        const forged = Buffer.from(packet);
        forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(them.unprotect(forged)).toBeUndefined();
      }),
    );
    expect(us.unprotect(packet)).toBeUndefined();
    expect(them.unprotect(packet)).toBeDefined();
  });

  test('protects reports, each once', () => {
    const { us, them } = pair(suite);
    const report = writeReport({ ssrc: 5, cname: 'a@call', goodbye: true });
    const packets = [us.protectReport(report), us.protectReport(report)];
    expect(packets[0]?.subarray(8, 20)).not.toEqual(report.subarray(8, 20));
    expect(packets.map((packet) => them.unprotectReport(packet))).toEqual([report, report]);
    expect(packets.map((packet) => them.unprotectReport(packet))).toEqual([undefined, undefined]);
  });

  test('is not hurt by any datagram', () => {
    const { them } = pair(suite);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(them.unprotect(Buffer.from(bytes))).toBeUndefined();
        expect(them.unprotectReport(Buffer.from(bytes))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

test('reports that are authenticated but not encrypted are read too', () => {
  const keys = deriveKeys('AES_CM_128_HMAC_SHA1_80', inlineOf('AES_CM_128_HMAC_SHA1_80', 3), 'rtcp');
  const opened = new AesCm(keys).openRtcp(new AesCm(keys).sealRtcp(Buffer.alloc(16, 1), 0x01010101, 6));
  expect(opened).toEqual({ report: Buffer.alloc(16, 1), index: 6 });
});

test('the replay window takes each index once and nothing older than 64', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 300 }), (indexes) => {
      const window = new ReplayWindow();
      const taken = new Set<number>();
      for (const index of indexes) {
        const top = Math.max(-1, ...taken);
        expect(window.isNew(index)).toBe(!taken.has(index) && index > top - 64);
        if (!window.isNew(index)) continue;
        window.take(index);
        taken.add(index);
      }
    }),
  );
});

test('the index is the nearest that ends in the sequence number', () => {
  expect(guessIndex(-1, 65_535)).toBe(65_535);
  expect(guessIndex(65_535, 0)).toBe(65_536);
  expect(guessIndex(65_536, 65_535)).toBe(65_535);
  expect(guessIndex(3, 65_535)).toBe(65_535);
});
