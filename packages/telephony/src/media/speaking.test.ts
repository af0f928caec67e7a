import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { alawToLinear, linearToAlaw, ulawToLinear } from '../audio/g711.ts';
import { KeyToneDetector } from '../audio/keyToneDetector.ts';
import { readRtp } from '../rtp/packet.ts';
import { readTelephoneEvent } from '../rtp/telephoneEvent.ts';
import type { MediaPlan } from '../sdp/negotiate.ts';
import { BridgeLine } from './bridgeLine.ts';
import { Pacer, Pacers } from './pacer.ts';
import { Playlist } from './playlist.ts';
import { Speaking } from './speaking.ts';

const plan: MediaPlan = {
  codec: 'PCMA',
  payloadType: 8,
  eventPayloadType: 101,
  remote: { host: '192.0.2.1', port: 4000 },
  send: true,
  receive: true,
  frameMs: 20,
  rtcp: { address: { host: '192.0.2.1', port: 4001 }, mux: false },
};

let sent: Buffer[];
let played: string[];
let speaking: Speaking;

beforeEach(() => {
  sent = [];
  played = [];
  speaking = new Speaking({
    transmit: (packet, length) => sent.push(Buffer.from(packet.subarray(0, length))),
    played: (playback, finished) => played.push(`${playback} ${finished ? 'finished' : 'stopped'}`),
  });
});

const packets = () =>
  sent.map((bytes) => {
    const packet = readRtp(bytes);
    if (packet === undefined) throw new Error('not RTP');
    return { ...packet, bytes, payload: bytes.subarray(packet.payloadStart, packet.payloadEnd) };
  });
const ticks = (count: number, by: MediaPlan = plan) => {
  for (let tick = 0; tick < count; tick++) speaking.tick(by, 0);
};
const { eventPayloadType: _, ...withoutEvents } = plan;

test.each([10, 20, 30, 40, 50, 60])('packets of %i ms carry the clip whole, on a clock of their own length', (frameMs) => {
  const clip = Buffer.from(Uint8Array.from({ length: 2400 }, (__, index) => index % 251));
  speaking.play(new Playlist(1, [clip.subarray(0, 700), clip.subarray(700)]), false);
  ticks(300 / frameMs, { ...plan, frameMs });
  const all = packets();
  expect(Buffer.concat(all.map(({ payload }) => payload)).subarray(0, 2400)).toEqual(clip);
  for (const [index, packet] of all.entries()) {
    expect(packet.payload.length).toBe(frameMs * 8);
    expect((packet.timestamp - (all[0]?.timestamp ?? 0)) >>> 0).toBe(index * frameMs * 8);
  }
  expect(played).toEqual(['1 finished']);
});

test('when the far end asks for another length in the middle, not a sample is lost or said twice', () => {
  const clip = Buffer.from(Uint8Array.from({ length: 1600 }, (__, index) => index % 251));
  speaking.play(new Playlist(1, [clip]), false);
  ticks(3);
  ticks(3, { ...plan, frameMs: 30 });
  ticks(6, { ...plan, frameMs: 10 });
  const all = packets();
  expect(Buffer.concat(all.map(({ payload }) => payload)).subarray(0, 1600)).toEqual(clip.subarray(0, 1600));
  for (const [index, packet] of all.entries()) {
    const next = all[index + 1];
    if (next !== undefined) expect((next.timestamp - packet.timestamp) >>> 0).toBe(packet.payload.length);
  }
});

test('a key stops the playback that asked for it before the next packet, and no other', () => {
  speaking.play(new Playlist(1, [Buffer.alloc(8000, 7)]), true);
  ticks(2);
  speaking.hearDigit();
  ticks(1);
  expect(packets().map(({ payload }) => payload[0])).toEqual([7, 7, 0xd5]);
  speaking.play(new Playlist(2, [Buffer.alloc(8000, 7)]), false);
  speaking.hearDigit();
  ticks(1);
  expect(packets().at(-1)?.payload[0]).toBe(7);
  expect(played).toEqual(['1 stopped']);
});

test('a key longer than a duration can tell goes on in segments that join', () => {
  speaking.sendDigits('5', 20_000, 60);
  ticks(1003);
  const events = packets().map((packet) => ({ ...packet, event: readTelephoneEvent(packet.bytes, 12, 16) }));
  const told = events.flatMap(({ event, timestamp }) => (event === undefined ? [] : [{ event, timestamp }]));
  const start = told[0]?.timestamp ?? 0;
  expect(new Set(told.map(({ timestamp }) => (timestamp - start) >>> 0))).toEqual(new Set([0, 65_535, 131_070]));
  told.slice(0, 1000).forEach(({ event, timestamp }, index) => {
    expect(((timestamp - start) >>> 0) + event.duration).toBe((index + 1) * 160);
  });
  expect(told.map(({ event }) => event.end).lastIndexOf(false)).toBe(998);
});

test.each(['PCMA', 'PCMU'] as const)('where the far end takes no events, %s carries the key as a tone that is heard', (codec) => {
  speaking.sendDigits('159*0#D', 80, 80);
  for (let tick = 0; tick < 120; tick++) speaking.tick({ ...withoutEvents, codec, frameMs: 20 }, 0);
  let heard = '';
  const detector = new KeyToneDetector((digit) => {
    heard += digit;
  });
  const table = codec === 'PCMU' ? ulawToLinear : alawToLinear;
  for (const { payload } of packets())
    detector.push(
      Int16Array.from(payload, (byte) => table[byte] ?? 0),
      payload.length,
    );
  expect(heard).toBe('159*0#D');
  expect(packets().every(({ payloadType }) => payloadType === 8)).toBe(true);
});

describe('the clock', () => {
  test.each([10, 20, 30, 40, 50, 60])(
    'through stalls of any length, timestamps of %i ms packets never leave real time',
    (frameMs) => {
      const stall = fc.oneof(
        { weight: 20, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 20, max: 3000 }) },
      );
      fc.assert(
        fc.property(fc.array(stall, { minLength: 50, maxLength: 50 }), (stalls) => {
          sent = [];
          const pacer = new Pacer(0, frameMs);
          const burst: number[] = [];
          pacer.add({ tick: (skipped) => speaking.tick({ ...plan, frameMs }, skipped) });
          let nowMs = 0;
          const startTimestamp = speaking.timestamp;
          for (let round = 0; nowMs < 60_000; round++) {
            const before = sent.length;
            nowMs += pacer.run(nowMs) + (stalls[round % stalls.length] ?? 0);
            burst.push(sent.length - before);
          }
          // A stall is made good with the next packet.
          for (const endMs = nowMs + 2 * frameMs; nowMs < endMs; ) nowMs += pacer.run(nowMs);
          const saidMs = ((speaking.timestamp - startTimestamp) >>> 0) / 8;
          expect(Math.abs(saidMs - nowMs)).toBeLessThanOrEqual(frameMs);
          // What was missed is left out, not poured out: 40 ms at most, or two packets, and the one that is due.
          expect(Math.max(...burst)).toBeLessThanOrEqual(Math.max(2, 40 / frameMs) + 1);
        }),
        { numRuns: 10 },
      );
    },
  );

  test('streams of different lengths keep their own time, and one can change over', () => {
    const pacers = new Pacers();
    const counts = new Map<string, number>();
    const member = (name: string) => ({ tick: () => void counts.set(name, (counts.get(name) ?? 0) + 1) });
    const [short, long, changing] = [member('short'), member('long'), member('changing')];
    pacers.add(short, 10, 0);
    pacers.add(long, 60, 0);
    pacers.add(changing, 20, 0);
    const until = (endMs: number, fromMs: number) => {
      for (let nowMs = fromMs; nowMs < endMs; ) nowMs += pacers.run(nowMs);
    };
    until(6000, 0);
    const tens = (name: string) => Math.round((counts.get(name) ?? 0) / 10);
    expect(['short', 'long', 'changing'].map(tens)).toEqual([60, 10, 30]);
    pacers.add(changing, 60, 6000);
    until(12_000, 6000);
    expect(Math.abs((counts.get('changing') ?? 0) - 400)).toBeLessThanOrEqual(2);
    for (const one of [short, long, changing]) pacers.remove(one);
    expect([pacers.size, pacers.run(12_000)]).toEqual([0, Number.POSITIVE_INFINITY]);
  });
});

describe('a bridge', () => {
  const voice = Uint8Array.from({ length: 80_000 }, (__, index) =>
    linearToAlaw(9000 * Math.sin(index / 7) * Math.sin(index / 999)),
  );

  test('hands over the other call after 40 ms, through another packet length, jitter and a lost packet', () => {
    const line = new BridgeLine();
    speaking.background = line;
    for (let at = 0; at < 8000; at += 160) {
      if (at !== 1600) line.push({ timestamp: at, ssrc: 1, from: at, to: at + 160 }, voice, false);
      if (at % 480 === 320) speaking.tick({ ...plan, frameMs: 60 }, 0);
    }
    const said = Buffer.concat(packets().map(({ payload }) => payload));
    const at = said.indexOf(Buffer.from(voice.subarray(0, 1600)));
    expect(at).toBe(320);
    expect(said.subarray(at + 1600, at + 1760)).toEqual(Buffer.alloc(160, 0xd5));
    expect(said.subarray(at + 1760, 7000)).toEqual(Buffer.from(voice.subarray(1760, 7000 - at)));
  });

  test('what waited during a hold is left out', () => {
    const line = new BridgeLine();
    for (let at = 0; at < 80_000; at += 160) line.push({ timestamp: at, ssrc: 1, from: at, to: at + 160 }, voice, false);
    const target = Buffer.alloc(160);
    let waited = 0;
    for (; waited < 100; waited++) {
      line.push({ timestamp: 80_000 + waited * 160, ssrc: 1, from: 0, to: 160 }, Buffer.alloc(160, 0x55), false);
      line.read(target, 0, 160);
      if (target[0] === 0x55) break;
    }
    expect(waited * 20).toBeLessThanOrEqual(300);
  });
});
