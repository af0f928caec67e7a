import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { ALAW_SILENCE, linearToAlaw, ULAW_SILENCE } from '../audio/g711.ts';
import { keyTone } from '../audio/tones.ts';
import { readRtp, writeRtpHeader } from '../rtp/packet.ts';
import type { MediaPlan } from '../sdp/negotiate.ts';
import type { MediaEvent } from './messages.ts';
import { Stream } from './stream.ts';

const remote = { host: '192.0.2.1', port: 4000 };
const plan: MediaPlan = {
  codec: 'PCMA',
  payloadType: 8,
  eventPayloadType: 101,
  remote,
  send: true,
  receive: true,
  frameMs: 20,
  rtcp: { address: { host: '192.0.2.1', port: 4001 }, mux: false },
};
const same = { source: 'sameAddress', symmetric: false } as const;

let sent: { bytes: Buffer; to: string }[];
let events: MediaEvent[];
let stream: Stream;

beforeEach(() => {
  sent = [];
  events = [];
  const send = (packet: Buffer, from: number, length: number, port: number, host: string) => {
    sent.push({ bytes: Buffer.from(packet.subarray(from, from + length)), to: `${host}:${port}` });
  };
  stream = new Stream(
    1,
    { send },
    (event) => events.push(event),
    () => undefined,
    5000,
  );
});

const ticks = (count: number) => {
  for (let tick = 0; tick < count; tick++) stream.tick(0);
};
const packets = () =>
  sent.map(({ bytes }) => {
    const packet = readRtp(bytes);
    if (packet === undefined) throw new Error('not RTP');
    return { ...packet, payload: bytes.subarray(packet.payloadStart, packet.payloadEnd) };
  });

test('nothing leaves before the answer; then silence flows on an unbroken clock', () => {
  ticks(2);
  stream.setPlan(plan, same, false, 0);
  ticks(2);
  expect(sent).toEqual([]);
  stream.setPlan(plan, same, true, 0);
  ticks(5);
  const all = packets();
  expect(sent.map(({ to }) => to)).toEqual(Array(5).fill('192.0.2.1:4000'));
  for (const [index, packet] of all.entries()) {
    expect(packet.payload).toEqual(Buffer.alloc(160, ALAW_SILENCE));
    expect(packet.timestamp - (all[0]?.timestamp ?? 0)).toBe(index * 160);
    expect((packet.sequence - (all[0]?.sequence ?? 0)) & 0xffff).toBe(index);
  }
});

test('a clip starts with the next tick, opens a talkspurt, and is told as played with its last packet', () => {
  stream.setPlan(plan, same, true, 0);
  ticks(1);
  stream.play(7, [Buffer.alloc(200, 1), Buffer.alloc(100, 2)], false);
  ticks(1);
  expect(events).toEqual([]);
  ticks(2);
  expect(events).toEqual([{ kind: 'played', stream: 1, playback: 7, finished: true }]);
  const all = packets();
  expect(all.map(({ marker }) => marker)).toEqual([false, true, false, false]);
  const second = Buffer.concat([Buffer.alloc(40, 1), Buffer.alloc(100, 2), Buffer.alloc(20, ALAW_SILENCE)]);
  expect(all[2]?.payload).toEqual(second);
});

test('keys pause the clip, share one timestamp each, and the clock runs on under them', () => {
  stream.setPlan(plan, same, true, 0);
  stream.play(1, [Buffer.alloc(3200, 1)], false);
  ticks(1);
  stream.speaking.sendDigits('5', 100, 60);
  ticks(9);
  const all = packets();
  const keys = all.filter(({ payloadType }) => payloadType === 101);
  expect(keys.length).toBe(7);
  expect(new Set(keys.map(({ timestamp }) => timestamp)).size).toBe(1);
  expect(keys.map(({ marker }) => marker)).toEqual([true, ...Array(6).fill(false)]);
  const after = all.at(-1);
  expect(((after?.timestamp ?? 0) - (all[0]?.timestamp ?? 0)) >>> 0).toBe(9 * 160);
  expect(after?.payload[0]).toBe(1);
});

test('µ-law calls get µ-law silence, held calls get nothing while the clock runs on', () => {
  stream.setPlan({ ...plan, codec: 'PCMU', payloadType: 0 }, same, true, 0);
  ticks(1);
  stream.setPlan({ ...plan, codec: 'PCMU', payloadType: 0, send: false }, same, true, 0);
  ticks(3);
  stream.setPlan({ ...plan, codec: 'PCMU', payloadType: 0 }, same, true, 0);
  ticks(1);
  const all = packets();
  expect(all.length).toBe(2);
  expect(all[0]?.payload).toEqual(Buffer.alloc(160, ULAW_SILENCE));
  expect(((all[1]?.timestamp ?? 0) - (all[0]?.timestamp ?? 0)) >>> 0).toBe(4 * 160);
});

test('keys of strangers are not heard, and under learn our sound follows the far end', () => {
  const key = (timestamp: number) => Buffer.from([0x80, 101, 0, 1, 0, 0, 0, timestamp, 0, 0, 0, 9, 5, 10, 0, 160]);
  stream.setPlan(plan, { source: 'strict', symmetric: false }, true, 0);
  stream.receive(key(1), '192.0.2.1', 4002, 100);
  expect(events).toEqual([]);
  stream.receive(key(1), '192.0.2.1', 4000, 120);
  expect(events).toEqual([{ kind: 'digit', stream: 1, digit: '5', atMs: 120 }]);
  stream.setPlan(plan, { source: 'learn', symmetric: true }, true, 0);
  stream.receive(key(2), '198.51.100.9', 77, 5000);
  stream.receive(key(3), '192.0.2.1', 4000, 5020);
  ticks(1);
  expect(events.length).toBe(2);
  expect(sent.at(-1)?.to).toBe('198.51.100.9:77');
});

test('silence on the wire is told once, a held far end may be silent', () => {
  stream.setPlan(plan, same, true, 0);
  stream.checkTimeout(1000, 900);
  stream.checkTimeout(1000, 1100);
  stream.checkTimeout(1000, 5000);
  expect(events).toEqual([{ kind: 'mediaTimeout', stream: 1 }]);
  stream.setPlan({ ...plan, receive: false }, same, true, 6000);
  stream.checkTimeout(1000, 90_000);
  expect(events.length).toBe(1);
});

test('no datagram throws, and what is heard of any has the length of the time that passed', () => {
  stream.setPlan(plan, same, true, 0);
  stream.hear(0).startRecording();
  const datagram = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc
      .uint8Array({ minLength: 14, maxLength: 400 })
      .map((bytes) => Uint8Array.from(bytes, (byte, at) => (at === 0 ? 0x80 : at === 1 ? 8 : byte))),
    fc
      .uint8Array({ minLength: 16, maxLength: 20 })
      .map((bytes) => Uint8Array.from(bytes, (byte, at) => (at === 0 ? 0x80 : at === 1 ? 101 : byte))),
  );
  let nowMs = 0;
  fc.assert(
    fc.property(datagram, fc.nat(40), (bytes, stepMs) => {
      nowMs += stepMs;
      stream.receive(Buffer.from(bytes), '192.0.2.1', 4000, nowMs);
      const chunk = new Uint8Array(800);
      while (stream.hearing?.read(chunk, 0, 800, nowMs));
    }),
    { numRuns: 1000 },
  );
  expect(stream.stopRecording(nowMs).length).toBeLessThanOrEqual(nowMs * 8);
});

test('a far end that sends no packets at all is told as silence by the clock', () => {
  stream.analyse({ machine: true, voice: true }, 0);
  stream.setPlan(plan, same, true, 0);
  for (let nowMs = 250; nowMs <= 4000; nowMs += 250) stream.advance(nowMs);
  expect(events).toEqual([{ kind: 'machine', stream: 1, verdict: 'unsure', reason: 'initialSilence', atMs: 2750 }]);
});

test('keys are heard as tones only where events were not agreed on, and stop the prompt', () => {
  const { eventPayloadType: _, ...toneless } = plan;
  stream.setPlan(toneless, same, true, 0);
  stream.play(1, [Buffer.alloc(8000, 1)], true);
  const packet = Buffer.alloc(172);
  for (let index = 0; index < 6; index++) {
    writeRtpHeader(packet, false, 8, index, index * 160, 9);
    for (let at = 0; at < 160; at++) packet[12 + at] = linearToAlaw(keyTone('6', index * 160 + at));
    stream.receive(packet, '192.0.2.1', 4000, index * 20);
  }
  expect(events).toEqual([
    { kind: 'digit', stream: 1, digit: '6', atMs: 20 },
    { kind: 'played', stream: 1, playback: 1, finished: false },
  ]);
});

test('our packets follow the far end only where the trunk says so, and only to where a valid one came from', () => {
  const audio = Buffer.alloc(172);
  writeRtpHeader(audio, false, 8, 1, 160, 9);
  for (const symmetric of [false, true]) {
    stream.setPlan(plan, { source: 'sameAddress', symmetric }, true, 0);
    stream.receive(Buffer.from('not RTP'), '192.0.2.1', 9998, 10);
    stream.receive(audio, '192.0.2.7', 9996, 20);
    stream.receive(audio, '192.0.2.1', 5000, 30);
    ticks(1);
  }
  expect(sent.map(({ to }) => to)).toEqual(['192.0.2.1:4000', '192.0.2.1:5000']);
});

test.each([
  ['plain', {}],
  ['protected', { srtp: { tag: 1, suite: 'AEAD_AES_128_GCM', sendKey: 'A'.repeat(38), receiveKey: 'B'.repeat(38) } }],
] as const)('no datagram to a %s call with everything switched on throws, or makes it speak to strangers', (_, more) => {
  stream.analyse({ machine: true, voice: true, beep: true }, 0);
  const { eventPayloadType: __, ...toneless } = plan;
  stream.setPlan(
    { ...toneless, ...more, rtcp: { ...plan.rtcp, mux: true } },
    { source: 'sameAddress', symmetric: true },
    true,
    0,
  );
  stream.hear(0).listening = true;
  const kinds = fc.constantFrom(8, 101, 0x88, 200, 201, 203, 0);
  const datagram = fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 300 }), kinds, fc.boolean())
    .map(([bytes, kind, whole]) =>
      whole ? Uint8Array.from(bytes, (byte, at) => (at === 0 ? 0x80 : at === 1 ? kind : byte)) : bytes,
    );
  let nowMs = 0;
  fc.assert(
    fc.property(datagram, fc.constantFrom('192.0.2.1', '192.0.2.66'), fc.nat(60), (bytes, host, stepMs) => {
      nowMs += stepMs;
      stream.receive(Buffer.from(bytes), host, 4000, nowMs);
      stream.receiveControl(Buffer.from(bytes), host, nowMs);
      stream.advance(nowMs);
      stream.report(nowMs, 1_800_000_000_000 + nowMs);
      stream.tick(0);
    }),
    { numRuns: 1500 },
  );
  expect(new Set(sent.map(({ to }) => to))).toEqual(new Set(['192.0.2.1:4000']));
});
