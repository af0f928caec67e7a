import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Call, DialOptions } from '../api.ts';
import { VirtualClock } from '../testing/virtualClock.ts';
import { VirtualNetwork } from '../testing/virtualNetwork.ts';
import { diaryOf, type VirtualPhone, virtualPhone } from '../testing/virtualPhone.ts';

const CALLER = 5060;
const CALLEE = 5070;
const trunk = { name: 'virtual', proxy: { host: '127.0.0.1', port: CALLEE }, callerNumber: '02377300000' };

let clock: VirtualClock;
let network: VirtualNetwork;
let caller: VirtualPhone;
let callee: VirtualPhone;

function setUp(): void {
  clock = new VirtualClock();
  network = new VirtualNetwork(clock);
  caller = virtualPhone(network, clock, CALLER);
  callee = virtualPhone(network, clock, CALLEE);
}
beforeEach(setUp);

function dial(options: Partial<DialOptions> = {}): { call: Call; diary: string[] } {
  const call = caller.phone.prepare({ trunk, number: '0912345115', ...options });
  const diary = diaryOf(call);
  call.start();
  return { call, diary };
}

/** What the called side does when it rings. */
function onRing(act: (call: Call) => void): { calls: Call[]; diaries: string[][] } {
  const seen = { calls: [] as Call[], diaries: [] as string[][] };
  callee.phone.on('call', (call) => {
    seen.calls.push(call);
    seen.diaries.push(diaryOf(call));
    act(call);
  });
  return seen;
}

const ringThenAnswer = (afterMs: number) => (call: Call) => {
  call.ring();
  clock.after(afterMs, () => call.answer());
};

function expectNothingLeft(): void {
  expect([caller.phone.callCount, callee.phone.callCount]).toEqual([0, 0]);
  expect([caller.openStreams(), callee.openStreams()]).toEqual([0, 0]);
}

test('a call runs INVITE 180 200 ACK BYE 200', async () => {
  onRing(ringThenAnswer(3000));
  const { call, diary } = dial();
  await clock.pass(5000);
  call.hangUp();
  await clock.pass(1000);
  expect(network.words()).toEqual(['INVITE', '180 INVITE', '200 INVITE', 'ACK', 'BYE', '200 BYE']);
  expect(diary).toEqual(['ringing 180', 'answered PCMA', 'ended hungUp']);
  expectNothingLeft();
});

test('a call that nobody decides about for 200 ms is confirmed with 100, once', async () => {
  onRing((call) => {
    clock.after(600, () => call.ring());
  });
  dial();
  await clock.pass(195);
  expect(network.words()).toEqual(['INVITE']);
  await clock.pass(2000);
  expect(network.words()).toEqual(['INVITE', '100 INVITE', '180 INVITE']);
});

test('the called side may hang up; after the end nothing more is told', async () => {
  const seen = onRing(ringThenAnswer(100));
  const { call, diary } = dial();
  await clock.pass(1000);
  seen.calls[0]?.hangUp();
  await clock.pass(1000);
  call.hangUp();
  await clock.pass(100_000);
  expect(diary).toEqual(['ringing 180', 'answered PCMA', 'ended farEndHungUp']);
  expect(seen.diaries).toEqual([['answered PCMA', 'ended hungUp']]);
  expectNothingLeft();
});

test('a rejection carries its status and the Q.850 cause', async () => {
  onRing((call) => call.reject(486, 17));
  const { call } = dial();
  const ends: unknown[] = [];
  call.on('ended', (end) => ends.push(end));
  await clock.pass(40_000);
  expect(ends).toEqual([{ cause: 'refused', sipStatus: 486, q850Cause: 17, detail: 'Busy Here' }]);
  expect(network.words()).toEqual(['INVITE', '486 INVITE', 'ACK']);
  expectNothingLeft();
});

test('the ring timeout cancels', async () => {
  const seen = onRing((call) => call.ring());
  const { diary } = dial({ ringTimeoutMs: 10_000 });
  await clock.pass(60_000);
  expect(diary).toEqual(['ringing 180', 'ended ringTimeout 487']);
  expect(seen.diaries).toEqual([['ended farEndHungUp 487']]);
  expect(network.words(CALLER)).toEqual(['INVITE', 'CANCEL', 'ACK']);
  expectNothingLeft();
});

test('CANCEL crossing 200 is followed by ACK, then BYE', async () => {
  const seen = onRing(ringThenAnswer(9993));
  const { diary } = dial({ ringTimeoutMs: 10_000 });
  await clock.pass(60_000);
  expect(network.words(CALLER)).toEqual(['INVITE', 'CANCEL', 'ACK', 'BYE']);
  expect(diary).toEqual(['ringing 180', 'ended ringTimeout 200']);
  expect(seen.diaries).toEqual([['answered PCMA', 'ended farEndHungUp']]);
  expectNothingLeft();
});

test('no CANCEL leaves before a provisional response; without any the call is unreachable after 32 s', async () => {
  network.unplug(CALLEE);
  const { diary } = dial({ ringTimeoutMs: 5000 });
  await clock.pass(40_000);
  expect(diary).toEqual(['ended unreachable']);
  expect(new Set(network.words())).toEqual(new Set(['INVITE']));
  expectNothingLeft();
});

test('a hang-up before the provisional response cancels as soon as one comes', async () => {
  onRing((call) => call.ring());
  const { call, diary } = dial();
  await clock.pass(2);
  call.hangUp();
  expect(network.words(CALLER)).toEqual(['INVITE']);
  await clock.pass(1000);
  expect(diary).toEqual(['ended hungUp 487']);
});

test('a call that is hung up before it starts never sends a thing', async () => {
  const call = caller.phone.prepare({ trunk, number: '1' });
  const diary = diaryOf(call);
  call.hangUp();
  await clock.pass(1000);
  expect(diary).toEqual(['ended hungUp']);
  expect(network.trace).toEqual([]);
  expect(() => call.start()).toThrow('once');
});

test('a lost ACK brings the 200 again, and a second ACK', async () => {
  onRing(ringThenAnswer(100));
  let lost = 0;
  network.fate = ({ what }) => (what === 'ACK' && lost++ === 0 ? [] : [5]);
  const { diary } = dial();
  await clock.pass(3000);
  expect(network.words()).toEqual(['INVITE', '180 INVITE', '200 INVITE', 'ACK', '200 INVITE', 'ACK']);
  expect(diary).toEqual(['ringing 180', 'answered PCMA']);
});

test('a 200 that is never acknowledged is given up after 32 s with BYE', async () => {
  const seen = onRing(ringThenAnswer(100));
  network.fate = ({ what }) => (what === 'ACK' ? [] : [5]);
  const { diary } = dial();
  await clock.pass(40_000);
  expect(seen.diaries).toEqual([['ended protocolError']]);
  expect(diary).toEqual(['ringing 180', 'answered PCMA', 'ended farEndHungUp']);
});

test('hanging up between 200 and ACK waits for the ACK', async () => {
  const seen = onRing((call) => {
    call.answer();
    clock.after(1, () => call.hangUp());
  });
  dial();
  await clock.pass(1000);
  expect(network.words(CALLEE)).toEqual(['200 INVITE', 'BYE']);
  expect(network.words(CALLER)).toEqual(['INVITE', 'ACK', '200 BYE']);
  expect(seen.diaries).toEqual([['answered PCMA', 'ended hungUp']]);
});

test('a far end that never answers our BYE holds the end up for four seconds at most', async () => {
  onRing(ringThenAnswer(100));
  const { call, diary } = dial();
  await clock.pass(1000);
  network.unplug(CALLEE);
  call.hangUp();
  await clock.pass(3900);
  expect(diary.at(-1)).toBe('answered PCMA');
  await clock.pass(200);
  expect(diary.at(-1)).toBe('ended hungUp');
});

test('closing the phone ends every call and says so', async () => {
  const seen = onRing((call) => (seen.calls.length === 1 ? call.answer() : call.ring()));
  const [talking, ringing, prepared] = [dial(), dial({ number: '2' }), caller.phone.prepare({ trunk, number: '3' })];
  const third = diaryOf(prepared);
  await clock.pass(1000);
  const closed = caller.phone.close();
  await clock.pass(5000);
  await closed;
  expect([talking.diary.at(-1), ringing.diary.at(-1), third.at(-1)]).toEqual([
    'ended shutdown',
    'ended shutdown 487',
    'ended shutdown',
  ]);
  expect(seen.diaries.map((diary) => diary.at(-1))).toEqual(['ended farEndHungUp', 'ended farEndHungUp 487']);
  expect(() => caller.phone.prepare({ trunk, number: '4' })).toThrow('closed');
});

describe('on a network that loses, doubles, delays and reorders', () => {
  const fate = fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 2 });
  const plan = fc.record({
    fates: fc.array(fate, { minLength: 60, maxLength: 60 }),
    answerAfterMs: fc.integer({ min: 0, max: 8000 }),
    hangUpAfterMs: fc.integer({ min: 0, max: 12_000 }),
    ringTimeoutMs: fc.integer({ min: 500, max: 9000 }),
    calleeHangsUp: fc.boolean(),
  });

  test('every call ends exactly once on both sides, and nothing is left behind', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async ({ fates, answerAfterMs, hangUpAfterMs, ringTimeoutMs, calleeHangsUp }) => {
        setUp();
        let count = 0;
        // After the first 60 datagrams the network is well again, so that every call can come to its end.
        network.fate = () => fates[count++] ?? [5];
        const seen = onRing(ringThenAnswer(answerAfterMs));
        const { call, diary } = dial({ ringTimeoutMs });
        clock.after(hangUpAfterMs, () => (calleeHangsUp ? seen.calls[0] : call)?.hangUp());
        clock.after(60_000, () => call.hangUp());
        await clock.pass(240_000);
        for (const one of [diary, ...seen.diaries]) {
          expect(one.filter((words) => words.startsWith('ended')).length).toBe(1);
          expect(one.at(-1)).toMatch(/^ended/);
          expect(one.filter((words) => words.startsWith('answered')).length).toBeLessThanOrEqual(1);
        }
        expect(seen.calls.length).toBeLessThanOrEqual(1);
        expectNothingLeft();
      }),
      { numRuns: 120 },
    );
  });

  test('a session is refreshed through losses for as long as it lasts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(99)), async (dice) => {
        setUp();
        onRing(ringThenAnswer(500));
        const { call, diary } = dial({ trunk: { ...trunk, sessionExpiresS: 300 } });
        await clock.pass(2000);
        expect(diary.at(-1)).toBe('answered PCMA');
        // Many datagrams are lost, never more than three in a row, and some come twice.
        let inARow = 0;
        network.fate = () => {
          const throwOfDice = dice.next().value;
          inARow = throwOfDice < 10 && inARow < 3 ? inARow + 1 : 0;
          return inARow > 0 ? [] : throwOfDice < 20 ? [5, 700] : [5];
        };
        await clock.pass(1_800_000);
        expect(diary).toEqual(['ringing 180', 'answered PCMA']);
        expect(network.words(CALLER).filter((words) => words === 'UPDATE').length).toBeGreaterThan(10);
        network.fate = () => [5];
        call.hangUp();
        await clock.pass(100_000);
        expectNothingLeft();
      }),
      { numRuns: 20 },
    );
  });
});
