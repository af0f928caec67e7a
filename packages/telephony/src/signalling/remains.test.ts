import { expect, test } from 'vitest';
import { scriptedPeer } from '../testing/scriptedPeer.ts';
import { VirtualClock } from '../testing/virtualClock.ts';
import { VirtualNetwork } from '../testing/virtualNetwork.ts';
import { virtualPhone } from '../testing/virtualPhone.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { Remains } from './remains.ts';

const ours = { host: '127.0.0.1', port: 5060 };
const options = (number: number) => `OPTIONS sip:us@127.0.0.1 SIP/2.0
Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK${number}
From: <sip:peer@x>;tag=p
To: <sip:us@x>
Call-ID: ${number}
CSeq: 1 OPTIONS

`;

test('what remains is found until its time is over, a second later at most', async () => {
  const clock = new VirtualClock();
  const remains = new Remains(clock);
  const repeated: string[] = [];
  remains.keep('a', 32_000, () => repeated.push('a'));
  await clock.pass(10_000);
  remains.keep('b', 32_000, undefined);
  await clock.pass(21_990);
  remains.find('a')?.repeat?.();
  await clock.pass(1_010);
  expect([repeated, remains.find('a'), remains.size]).toEqual([['a'], undefined, 1]);
  await clock.pass(10_000);
  expect(remains.size).toBe(0);
});

test('a request that comes again within 32 s gets the same answer, byte for byte, and a new one after', async () => {
  const clock = new VirtualClock();
  const network = new VirtualNetwork(clock);
  virtualPhone(network, clock, ours.port);
  const peer = scriptedPeer(network, 5070);
  const answers = () => network.trace.filter(({ from }) => from === ours.port).map(({ text }) => text);
  for (const waitMs of [0, 1_000, 30_000, 3_000]) {
    await clock.pass(waitMs);
    peer.sendText(options(1), ours);
    await clock.pass(20);
  }
  expect(peer.responses).toEqual(Array(4).fill('200 OPTIONS'));
  const [first, second, third, fourth] = answers();
  expect([second, third]).toEqual([first, first]);
  expect(fourth).not.toBe(first);
});

test('remains count among the transactions that may be held', async () => {
  const clock = new VirtualClock();
  const network = new VirtualNetwork(clock);
  const { phone } = virtualPhone(network, clock, ours.port, { limits: { ...DEFAULT_LIMITS, transactions: 10 } });
  const peer = scriptedPeer(network, 5070);
  for (let number = 0; number < 15; number++) peer.sendText(options(number), ours);
  await clock.pass(20);
  expect([peer.responses.length, phone.counters.transactionsRefused]).toEqual([11, 4]);
  await clock.pass(34_000);
  peer.sendText(options(20), ours);
  await clock.pass(20);
  expect(peer.responses).toHaveLength(12);
});
