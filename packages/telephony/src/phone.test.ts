import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { alawToUlaw, ulawToAlaw } from './audio/g711.ts';
import {
  type Call,
  type CallEnd,
  type CallIdentifiers,
  createPhone,
  type Phone,
  type PhoneOptions,
  type Trunk,
} from './index.ts';
import { openLossyRelay } from './testing/lossyRelay.ts';

const phones: Phone[] = [];
afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.close()));
});

const loopback = { host: '127.0.0.1', port: 0 };

async function openPhone(options: Partial<PhoneOptions> = {}): Promise<Phone> {
  const phone = await createPhone({ bind: loopback, ...options });
  phones.push(phone);
  return phone;
}

const trunkTo = (phone: Phone, more: Partial<Trunk> = {}): Trunk => ({
  name: 'test',
  proxy: phone.address,
  callerNumber: '02377300000',
  ...more,
});

const ended = (call: Call) => new Promise<CallEnd>((resolve) => call.on('ended', resolve));
const answered = (call: Call) => new Promise<{ codec: string }>((resolve) => call.on('answered', resolve));
const nextDigit = (call: Call) => new Promise<string>((resolve) => call.on('digit', ({ digit }) => resolve(digit)));
const nextPlayed = (call: Call) => new Promise<boolean>((resolve) => call.on('played', ({ finished }) => resolve(finished)));

/** 300 ms of silence before what is compared: on a busy machine the order to record may take a while to reach its thread. */
const LEAD = new Uint8Array(2400).fill(0xd5);

/** Two phones, and a call set up between them. */
async function connected(more: Partial<Trunk> = {}): Promise<{ caller: Phone; callee: Phone; out: Call; into: Call }> {
  const caller = await openPhone();
  const callee = await openPhone({ inboundHosts: ['127.0.0.1'] });
  const incoming = new Promise<Call>((resolve) => callee.on('call', resolve));
  const out = caller.prepare({ trunk: trunkTo(callee, more), number: '0912345115' });
  out.start();
  const into = await incoming;
  const both = Promise.all([answered(out), answered(into)]);
  into.ring();
  into.answer();
  await both;
  caller.loadClip('lead', LEAD);
  return { caller, callee, out, into };
}

/** Sound in which no two packets are alike. */
const tone = (bytes: number) =>
  Uint8Array.from({ length: bytes }, (_, at) => (at * 7 + Math.floor(at / 160) * 31 + (at % 160) * (at >> 10)) & 0xff);

test('a call is rung, answered, spoken in with keys both ways, and hung up', async () => {
  const { caller, callee, out, into } = await connected();
  expect(into.calledNumber).toBe('0912345115');
  expect(into.remoteNumber).toBe('02377300000');
  const keys = Promise.all([nextDigit(out), nextDigit(into)]);
  out.sendDigits('1');
  into.sendDigits('#');
  expect(await keys).toEqual(['#', '1']);
  const ends = Promise.all([ended(out), ended(into)]);
  out.hangUp();
  expect(await ends).toEqual([{ cause: 'hungUp' }, { cause: 'farEndHungUp' }]);
  expect([caller.callCount, callee.callCount]).toEqual([0, 0]);
});

/** Every packet's worth of `clip` must be there, in order; a busy machine may put silence between them, never inside or instead. */
function expectFramesInOrder(recording: Uint8Array, clip: Uint8Array): void {
  let from = 0;
  for (let at = 0; at < clip.length; at += 160) {
    const found = Buffer.from(recording).indexOf(Buffer.from(clip.subarray(at, at + 160)), from);
    expect(found, `frame at ${at}`).toBeGreaterThanOrEqual(0);
    from = found + 1;
  }
}

test('what one side plays is what the other records', async () => {
  const { caller, out, into } = await connected();
  const clip = tone(8000);
  caller.loadClip('a', clip.slice(0, 3000));
  caller.loadClip('b', clip.slice(3000));
  into.startRecording();
  const played = nextPlayed(out);
  out.play(['lead', 'a', 'b']);
  expect(await played).toBe(true);
  await pause(60);
  expectFramesInOrder(await into.stopRecording(), clip);
});

test('through µ-law the same is heard, to within its steps', async () => {
  const { caller, out, into } = await connected({ codecs: ['PCMU'] });
  const clip = tone(3200);
  caller.loadClip('a', clip);
  into.startRecording();
  const played = nextPlayed(out);
  out.play(['lead', 'a']);
  await played;
  await pause(60);
  const through = clip.map((byte) => ulawToAlaw[alawToUlaw[byte] ?? 0] ?? 0);
  expectFramesInOrder(await into.stopRecording(), through);
});

test('a new playback replaces the old one at once, and stopping ends it', async () => {
  const { caller, out } = await connected();
  caller.loadClip('long', tone(80_000));
  const told: [number, boolean][] = [];
  out.on('played', ({ playback, finished }) => told.push([playback, finished]));
  expect([out.play(['long']), out.play(['long', 'long'])]).toEqual([1, 2]);
  await pause(50);
  out.stopPlaying();
  out.play([]);
  await expect
    .poll(() => told)
    .toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
});

test('whoever listens hears the line without holes, in pieces of equal length', async () => {
  const { caller, out, into } = await connected();
  const clip = tone(4800);
  caller.loadClip('a', clip);
  const chunks: { alaw: Uint8Array; atMs: number }[] = [];
  into.on('audio', (chunk) => chunks.push(chunk));
  into.listenToAudio();
  out.play(['lead', 'a']);
  await expect.poll(() => chunks.length, { timeout: 5000 }).toBeGreaterThan(14);
  expect(new Set(chunks.map(({ alaw }) => alaw.length))).toEqual(new Set([800]));
  const steps = chunks.slice(1).map(({ atMs }, index) => atMs - (chunks[index]?.atMs ?? 0));
  for (const step of steps) expect(Math.abs(step - 100)).toBeLessThanOrEqual(1);
  // Live listening waits 80 ms for a late packet, no longer: a busy machine may lose one or two.
  const line = Buffer.concat(chunks.map(({ alaw }) => alaw));
  expect(frames(clip).filter((frame) => line.includes(frame)).length).toBeGreaterThanOrEqual(27);
});

test('a recording that runs when the call ends can still be fetched', async () => {
  const { caller, out, into } = await connected();
  caller.loadClip('a', tone(1600));
  into.startRecording();
  const played = nextPlayed(out);
  out.play(['lead', 'a']);
  await played;
  await pause(60);
  const over = ended(into);
  out.hangUp();
  await over;
  expectFramesInOrder(await into.stopRecording(), tone(1600));
});

describe('through a relay that loses every third packet of sound and the first of each message', () => {
  test('the call stands, each key is told once, and holes are silence', async () => {
    const callee = await openPhone({ inboundHosts: ['127.0.0.1'] });
    const caller = await openPhone();
    const relay = await openLossyRelay(callee.address, (kind, _toCallee, index) =>
      kind === 'sip' ? index === 0 : index % 3 === 0,
    );
    caller.loadClip('lead', LEAD);
    caller.loadClip('a', tone(8000));
    const incoming = new Promise<Call>((resolve) => callee.on('call', resolve));
    const out = caller.prepare({ trunk: { ...trunkTo(callee), proxy: relay.address }, number: '1' });
    out.start();
    const into = await incoming;
    const both = Promise.all([answered(out), answered(into)]);
    into.answer();
    await both;
    let keys = '';
    into.on('digit', ({ digit }) => {
      keys += digit;
    });
    into.startRecording();
    out.sendDigits('1209*#');
    await expect.poll(() => keys, { timeout: 5000 }).toBe('1209*#');
    const played = nextPlayed(out);
    out.play(['lead', 'a']);
    await played;
    await pause(60);
    const recording = Buffer.from(await into.stopRecording());
    const heard = frames(tone(8000)).filter((frame) => recording.includes(frame)).length;
    expect(heard).toBeGreaterThan(20);
    expect(heard).toBeLessThan(45);
    relay.close();
  });
});

describe('what goes wrong has a name', () => {
  test('a busy address is bindFailed', async () => {
    const phone = await openPhone();
    await expect(createPhone({ bind: phone.address })).rejects.toMatchObject({ code: 'bindFailed' });
  });

  test('a clip that is not loaded cannot be played', async () => {
    const { caller, out } = await connected();
    expect(() => out.play(['nowhere'])).toThrow('nowhere');
    caller.loadClip('x', tone(10));
    caller.unloadClip('x');
    expect(caller.hasClip('x')).toBe(false);
  });

  test('with its one RTP port taken by a call, the next call is noFreePort', async () => {
    const port = await freeEvenPort();
    const caller = await openPhone({ rtpPorts: { from: port, to: port } });
    const callee = await openPhone({ inboundHosts: ['127.0.0.1'] });
    callee.on('call', (call) => call.ring());
    const [first, second] = [0, 1].map((number) => caller.prepare({ trunk: trunkTo(callee), number: `${number}` }));
    if (first === undefined || second === undefined) throw new Error('unreachable');
    const ringing = new Promise((resolve) => first.on('ringing', resolve));
    first.start();
    await ringing;
    const end = ended(second);
    second.start();
    expect(await end).toEqual({ cause: 'noFreePort' });
    const over = ended(first);
    first.hangUp();
    await over;
    const again = async () => {
      const third = caller.prepare({ trunk: trunkTo(callee), number: '3' });
      const told = new Promise((resolve) => {
        third.on('ringing', resolve);
        third.on('ended', resolve);
      });
      third.start();
      return told;
    };
    await expect.poll(again, { timeout: 5000 }).toEqual({ sipStatus: 180, early: false });
  });

  test('a far end that goes silent on the wire is a mediaTimeout', async () => {
    const caller = await openPhone({ mediaTimeoutMs: 700 });
    const callee = await openPhone({ inboundHosts: ['127.0.0.1'] });
    const relay = await openLossyRelay(callee.address, (kind) => kind === 'rtp');
    callee.on('call', (call) => call.answer());
    const call = caller.prepare({ trunk: { ...trunkTo(callee), proxy: relay.address }, number: '1' });
    const end = ended(call);
    call.start();
    expect(await end).toEqual({ cause: 'mediaTimeout' });
    relay.close();
  });
});

describe.each(['udp', 'tcp'] as const)('after kill -9 a new process on the same address, over %s,', (transport) => {
  test.each([
    ['cancels what still rang', (call: Call) => call.ring(), 'ringing', false, 'neverAnswered', 487],
    ['hangs up what was answered', (call: Call) => call.answer(), 'answered', true, 'answered', undefined],
  ] as const)('%s', async (_title, act, until, wasAnswered, fate, sipStatus) => {
    const callee = await openPhone({ inboundHosts: ['127.0.0.1'], tcp: transport === 'tcp' });
    const far = new Promise<CallEnd>((resolve) =>
      callee.on('call', (call) => {
        call.on('ended', resolve);
        act(call);
      }),
    );
    const place = await openPhone();
    const bind = place.address;
    await place.close();
    const script = fileURLToPath(new URL('./testing/orphanCaller.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, `${bind.port}`, `${callee.address.port}`, transport]);
    const identifiers = await toldBy(child, until);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const heir = await openPhone({ bind });
    expect(await heir.settleOrphan(identifiers, wasAnswered)).toBe(fate);
    expect(await far).toEqual({ cause: 'farEndHungUp', ...(sipStatus === undefined ? {} : { sipStatus }) });
  });
});

const pause = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));

function frames(clip: Uint8Array): Buffer[] {
  return Array.from({ length: clip.length / 160 }, (_, index) => Buffer.from(clip.subarray(index * 160, (index + 1) * 160)));
}

async function freeEvenPort(): Promise<number> {
  for (;;) {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    socket.close();
    await once(socket, 'close');
    if (port % 2 === 0) return port;
  }
}

/** The identifiers as they stood when the child said that word. */
async function toldBy(child: ChildProcess, until: string): Promise<CallIdentifiers> {
  if (child.stdout === null) throw new Error('the child has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const told = JSON.parse(line) as { what: string; identifiers: CallIdentifiers };
    if (told.what === until) return told.identifiers;
  }
  throw new Error(`the child never said ${until}`);
}
