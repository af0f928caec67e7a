import { beforeEach, expect, test } from 'vitest';
import type { Call, CallIdentifiers } from '../api.ts';
import { VirtualClock } from '../testing/virtualClock.ts';
import { VirtualNetwork } from '../testing/virtualNetwork.ts';
import { diaryOf, type VirtualPhone, virtualPhone } from '../testing/virtualPhone.ts';

const CALLER = 5060;
const CALLEE = 5070;
const trunk = { name: 'virtual', proxy: { host: '127.0.0.1', port: CALLEE }, callerNumber: '0' };

let clock: VirtualClock;
let network: VirtualNetwork;
let callee: VirtualPhone;

beforeEach(() => {
  clock = new VirtualClock();
  network = new VirtualNetwork(clock);
  callee = virtualPhone(network, clock, CALLEE);
});

/** A caller rings the callee and dies `diesAfterMs` later; what it had stored is all that is left of it. */
async function orphan(act: (call: Call) => void, diesAfterMs: number, forget: (keyof CallIdentifiers)[] = []) {
  const first = virtualPhone(network, clock, CALLER);
  const far: { diary: string[] } = { diary: [] };
  callee.phone.on('call', (call) => {
    far.diary = diaryOf(call);
    act(call);
  });
  const call = first.phone.prepare({ trunk, number: '0912345115' });
  let stored = call.identifiers;
  call.on('identifiers', (identifiers) => {
    stored = identifiers;
  });
  call.start();
  await clock.pass(diesAfterMs);
  network.unplug(CALLER);
  network.trace.length = 0;
  const kept = Object.fromEntries(Object.entries(stored).filter(([key]) => !forget.includes(key as keyof CallIdentifiers)));
  return { far, stored: JSON.parse(JSON.stringify(kept)) as CallIdentifiers };
}

async function settle(stored: CallIdentifiers, wasAnswered: boolean): Promise<string> {
  const second = virtualPhone(network, clock, CALLER);
  let fate = 'pending';
  void second.phone.settleOrphan(stored, wasAnswered).then((settled) => {
    fate = settled;
  });
  await clock.pass(40_000);
  return fate;
}

test('an answered call is hung up with BYE', async () => {
  const { far, stored } = await orphan((call) => call.answer(), 1000);
  expect(await settle(stored, true)).toBe('answered');
  expect(far.diary).toEqual(['answered PCMA', 'ended farEndHungUp']);
});

test('an answered call whose far end is gone meanwhile was answered all the same', async () => {
  const { stored } = await orphan((call) => {
    call.answer();
    clock.after(2000, () => call.hangUp());
  }, 1000);
  await clock.pass(60_000);
  expect(await settle(stored, true)).toBe('answered');
});

test('a call that still rings is cancelled: it was never answered', async () => {
  const { far, stored } = await orphan((call) => call.ring(), 1000);
  expect(await settle(stored, false)).toBe('neverAnswered');
  expect(far.diary).toEqual(['ended farEndHungUp 487']);
  expect(network.words(CALLER)).toEqual(['CANCEL', 'ACK']);
});

test('a call picked up while nobody was there is acknowledged and hung up', async () => {
  const { far, stored } = await orphan((call) => {
    call.ring();
    clock.after(3000, () => call.answer());
  }, 1000);
  await clock.pass(10_000);
  expect(await settle(stored, false)).toBe('answered');
  expect(far.diary.at(-1)).toBe('ended farEndHungUp');
});

test('a call answered just before the crash, not yet recorded as such, is found by its early tag', async () => {
  const { far, stored } = await orphan((call) => {
    call.ring();
    clock.after(500, () => call.answer());
  }, 1000);
  expect(await settle(stored, false)).toBe('answered');
  expect(far.diary).toEqual(['answered PCMA', 'ended farEndHungUp']);
});

test('a call that was never heard of is unknown, and so is one whose far end is silent', async () => {
  const { stored } = await orphan((call) => call.ring(), 1000);
  expect(await settle({ ...stored, callId: 'other', branch: 'z9hG4bKother' }, false)).toBe('unknown');
  network.unplug(CALLEE);
  expect(await settle(stored, false)).toBe('unknown');
  expect(await settle(stored, true)).toBe('unknown');
});

test('a rejection that was never acknowledged is taken for what it is', async () => {
  network.fate = ({ what }) => (what.startsWith('486') ? [] : [5]);
  const { stored } = await orphan((call) => call.reject(486), 300);
  network.fate = () => [5];
  expect(await settle(stored, false)).toBe('neverAnswered');
});
