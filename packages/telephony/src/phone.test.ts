import { afterEach, expect, test } from 'vitest';
import { type Call, type CallEnd, createPhone, type Phone, type PhoneOptions, type Trunk } from './index.ts';

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
  return { caller, callee, out, into };
}

const tone = (bytes: number) => Uint8Array.from({ length: bytes }, (_, at) => (at * 7 + (at >> 8) * 13) & 0xff);

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
  out.play(['a', 'b']);
  expect(await played).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expectFramesInOrder(await into.stopRecording(), clip);
});
