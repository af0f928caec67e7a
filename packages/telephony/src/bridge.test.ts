import { afterEach, expect, test } from 'vitest';
import { type Call, createPhone, type Phone } from './index.ts';

const phones: Phone[] = [];
afterEach(async () => {
  await Promise.all(phones.splice(0).map((phone) => phone.close()));
});

const answered = (call: Call) => new Promise((resolve) => call.on('answered', resolve));

async function openPhone(mediaThreads = 1): Promise<Phone> {
  const phone = await createPhone({ bind: { host: '127.0.0.1', port: 0 }, inboundHosts: ['127.0.0.1'], mediaThreads });
  phones.push(phone);
  return phone;
}

/** A call of `phone` to a new phone that answers. */
async function callTo(phone: Phone): Promise<{ near: Call; far: Call; farPhone: Phone }> {
  const farPhone = await openPhone();
  const arriving = new Promise<Call>((resolve) => farPhone.on('call', resolve));
  const near = phone.prepare({ trunk: { name: 't', proxy: farPhone.address, callerNumber: '0237' }, number: '1' });
  near.start();
  const far = await arriving;
  const both = Promise.all([answered(near), answered(far)]);
  far.answer();
  await both;
  return { near, far, farPhone };
}

/** Sound in which no two packets are alike. */
const sound = Uint8Array.from({ length: 8000 }, (_, at) => (at * 7 + Math.floor(at / 160) * 31 + (at % 160) * (at >> 10)) & 0xff);

test.each([1, 2])(
  'a citizen and an officer hear each other through a bridge (media threads: %i), and are parted again',
  async (threads) => {
    const phone = await openPhone(threads);
    const [citizen, officer] = [await callTo(phone), await callTo(phone)];
    const part = phone.bridge(citizen.near, officer.near);
    citizen.farPhone.loadClip('sound', sound);
    citizen.farPhone.loadClip('lead', new Uint8Array(2400).fill(0xd5));
    officer.far.startRecording();
    const played = new Promise((resolve) => citizen.far.on('played', resolve));
    citizen.far.play(['lead', 'sound']);
    await played;
    await new Promise((resolve) => setTimeout(resolve, 400));
    const heard = Buffer.from(await officer.far.stopRecording());
    const frames = Array.from({ length: 50 }, (_, index) => Buffer.from(sound.subarray(index * 160, (index + 1) * 160)));
    // A busy machine leaves out what it could not relay in time.
    expect(frames.filter((frame) => heard.includes(frame)).length).toBeGreaterThan(35);
    const key = new Promise((resolve) => citizen.near.on('digit', resolve));
    citizen.far.sendDigits('5');
    expect(await key).toMatchObject({ digit: '5' });
    part();
    expect(() => phone.bridge(citizen.near, citizen.near)).toThrow('bridged');
  },
);
