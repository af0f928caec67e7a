import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALAW_SILENCE } from '../audio/g711.ts';
import { type DigitReceiverState, receiveDigit } from './digitReceiver.ts';
import { planDigits } from './digitSender.ts';
import { readRtp, writeRtpHeader } from './packet.ts';
import { readTelephoneEvent, type TelephoneEvent, writeTelephoneEvent } from './telephoneEvent.ts';
import { Timeline } from './timeline.ts';

const u16 = fc.nat(0xffff);
const u32 = fc.nat(0xffffffff);

test('an RTP header is read back as it was written', () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.nat(127),
      u16,
      u32,
      u32,
      fc.nat(300),
      (marker, payloadType, sequence, timestamp, ssrc, length) => {
        const packet = Buffer.alloc(12 + length);
        writeRtpHeader(packet, marker, payloadType, sequence, timestamp, ssrc);
        expect(readRtp(packet)).toEqual({
          marker,
          payloadType,
          sequence,
          timestamp,
          ssrc,
          payloadStart: 12,
          payloadEnd: 12 + length,
        });
      },
    ),
  );
});

test('contributing sources, an extension and padding are stepped over', () => {
  const packet = Buffer.concat([
    Buffer.alloc(12),
    Buffer.alloc(8),
    Buffer.from([0, 0, 0, 1, 9, 9, 9, 9]),
    Buffer.from('ab'),
    Buffer.from([0, 2]),
  ]);
  packet[0] = 0x80 | 0x20 | 0x10 | 2;
  const read = readRtp(packet);
  expect(read && packet.subarray(read.payloadStart, read.payloadEnd).toString()).toBe('ab');
});

test('any bytes are RTP with a payload inside the datagram, or nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const packet = readRtp(Buffer.from(bytes));
      if (packet === undefined) return;
      expect(packet.payloadStart).toBeLessThanOrEqual(packet.payloadEnd);
      expect(packet.payloadEnd).toBeLessThanOrEqual(bytes.length);
    }),
    { numRuns: 500 },
  );
});

const event: fc.Arbitrary<TelephoneEvent> = fc.record({
  digit: fc.constantFrom(...'0123456789*#ABCD'),
  end: fc.boolean(),
  volume: fc.nat(63),
  duration: u16,
});

test('a key event is read back as it was written, its reserved bit ignored', () => {
  fc.assert(
    fc.property(event, fc.boolean(), (sent, reserved) => {
      const packet = Buffer.alloc(16);
      writeTelephoneEvent(packet, 12, sent);
      if (reserved) packet[13] = (packet[13] ?? 0) | 0x40;
      expect(readTelephoneEvent(packet, 12, 16)).toEqual(sent);
    }),
  );
});

test('short payloads and events that are no keys are nothing', () => {
  expect(readTelephoneEvent(Buffer.from([1, 0, 0]), 0, 3)).toBeUndefined();
  expect(readTelephoneEvent(Buffer.from([16, 0, 0, 1]), 0, 4)).toBeUndefined();
});

/** Sends keys as we do, then loses, doubles and shuffles (within reach of a jitter) what was sent. */
function packetsOf(digits: string, firstTimestamp: number) {
  let timestamp = firstTimestamp;
  let keyTimestamp = 0;
  return planDigits(digits).flatMap((tick, index) => {
    timestamp = (timestamp + 160) >>> 0;
    if (tick.kind === 'pause') return [];
    if (tick.first) keyTimestamp = timestamp;
    return [{ event: tick.event, ssrc: 1, timestamp: keyTimestamp, nowMs: index * 20 }];
  });
}

function heard(packets: readonly ReturnType<typeof packetsOf>[number][]): string {
  let state: DigitReceiverState | undefined;
  let digits = '';
  for (const packet of packets) {
    const result = receiveDigit(state, packet);
    state = result.state;
    digits += result.digit ?? '';
  }
  return digits;
}

describe('keys', () => {
  const keys = fc.stringMatching(/^[0-9*#A-D]{1,8}$/);

  test('each key is told once, whatever timestamp it starts at', () => {
    fc.assert(
      fc.property(keys, u32, (digits, start) => {
        expect(heard(packetsOf(digits, start))).toBe(digits);
      }),
    );
  });

  test('each key is told once although packets are lost and doubled, as long as one of each arrives', () => {
    fc.assert(
      fc.property(keys, u32, fc.array(fc.nat(3), { minLength: 64, maxLength: 64 }), (digits, start, fates) => {
        const packets = packetsOf(digits, start);
        const kept = new Set<number>();
        const arrived = packets.flatMap((packet, index) => {
          const last = packets[index + 1]?.timestamp !== packet.timestamp;
          const copies = last && !kept.has(packet.timestamp) ? 1 : (fates[index % 64] ?? 1);
          if (copies > 0) kept.add(packet.timestamp);
          return Array.from({ length: copies }, () => packet);
        });
        expect(heard(arrived)).toBe(digits);
      }),
    );
  });

  test('late packets of an earlier key say nothing new', () => {
    const [one, two] = [packetsOf('1', 1000), packetsOf('2', 3000)];
    const late = one.at(-1);
    expect(late && heard([...one.slice(0, 3), ...two.slice(0, 2), late, ...two.slice(2)])).toBe('12');
  });

  test('a key held beyond 65,535 units is one key (RFC 4733 §2.5.1.3)', () => {
    const held = { event: { digit: '5', end: false, volume: 10, duration: 0xffff }, ssrc: 1, timestamp: 0, nowMs: 0 };
    const on = { ...held, event: { ...held.event, duration: 160 }, timestamp: 0xffff, nowMs: 8200 };
    expect(heard([held, on, { ...on, event: { ...on.event, end: true }, nowMs: 8220 }])).toBe('5');
  });

  test('a source that starts its clock again after a pause is believed', () => {
    const first = packetsOf('7', 50_000);
    const again = packetsOf('7', 50_000).map((packet) => ({ ...packet, nowMs: packet.nowMs + 2000 }));
    expect(heard([...first, ...again])).toBe('77');
  });

  test('the repeated ends of a key are no new key, however late a busy machine sends or reads them', () => {
    const packets = packetsOf('5', 1000).map((packet, index) =>
      index > 4 ? { ...packet, nowMs: packet.nowMs + 900 * index } : packet,
    );
    expect(heard(packets)).toBe('5');
  });

  test('the end of a key is sent three times, with the same duration (RFC 4733 §2.5.1.4)', () => {
    const events = planDigits('4', 100, 60).flatMap((tick) => (tick.kind === 'event' ? [tick.event] : []));
    expect(events.map(({ duration }) => duration)).toEqual([160, 320, 480, 640, 800, 800, 800]);
    expect(events.map(({ end }) => end)).toEqual([false, false, false, false, true, true, true]);
  });
});

describe('the time line', () => {
  const frame = (index: number) => Uint8Array.from({ length: 160 }, (_, at) => (index + 1 + at) & 0x7f);
  const push = (line: Timeline, index: number, now: number, ssrc = 1, base = 0xffffff00) =>
    line.push({ timestamp: (base + index * 160) >>> 0, ssrc, from: 0, to: 160 }, frame(index), undefined, now);
  const read = (line: Timeline, count: number) => {
    const out = new Uint8Array(count);
    line.read(out, 0, count);
    return out;
  };

  test('shuffled and doubled packets come out in order, lost ones as silence', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
    fc.assert(
      fc.property(order, fc.nat(7), (indices, doubled) => {
        const line = new Timeline(0);
        push(line, 0, 0);
        for (const index of indices) push(line, index, 0);
        if (indices.includes(doubled)) push(line, doubled, 0);
        const out = read(line, 8 * 160);
        for (let index = 0; index < 8; index++) {
          const expected = index === 0 || indices.includes(index) ? frame(index) : new Uint8Array(160).fill(ALAW_SILENCE);
          expect(out.subarray(index * 160, (index + 1) * 160)).toEqual(expected);
        }
      }),
    );
  });

  test('what comes after its place was read is left out', () => {
    const line = new Timeline(0);
    push(line, 0, 0);
    read(line, 480);
    push(line, 1, 480);
    expect(read(line, 160)).toEqual(new Uint8Array(160).fill(ALAW_SILENCE));
  });

  test('a clock that fell behind is laid down anew after five late packets', () => {
    const line = new Timeline(0);
    push(line, 0, 0);
    read(line, 8000);
    for (let index = 1; index <= 5; index++) push(line, index, 8000);
    expect(read(line, 160)).toEqual(frame(5));
  });

  test('a new source starts where the clock stands', () => {
    const line = new Timeline(0);
    push(line, 0, 0);
    push(line, 3, 160, 2, 77);
    expect(read(line, 320).subarray(160)).toEqual(frame(3));
  });

  test('no packet, however absurd, throws or writes beyond the ring', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(u32, fc.nat(3), fc.nat(2000), fc.nat(30_000)), { maxLength: 30 }), (packets) => {
        const line = new Timeline(0);
        for (const [timestamp, ssrc, length, now] of packets) {
          line.push({ timestamp, ssrc, from: 0, to: length }, new Uint8Array(length), undefined, now);
        }
        read(line, 16_000);
        expect(line.position).toBe(16_000);
      }),
    );
  });
});
