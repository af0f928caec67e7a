import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Reception } from './reception.ts';
import { isRtcp, ntpSecondsOf, readReports, shortNtp, writeReport } from './rtcp.ts';

const u32 = fc.nat(0xffffffff);
const block = fc.record({
  ssrc: u32,
  fractionLost: fc.nat(255),
  lost: fc.integer({ min: -0x800000, max: 0x7fffff }),
  highestSequence: u32,
  jitter: u32,
  lastReport: u32,
  delay: u32,
});

test('a report is read back as it was written, and is whole words', () => {
  const report = fc.record(
    {
      ssrc: u32,
      sender: fc.record({ ntpSeconds: fc.nat(2 ** 31), timestamp: u32, packets: u32, bytes: u32 }),
      block,
      cname: fc.string({ unit: fc.constantFrom('a', 'b', '@', '.'), maxLength: 40 }),
      goodbye: fc.boolean(),
    },
    { requiredKeys: ['ssrc', 'cname', 'goodbye'] },
  );
  fc.assert(
    fc.property(report, (written) => {
      const bytes = writeReport(written);
      expect(bytes.length % 4).toBe(0);
      expect(isRtcp(bytes)).toBe(true);
      const read = readReports(bytes);
      expect(read).toEqual({
        ssrc: written.ssrc,
        ...(written.sender === undefined ? {} : { sentAt: shortNtp(written.sender.ntpSeconds) }),
        blocks: written.block === undefined ? [] : [written.block],
        goodbye: written.goodbye,
      });
    }),
  );
});

test('no datagram is read beyond its end', () => {
  const near = fc.uint8Array({ minLength: 8, maxLength: 120 }).map((bytes) => {
    bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x1f);
    bytes[1] = 200 + ((bytes[1] ?? 0) & 1);
    bytes[2] = 0;
    bytes[3] = (bytes[3] ?? 0) & 0x1f;
    return bytes;
  });
  fc.assert(
    fc.property(fc.oneof(near, fc.uint8Array({ maxLength: 60 })), (bytes) => {
      const report = readReports(Buffer.from(bytes));
      if (report !== undefined) expect(report.blocks.length).toBeLessThanOrEqual(bytes.length / 24);
    }),
    { numRuns: 2000 },
  );
});

test('NTP counts from 1900', () => {
  expect(ntpSecondsOf(0)).toBe(2_208_988_800);
  expect(shortNtp(65_536 + 1.5)).toBe(0x18000);
});

describe('reception', () => {
  const feed = (reception: Reception, sequences: readonly number[], lateMs: (index: number) => number = () => 0) =>
    sequences.forEach((sequence, index) => {
      reception.count(sequence & 0xffff, (sequence * 160) >>> 0, 7, sequence * 20 + lateMs(index), true);
    });

  test('loss is what is missing between the first and the last, over turns of the sequence number', () => {
    fc.assert(
      fc.property(fc.nat(0xffff), fc.array(fc.boolean(), { minLength: 2, maxLength: 400 }), (start, kept) => {
        const sequences = kept.flatMap((keep, index) =>
          keep || index === 0 || index === kept.length - 1 ? [start + index] : [],
        );
        const reception = new Reception();
        feed(reception, sequences);
        expect(reception.totals).toEqual({ packets: sequences.length, lost: kept.length - sequences.length });
        expect(reception.highestSequence).toBe(start + kept.length - 1);
      }),
    );
  });

  test('the share lost is that since it was last asked for', () => {
    const reception = new Reception();
    feed(reception, [1, 2, 3, 4]);
    expect(reception.takeFractionLost()).toBe(0);
    feed(reception, [5, 8]);
    expect(reception.takeFractionLost()).toBe(128);
    expect(reception.takeFractionLost()).toBe(0);
  });

  test('even packets have no jitter, uneven ones about as much as they are late', () => {
    const even = new Reception();
    feed(
      even,
      Array.from({ length: 200 }, (_, index) => index),
    );
    expect(even.jitter).toBe(0);
    const uneven = new Reception();
    feed(
      uneven,
      Array.from({ length: 400 }, (_, index) => index),
      (index) => (index % 2) * 10,
    );
    expect(uneven.jitter / 8).toBeGreaterThan(9);
    expect(uneven.jitter / 8).toBeLessThan(11);
  });

  test('a key event, whose timestamp stands, makes no jitter', () => {
    const reception = new Reception();
    for (let index = 0; index < 50; index++) reception.count(index, 800, 7, index * 20, false);
    expect(reception.jitter).toBe(0);
  });

  test('one packet astray changes nothing, a source that starts anew is counted anew', () => {
    const reception = new Reception();
    feed(reception, [1, 2, 30_000, 3, 4]);
    expect(reception.totals).toEqual({ packets: 4, lost: 0 });
    feed(reception, [50_000, 50_001, 50_002]);
    expect(reception.totals).toEqual({ packets: 6, lost: 0 });
    reception.count(9, 0, 8, 0, true);
    expect(reception.totals).toEqual({ packets: 7, lost: 0 });
  });
});
