import assert from 'node:assert/strict';
import type { Call, Codec, Phone } from '@truyvet/telephony';
import { type Asterisk, startAsterisk } from './asteriskServer.ts';
import { settleAfterKill } from './orphan.ts';
import { answered, type Bench, ended, incoming, keys, type PeerCase, pause, shareHeard, testSound, trunkTo } from './peerCase.ts';

let running: Promise<Asterisk> | undefined;

/** One server for all cases, started by the first. */
export function asterisk(): Promise<Asterisk> {
  running ??= startAsterisk();
  return running;
}

/** Ends the server if one was started. */
export async function stopAsterisk(): Promise<void> {
  const server = await running?.catch(() => undefined);
  await server?.stop();
}

type Dial = {
  readonly bench: Bench;
  readonly extension: string;
  readonly more?: Parameters<typeof trunkTo>[1];
  readonly ringTimeoutMs?: number;
};

export async function dial({ bench, extension, more = {}, ringTimeoutMs = 10_000 }: Dial): Promise<{ phone: Phone; call: Call }> {
  const { sipPort } = await asterisk();
  const phone = await bench.openPhone();
  return { phone, call: phone.prepare({ trunk: trunkTo(sipPort, more), number: extension, ringTimeoutMs }) };
}

export async function echoIn(bench: Bench, codec: Codec, more: Dial['more']): Promise<number> {
  const { phone, call } = await dial({ bench, extension: 'echo', more: { codecs: ['PCMA', 'PCMU'], ...more } });
  const sound = testSound(8000);
  phone.loadClip('sound', sound);
  const [end, picked] = [ended(call), answered(call)];
  call.start();
  assert.equal((await picked).codec, codec);
  call.startRecording();
  const played = new Promise((resolve) => call.on('played', resolve));
  call.play(['sound']);
  await played;
  await pause(300);
  const recording = await call.stopRecording();
  call.hangUp();
  assert.deepEqual(await end, { cause: 'hungUp' });
  return shareHeard(recording, sound);
}

const credentials = { username: 'trunk-user', password: 'trunk-secret' };

const cases: Omit<PeerCase, 'peer'>[] = [
  {
    title: 'A-law sound comes back from its echo, byte for byte',
    run: async (bench) => {
      const share = await echoIn(bench, 'PCMA', {});
      assert.ok(share > 0.95, `only ${share} of the sound came back`);
    },
  },
  {
    title: 'an endpoint that speaks only µ-law is spoken to in µ-law',
    run: async (bench) => {
      // Going through µ-law changes bytes: only that the call stands and sounds is checked here.
      await echoIn(bench, 'PCMU', { callerNumber: 'ulaw' });
    },
  },
  {
    title: 'it hears our keys, and we hear the same from it',
    run: async (bench) => {
      const { call } = await dial({ bench, extension: 'keys' });
      const [heard, picked, end] = [keys(call, 4), answered(call), ended(call)];
      call.start();
      await picked;
      await pause(200);
      call.sendDigits('15*0');
      assert.equal(await heard, '15*0');
      call.hangUp();
      await end;
    },
  },
  {
    title: 'busy comes with its Q.850 cause',
    run: async (bench) => {
      const { call } = await dial({ bench, extension: 'busy' });
      const end = ended(call);
      call.start();
      const { cause, sipStatus, q850Cause } = await end;
      assert.deepEqual({ cause, sipStatus, q850Cause }, { cause: 'refused', sipStatus: 486, q850Cause: 17 });
    },
  },
  {
    title: 'a number it does not know is 404',
    run: async (bench) => {
      const { call } = await dial({ bench, extension: 'nowhere' });
      const end = ended(call);
      call.start();
      assert.equal((await end).sipStatus, 404);
    },
  },
  {
    title: 'the ring timeout cancels',
    run: async (bench) => {
      const { call } = await dial({ bench, extension: 'nobody', ringTimeoutMs: 1000 });
      const end = ended(call);
      call.start();
      const { cause, sipStatus } = await end;
      assert.deepEqual({ cause, sipStatus }, { cause: 'ringTimeout', sipStatus: 487 });
    },
  },
  {
    title: '183 with sound is not an answer; the answer comes later',
    run: async (bench) => {
      const { call } = await dial({ bench, extension: 'early' });
      const [ringing, picked, end] = [new Promise((resolve) => call.on('ringing', resolve)), answered(call), ended(call)];
      call.start();
      assert.deepEqual(await ringing, { sipStatus: 183, early: true });
      assert.equal(call.state, 'ringing');
      await picked;
      call.hangUp();
      await end;
    },
  },
  {
    title: 'it hangs up',
    run: async (bench) => {
      const { call } = await dial({ bench, extension: 'short' });
      const end = ended(call);
      call.start();
      assert.equal((await end).cause, 'farEndHungUp');
    },
  },
  {
    title: 'digest: the right password opens, a wrong one does not',
    run: async (bench) => {
      const { call } = await dial({ bench, extension: 'echo', more: { callerNumber: 'trunk-user', credentials } });
      const [picked, first] = [answered(call), ended(call)];
      call.start();
      await picked;
      call.hangUp();
      assert.equal((await first).cause, 'hungUp');
      const wrong = { ...credentials, password: 'guess' };
      const { call: refused } = await dial({
        bench,
        extension: 'echo',
        more: { callerNumber: 'trunk-user', credentials: wrong },
      });
      const end = ended(refused);
      refused.start();
      assert.equal((await end).sipStatus, 401);
    },
  },
  {
    title: 'it calls us, presses keys, and we hang up',
    run: async (bench) => {
      const server = await asterisk();
      const phone = await bench.openPhone();
      const arriving = incoming(phone);
      server.command(`channel originate PJSIP/phone/sip:1022@127.0.0.1:${phone.address.port} extension press@peers`);
      const call = await arriving;
      assert.equal(call.calledNumber, '1022');
      const [heard, end] = [keys(call, 4), ended(call)];
      call.ring();
      call.answer();
      assert.equal(await heard, '159#');
      call.hangUp();
      assert.deepEqual(await end, { cause: 'hungUp' });
    },
  },
  {
    title: 'a blind transfer of ours puts the other party through, and it tells us so',
    run: async (bench) => {
      const officer = await bench.openPhone();
      const arriving = incoming(officer);
      const { call } = await dial({ bench, extension: `call-${officer.address.port}` });
      const [picked, end] = [answered(call), ended(call)];
      call.start();
      const into = await arriving;
      into.answer();
      await picked;
      await pause(300);
      assert.deepEqual(await call.transfer('echo'), { ok: true, sipStatus: 200 });
      call.hangUp();
      await end;
      const sound = testSound(8000);
      officer.loadClip('sound', sound);
      into.startRecording();
      const played = new Promise((resolve) => into.on('played', resolve));
      into.play(['sound']);
      await played;
      await pause(300);
      const share = shareHeard(await into.stopRecording(), sound);
      assert.ok(share > 0.9, `only ${share} of the sound came back from the echo`);
    },
  },
  {
    title: 'a killed process is settled from a new one: what rang is cancelled, what was answered is hung up',
    run: async (bench) => {
      const { sipPort } = await asterisk();
      const fates = [
        await settleAfterKill(bench, sipPort, 'nobody', 'ringing'),
        await settleAfterKill(bench, sipPort, 'echo', 'answered'),
      ];
      assert.deepEqual(fates, ['neverAnswered', 'answered']);
    },
  },
];

export const asteriskCases: PeerCase[] = cases.map((one) => ({ ...one, peer: 'Asterisk' }));
