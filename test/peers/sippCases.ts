import assert from 'node:assert/strict';
import { keysPcap } from './keysPcap.ts';
import {
  answered,
  type Bench,
  ended,
  freePort,
  incoming,
  keys,
  type PeerCase,
  pause,
  shareHeard,
  testSound,
  trunkTo,
} from './peerCase.ts';
import { runSipp, type SippOptions } from './sipp.ts';

type Dialled = Awaited<ReturnType<typeof dialSipp>>;

/** Starts SIPp as the called side and our phone as the caller. */
async function dialSipp(
  bench: Bench,
  options: Omit<SippOptions, 'target' | 'port'>,
  more: Parameters<typeof trunkTo>[1] = {},
  ringTimeoutMs = 10_000,
) {
  const port = await freePort();
  const sipp = runSipp({ ...options, port });
  await pause(300);
  const phone = await bench.openPhone();
  const call = phone.prepare({ trunk: trunkTo(port, more), number: '0912345115', ringTimeoutMs });
  const end = ended(call);
  const picked = answered(call);
  call.start();
  return { phone, call, end, picked, sipp };
}

/** Starts our phone as the called side and SIPp as the caller. */
async function calledBySipp(bench: Bench, options: Omit<SippOptions, 'target'>) {
  const phone = await bench.openPhone({ tcp: options.transport === 'tcp' });
  const call = incoming(phone);
  return { phone, call, sipp: runSipp({ ...options, target: phone.address.port }) };
}

async function hangUpAndCheck({ call, end, sipp }: Dialled): Promise<void> {
  call.hangUp();
  assert.deepEqual(await end, { cause: 'hungUp' });
  await sipp;
}

const credentials = { username: 'trunk-user', password: 'trunk-secret' };

const asCaller: Omit<PeerCase, 'peer'>[] = [
  {
    title: 'our call is answered, our sound comes back from its echo, we hang up',
    run: async (bench) => {
      const dialled = await dialSipp(bench, { scenario: 'uas-answer', echo: true });
      const sound = testSound(8000);
      dialled.phone.loadClip('sound', sound);
      assert.equal((await dialled.picked).codec, 'PCMA');
      dialled.call.startRecording();
      const played = new Promise((resolve) => dialled.call.on('played', resolve));
      dialled.call.play(['sound']);
      await played;
      await pause(200);
      const share = shareHeard(await dialled.call.stopRecording(), sound);
      assert.ok(share > 0.95, `only ${share} of the sound came back`);
      await hangUpAndCheck(dialled);
    },
  },
  {
    title: 'busy comes with its Q.850 cause',
    run: async (bench) => {
      const { end, sipp } = await dialSipp(bench, { scenario: 'uas-busy' });
      const { cause, sipStatus, q850Cause } = await end;
      assert.deepEqual({ cause, sipStatus, q850Cause }, { cause: 'refused', sipStatus: 486, q850Cause: 17 });
      await sipp;
    },
  },
  {
    title: 'its digest check accepts our answer to 401',
    run: async (bench) => {
      const dialled = await dialSipp(bench, { scenario: 'uas-digest' }, { credentials });
      await dialled.picked;
      await hangUpAndCheck(dialled);
    },
  },
  {
    title: 'its digest check refuses a wrong password',
    run: async (bench) => {
      const wrong = { ...credentials, password: 'guess' };
      const { end, sipp } = await dialSipp(bench, { scenario: 'uas-digest' }, { credentials: wrong });
      assert.equal((await end).sipStatus, 403);
      await sipp;
    },
  },
  {
    title: 'the ring timeout cancels',
    run: async (bench) => {
      const { end, sipp } = await dialSipp(bench, { scenario: 'uas-cancelled' }, {}, 800);
      const { cause, sipStatus } = await end;
      assert.deepEqual({ cause, sipStatus }, { cause: 'ringTimeout', sipStatus: 487 });
      await sipp;
    },
  },
  {
    title: 'a 200 that crosses our CANCEL gets ACK, then BYE',
    run: async (bench) => {
      const { end, sipp } = await dialSipp(bench, { scenario: 'uas-cancel-race' }, {}, 800);
      const { cause, sipStatus } = await end;
      assert.deepEqual({ cause, sipStatus }, { cause: 'ringTimeout', sipStatus: 200 });
      await sipp;
    },
  },
  {
    title: 'ten calls pass through one message in ten lost',
    run: async (bench) => {
      const port = await freePort();
      const sipp = runSipp({ scenario: 'uas-lossy', port, calls: 10 });
      await pause(300);
      const phone = await bench.openPhone();
      const ends = Array.from({ length: 10 }, async (_, index) => {
        const call = phone.prepare({ trunk: trunkTo(port), number: `09123450${index}` });
        const end = ended(call);
        call.on('answered', () => setTimeout(() => call.hangUp(), 200));
        call.start();
        return (await end).cause;
      });
      assert.deepEqual(await Promise.all(ends), Array(10).fill('hungUp'));
      await sipp;
    },
  },
  {
    title: 'OPTIONS of ours finds it there',
    run: async (bench) => {
      const port = await freePort();
      const sipp = runSipp({ scenario: 'uas-options', port });
      await pause(300);
      const phone = await bench.openPhone();
      assert.deepEqual(await phone.ping(trunkTo(port), 5000), { ok: true, sipStatus: 200 });
      await sipp;
    },
  },
];

const further: Omit<PeerCase, 'peer'>[] = [
  {
    title: 'our call over TCP is answered, and we hang up',
    run: async (bench) => {
      const dialled = await dialSipp(bench, { scenario: 'uas-answer', transport: 'tcp' }, { transport: 'tcp' });
      await dialled.picked;
      await hangUpAndCheck(dialled);
    },
  },
  {
    title: 'over TCP its digest check accepts our answer to 401',
    run: async (bench) => {
      const dialled = await dialSipp(bench, { scenario: 'uas-digest', transport: 'tcp' }, { credentials, transport: 'tcp' });
      await dialled.picked;
      await hangUpAndCheck(dialled);
    },
  },
  {
    title: 'fifty calls of its over one TCP connection are all answered and ended',
    run: async (bench) => {
      const phone = await bench.openPhone({ tcp: true });
      const causes: string[] = [];
      phone.on('call', (call) => {
        call.on('ended', ({ cause }) => causes.push(cause));
        call.answer();
      });
      await runSipp({ scenario: 'uac-hangs-up', target: phone.address.port, calls: 50, perSecond: 50, transport: 'tcp' });
      await pause(100);
      assert.deepEqual(causes, Array(50).fill('farEndHungUp'));
    },
  },
  {
    title: 'it rings reliably and gets our PRACK before it answers',
    run: async (bench) => {
      const dialled = await dialSipp(bench, { scenario: 'uas-prack' });
      await dialled.picked;
      await hangUpAndCheck(dialled);
    },
  },
  {
    title: 'it insists on reliable ringing, and its late PRACK ends our repetitions',
    run: async (bench) => {
      const { call: arriving, sipp } = await calledBySipp(bench, { scenario: 'uac-prack' });
      const call = await arriving;
      call.ring();
      await pause(1200);
      call.answer();
      await answered(call);
      call.hangUp();
      await sipp;
    },
  },
];

const asCalled: Omit<PeerCase, 'peer'>[] = [
  {
    title: 'it calls, we answer, its keys are told once each, we hang up',
    run: async (bench) => {
      const { call: arriving, sipp } = await calledBySipp(bench, { scenario: 'uac-keys', pcap: keysPcap('159*0#', 101) });
      const call = await arriving;
      assert.equal(call.calledNumber, '1022');
      const heard = keys(call, 6);
      call.ring();
      call.answer();
      assert.equal(await heard, '159*0#');
      await pause(300);
      call.hangUp();
      await sipp;
    },
  },
  {
    title: 'it hangs up',
    run: async (bench) => {
      const { call: arriving, sipp } = await calledBySipp(bench, { scenario: 'uac-hangs-up' });
      const call = await arriving;
      const end = ended(call);
      call.answer();
      assert.deepEqual(await end, { cause: 'farEndHungUp' });
      await sipp;
    },
  },
  {
    title: 'it gives up while we ring',
    run: async (bench) => {
      const { call: arriving, sipp } = await calledBySipp(bench, { scenario: 'uac-cancels' });
      const call = await arriving;
      const end = ended(call);
      call.ring();
      assert.deepEqual(await end, { cause: 'farEndHungUp', sipStatus: 487 });
      await sipp;
    },
  },
  {
    title: 'ten calls of its pass through one message in ten lost',
    run: async (bench) => {
      const phone = await bench.openPhone();
      const causes: string[] = [];
      phone.on('call', (call) => {
        call.on('ended', ({ cause }) => causes.push(cause));
        call.answer();
      });
      await runSipp({ scenario: 'uac-lossy', target: phone.address.port, calls: 10 });
      await pause(100);
      assert.deepEqual(causes, Array(10).fill('farEndHungUp'));
    },
  },
  {
    title: 'it holds and resumes, and hears it mirrored',
    run: async (bench) => {
      const { call: arriving, sipp } = await calledBySipp(bench, { scenario: 'uac-holds' });
      const call = await arriving;
      call.answer();
      await sipp;
    },
  },
  {
    title: 'it asks with OPTIONS and is answered',
    run: async (bench) => {
      const { sipp } = await calledBySipp(bench, { scenario: 'uac-options' });
      await sipp;
    },
  },
  {
    title: 'two hundred calls at fifty a second are all answered and ended',
    run: async (bench) => {
      const phone = await bench.openPhone();
      const causes: string[] = [];
      phone.on('call', (call) => {
        call.on('ended', ({ cause }) => causes.push(cause));
        call.answer();
      });
      await runSipp({ scenario: 'uac-hangs-up', target: phone.address.port, calls: 200, perSecond: 50 });
      await pause(100);
      assert.deepEqual(causes, Array(200).fill('farEndHungUp'));
      assert.equal(phone.callCount, 0);
    },
  },
];

export const sippCases: PeerCase[] = [...asCaller, ...asCalled, ...further].map((one) => ({ ...one, peer: 'SIPp' }));
