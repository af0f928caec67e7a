import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { linearToAlaw } from './audio/g711.ts';
import { type Call, type CallEvents, createPhone, type Phone, type PhoneOptions, type Trunk } from './index.ts';
import { selfSigned } from './testing/selfSigned.ts';
import { join, noise, quiet, randomOf, sine } from './testing/testSignals.ts';

const phones: Phone[] = [];
afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.close()));
});

async function openPhone(options: Partial<PhoneOptions> = {}): Promise<Phone> {
  const phone = await createPhone({ bind: { host: '127.0.0.1', port: 0 }, ...options });
  phones.push(phone);
  return phone;
}

const next = <K extends keyof CallEvents>(call: Call, event: K) =>
  new Promise<CallEvents[K]>((resolve) => call.on(event, resolve));

/** Two phones and an answered call between them. */
async function connected(trunk: Partial<Trunk>, callerOptions: Partial<PhoneOptions>, calleeOptions: Partial<PhoneOptions>) {
  const caller = await openPhone(callerOptions);
  const callee = await openPhone({ inboundHosts: ['127.0.0.1'], ...calleeOptions });
  const incoming = new Promise<Call>((resolve) => callee.on('call', resolve));
  const out = caller.prepare({ trunk: { name: 't', proxy: callee.address, callerNumber: '1', ...trunk }, number: '2' });
  out.start();
  const into = await incoming;
  const both = Promise.all([next(out, 'answered'), next(into, 'answered')]);
  into.answer();
  await both;
  return { caller, callee, out, into };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Each packet's worth of `sound` is in `recorded`, in order; a busy machine may put silence between them. */
function expectInOrder(recorded: Uint8Array, sound: Uint8Array, frame: number): void {
  let at = 0;
  for (let from = 0; from + frame <= sound.length; from += frame) {
    at = Buffer.from(recorded).indexOf(sound.subarray(from, from + frame), at);
    expect(at, `packet at ${from}`).toBeGreaterThanOrEqual(0);
    at += frame;
  }
}

/** Sound in which no two packets are alike, behind 300 ms of silence. */
const hiss = (ms: number) => ({ lead: 2400, sound: alawOf(join(quiet(300), noise(ms, 9000, randomOf(11)))) });

const alawOf = (samples: Int16Array) => Uint8Array.from(samples, linearToAlaw);

describe.each([
  ['on the next port', false],
  ['on the same port', true],
])('reports %s', (_, rtcpMux) => {
  test('tell both sides what arrives there and how long it takes, also once the call is over', async () => {
    const often = { reportIntervalMs: 300 };
    const { out, into } = await connected({ rtcpMux }, often, often);
    while (out.quality?.roundTripMs === undefined || out.quality.sent.jitterMs === undefined) await next(out, 'quality');
    expect(out.quality.received.packets).toBeGreaterThan(10);
    expect(out.quality.received.lost).toBe(0);
    expect(out.quality.sent.lost).toBe(0);
    expect(out.quality.roundTripMs).toBeLessThan(500);
    const ended = next(out, 'ended');
    into.hangUp();
    await ended;
    const whole = await out.measureQuality();
    expect(whole?.received.packets).toBeGreaterThanOrEqual(out.quality.received.packets);
    expect(whole?.sent.packets).toBeGreaterThan(10);
  });
});

describe('over TLS', () => {
  const pair = selfSigned('trunk.example.vn');

  test.each([
    ['offered and taken', 'required', {}],
    ['offered by neither', 'accepted', {}],
  ] as const)('protected audio %s: what is played is what is recorded, and keys are told', async (_, srtp, inboundMedia) => {
    const port = await freePort();
    const trunk = { proxy: { host: '127.0.0.1', port }, transport: 'tls', tls: { ca: pair.cert }, srtp } as const;
    const { caller, out, into } = await connected(trunk, {}, { tls: { port, ...pair }, inboundMedia });
    const { sound, lead } = hiss(500);
    into.startRecording();
    caller.loadClip('sound', sound);
    out.play(['sound']);
    await next(out, 'played');
    const digit = next(into, 'digit');
    out.sendDigits('7');
    expect(await digit).toMatchObject({ digit: '7' });
    await pause(100);
    expectInOrder(await into.stopRecording(), sound.subarray(lead), 160);
  });

  test('a far end that refuses protection ends the call where it is required', async () => {
    const port = await freePort();
    const caller = await openPhone();
    await openPhone({ inboundHosts: ['127.0.0.1'], tls: { port, ...pair }, inboundMedia: { srtp: 'never' } });
    const trunk: Trunk = {
      name: 't',
      proxy: { host: '127.0.0.1', port },
      callerNumber: '1',
      transport: 'tls',
      tls: { ca: pair.cert },
      srtp: 'required',
    };
    const call = caller.prepare({ trunk, number: '2' });
    const ended = next(call, 'ended');
    call.start();
    expect(await ended).toMatchObject({ cause: 'refused', sipStatus: 488 });
  });
});

describe('what is heard', () => {
  test('a machine is told by its greeting, its beep by the tone after it, and both by voice', async () => {
    const { callee, out, into } = await connected({}, {}, {});
    const told: string[] = [];
    out.on('machine', ({ verdict, reason }) => told.push(`${verdict} ${reason}`));
    out.on('voice', ({ speaking }) => told.push(speaking ? 'speaks' : 'stops'));
    const beep = next(out, 'beep');
    out.analyse({ machine: true, voice: { endMs: 200 }, beep: true });
    const word = join(sine(300, 250, 6000), quiet(90));
    callee.loadClip('greeting', alawOf(join(quiet(200), word, word, word, word, quiet(300), sine(1000, 300, 6000), quiet(400))));
    into.play(['greeting']);
    const { frequencyHz, durationMs } = await beep;
    expect(Math.abs(frequencyHz - 1000)).toBeLessThan(20);
    expect(Math.abs(durationMs - 300)).toBeLessThanOrEqual(40);
    await next(out, 'voice');
    expect(told).toEqual(['speaks', 'machine manyWords', 'stops', 'speaks', 'stops']);
  });

  test('somebody who presses a key is a human, and the prompt that asked for it stops in the same breath', async () => {
    const { caller, out, into } = await connected({}, {}, {});
    caller.loadClip('prompt', alawOf(sine(300, 5000, 6000)));
    const verdict = next(out, 'machine');
    const played = next(out, 'played');
    out.analyse({ machine: true });
    out.play(['prompt'], { stopOnDigit: true });
    into.sendDigits('1');
    expect(await verdict).toMatchObject({ verdict: 'human', reason: 'key' });
    expect(await played).toMatchObject({ finished: false });
  });
});

test.each([10, 30, 60] as const)('packets of %i ms are sent where the far end asks for them', async (ptimeMs) => {
  const { caller, out, into } = await connected({ ptimeMs }, {}, {});
  const beganMs = performance.now();
  const { sound, lead } = hiss(420);
  caller.loadClip('sound', sound);
  into.startRecording();
  out.play(['sound']);
  await next(out, 'played');
  await pause(100);
  const measured = await into.measureQuality();
  // Both directions are of the length that was asked for; a busy machine sends fewer packets, never more.
  const passedMs = performance.now() - beganMs;
  const counts = [measured?.sent.packets ?? 0, measured?.received.packets ?? 0];
  expect(Math.max(...counts)).toBeLessThanOrEqual((passedMs + 300) / ptimeMs);
  expect(Math.max(...counts)).toBeGreaterThan((passedMs / ptimeMs) * 0.55);
  expectInOrder(await into.stopRecording(), sound.subarray(lead), ptimeMs * 8);
});

test('no datagram on either port of a call hurts it, nor is heard in another', async () => {
  const { out, into, caller } = await connected(
    {},
    { reportIntervalMs: 200, rtpPorts: { from: 41_000, to: 41_200 } },
    { reportIntervalMs: 200 },
  );
  const digits: string[] = [];
  out.on('digit', ({ digit }) => digits.push(digit));
  await next(out, 'quality');
  const stranger = createSocket('udp4').bind(0, '127.0.0.2');
  await once(stranger, 'listening');
  let state = 1;
  for (let round = 0; round < 40; round++) {
    for (let port = 41_000; port < 41_100; port += 1) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
      const bytes = Buffer.alloc(4 + ((state >>> 8) % 60), state & 0xff);
      bytes[0] = 0x80;
      bytes[1] = [101, 8, 200, 201, 229][round % 5] ?? 0;
      stranger.send(bytes, port, '127.0.0.1');
    }
    await pause(5);
  }
  stranger.close();
  const digit = next(out, 'digit');
  into.sendDigits('4');
  expect(await digit).toMatchObject({ digit: '4' });
  expect(digits).toEqual(['4']);
  expect(caller.callCount).toBe(1);
});
