import { beforeEach, describe, expect, test } from 'vitest';
import type { Trunk } from './api.ts';
import { DEFAULT_LIMITS } from './signalling/limits.ts';
import { type ScriptedPeer, scriptedPeer, sdpOf } from './testing/scriptedPeer.ts';
import { VirtualClock } from './testing/virtualClock.ts';
import { VirtualNetwork } from './testing/virtualNetwork.ts';
import { type VirtualPhone, virtualPhone } from './testing/virtualPhone.ts';

/** Each limit, its setting and its counter; and the trunk whose servers fail one after another. */

const ours = { host: '127.0.0.1', port: 5060 };
let clock: VirtualClock;
let network: VirtualNetwork;
let peer: ScriptedPeer;

beforeEach(() => {
  clock = new VirtualClock();
  network = new VirtualNetwork(clock);
  peer = scriptedPeer(network, 5070);
});

const invitation = (number: number, more = '') =>
  `INVITE sip:1022@127.0.0.1 SIP/2.0
Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK${number}
From: <sip:peer@x>;tag=p
To: <sip:1022@x>
Call-ID: ${number}
CSeq: 1 INVITE
Contact: <sip:peer@127.0.0.1:5070>
${more}
${sdpOf()}`;

function phoneWith(limits: Partial<typeof DEFAULT_LIMITS>): VirtualPhone {
  const made = virtualPhone(network, clock, 5060, { limits: { ...DEFAULT_LIMITS, ...limits } });
  made.phone.on('call', (call) => call.ring());
  return made;
}

describe('above its limit', () => {
  test('a message that is too long, or has too many headers, is dropped', async () => {
    const { phone } = phoneWith({ messageBytes: 2000, headers: 20 });
    peer.sendText(invitation(1, `Subject: ${'x'.repeat(2000)}\n`), ours);
    peer.sendText(invitation(2, 'X: y\n'.repeat(30)), ours);
    await clock.pass(100);
    expect(peer.responses).toEqual([]);
    expect(phone.counters).toMatchObject({ messages: 2, oversize: 1, unreadable: 1 });
  });

  test('a call is refused with 503, an outgoing one by an error', async () => {
    const { phone } = phoneWith({ calls: 1 });
    peer.sendText(invitation(1), ours);
    await clock.pass(20);
    peer.sendText(invitation(2), ours);
    await clock.pass(20);
    expect(peer.responses).toEqual(['180 INVITE', '503 INVITE']);
    const trunk: Trunk = { name: 't', proxy: { host: '127.0.0.1', port: 5070 }, callerNumber: '0' };
    expect(() => phone.prepare({ trunk, number: '1' })).toThrow(expect.objectContaining({ code: 'tooManyCalls' }));
    expect(phone.counters.callsRefused).toBe(2);
  });

  test('a request that would be one transaction too many is dropped', async () => {
    const { phone } = phoneWith({ transactions: 3 });
    for (let number = 0; number < 5; number++) peer.sendText(invitation(number), ours);
    await clock.pass(100);
    expect(peer.responses.filter((words) => words === '180 INVITE')).toHaveLength(3);
    expect(phone.counters.transactionsRefused).toBe(2);
  });

  test('a source waits for the next second', async () => {
    const { phone } = phoneWith({ datagramsPerSecond: 4 });
    for (let number = 0; number < 10; number++) peer.sendText(invitation(number), ours);
    await clock.pass(900);
    expect(phone.counters.overRate).toBe(6);
    await clock.pass(200);
    peer.sendText(invitation(11), ours);
    await clock.pass(100);
    expect(phone.callCount).toBe(5);
  });
});

describe('a malformed request', () => {
  const malformed = (number: number) => invitation(number).replace('CSeq: 1 INVITE', 'CSeq: 1 BYE');

  test('of a known host is refused as often as that host may ask, always under the same tag', async () => {
    const { phone } = phoneWith({ datagramsPerSecond: 5 });
    for (let count = 0; count < 20; count++) peer.sendText(malformed(1), ours);
    await clock.pass(100);
    const tags = network.trace.filter(({ from }) => from === ours.port).map(({ text }) => /^To: .*;tag=(\w+)/m.exec(text)?.[1]);
    expect([tags.length, new Set(tags).size]).toEqual([5, 1]);
    expect(phone.counters).toMatchObject({ unreadable: 5, overRate: 15 });
  });

  test('leaves no call, no transaction and no repetition behind; its ACK is swallowed', async () => {
    const { phone } = phoneWith({ transactions: 0 });
    peer.sendText(malformed(1), ours);
    peer.sendText(invitation(1).replaceAll('INVITE', 'ACK'), ours);
    peer.sendText(malformed(1).replaceAll('INVITE', 'ACK'), ours);
    await clock.pass(40_000);
    expect(network.words(ours.port)).toEqual(['400 BYE']);
    expect([phone.callCount, phone.counters.transactionsRefused]).toEqual([0, 0]);
  });
});

describe('a trunk with several servers', () => {
  const two = {
    addresses: () => Promise.resolve(['127.0.0.1']),
    srv: () =>
      Promise.resolve([
        { name: 'a', port: 5071, priority: 1, weight: 0 },
        { name: 'b', port: 5070, priority: 2, weight: 0 },
      ]),
  };
  const trunk: Trunk = { name: 't', proxy: { host: 'trunk.vn', port: 0 }, callerNumber: '0' };

  async function dial(passMs: number): Promise<string[]> {
    const { phone } = virtualPhone(network, clock, 5060, { resolver: two });
    peer.onRequest = (request) => {
      if (request.method === 'INVITE') peer.respond(request, 486, { toTag: 'x' });
    };
    const call = phone.prepare({ trunk, number: '1', ringTimeoutMs: 60_000 });
    const ends: string[] = [];
    call.on('ended', ({ cause, sipStatus }) => ends.push(`${cause} ${sipStatus}`));
    call.start();
    await clock.pass(passMs);
    return ends;
  }

  test('is called at the second when the first says nothing', async () => {
    expect(await dial(33_000)).toEqual(['refused 486']);
    expect(peer.requests.map(({ received }) => received.cseq)[0]).toEqual({ number: 2, method: 'INVITE' });
  });

  test('or when the first says 503', async () => {
    const first = scriptedPeer(network, 5071);
    first.onRequest = (request) => {
      if (request.method === 'INVITE') first.respond(request, 503, { toTag: 'x' });
    };
    expect(await dial(100)).toEqual(['refused 486']);
  });

  test('but not when the first is merely busy', async () => {
    const first = scriptedPeer(network, 5071);
    first.onRequest = (request) => {
      if (request.method === 'INVITE') first.respond(request, 600, { toTag: 'x' });
    };
    expect(await dial(100)).toEqual(['refused 600']);
    expect(peer.requests).toEqual([]);
  });
});

test('the way to a trunk is kept open by empty lines, for an hour after its last use', async () => {
  const { phone } = virtualPhone(network, clock, 5060, { keepAliveMs: 25_000 });
  peer.onRequest = (request) => peer.respond(request, 200);
  const pinged = phone.ping({ name: 't', proxy: { host: '127.0.0.1', port: 5070 }, callerNumber: '0' }, 1000);
  await clock.pass(60_000);
  expect(await pinged).toEqual({ ok: true, sipStatus: 200 });
  expect(network.words(5060)).toEqual(['OPTIONS', 'empty', 'empty']);
  await clock.pass(8_000_000);
  expect(network.words(5060).length).toBeLessThan(150);
});
