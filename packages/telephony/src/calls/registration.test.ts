import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RegistrationState, Trunk } from '../api.ts';
import { headerOf, type SipRequest } from '../sip/message.ts';
import { type ScriptedPeer, scriptedPeer } from '../testing/scriptedPeer.ts';
import { VirtualClock } from '../testing/virtualClock.ts';
import { VirtualNetwork } from '../testing/virtualNetwork.ts';
import { type VirtualPhone, virtualPhone } from '../testing/virtualPhone.ts';

const PEER = 5070;
const trunk: Trunk = {
  name: 'virtual',
  proxy: { host: '127.0.0.1', port: PEER },
  callerNumber: '0237',
  credentials: { username: 'xa', password: 'secret' },
};

let clock: VirtualClock;
let ourPhone: VirtualPhone;
let peer: ScriptedPeer;

beforeEach(() => {
  clock = new VirtualClock();
  const network = new VirtualNetwork(clock);
  ourPhone = virtualPhone(network, clock, 5060);
  peer = scriptedPeer(network, PEER);
});

function register(more: Partial<Trunk> = {}, expiresS?: number) {
  const registration = ourPhone.phone.register({ ...trunk, ...more }, expiresS === undefined ? {} : { expiresS });
  const states: RegistrationState[] = [];
  registration.on('change', (state) => states.push(state));
  return { registration, states };
}

const requests = () => peer.requests.map(({ request }) => request);
const last = () => requests().at(-1) as SipRequest;
const granting = (request: SipRequest, seconds: number) =>
  peer.respond(request, 200, {
    toTag: 'r',
    extra: [{ name: 'contact', value: `<sip:other@10.0.0.1>;expires=9, ${headerOf(request, 'contact')};expires=${seconds}` }],
  });

describe('a registrar that is content', () => {
  test('is asked again after half of what it granted: same Call-ID, next CSeq', async () => {
    peer.onRequest = (request) => granting(request, 600);
    const { states } = register();
    await clock.pass(299_000);
    expect(requests()).toHaveLength(1);
    await clock.pass(2000);
    expect(requests()).toHaveLength(2);
    expect(requests().map((request) => headerOf(request, 'cseq'))).toEqual(['1 REGISTER', '2 REGISTER']);
    expect(new Set(requests().map((request) => headerOf(request, 'call-id'))).size).toBe(1);
    expect(last().uri).toBe(`sip:127.0.0.1:${PEER}`);
    expect(headerOf(last(), 'to')).toBe('<sip:0237@127.0.0.1>');
    expect(headerOf(last(), 'contact')).toBe('<sip:0237@127.0.0.1:5060>');
    expect(states).toEqual([
      { name: 'registered', expiresS: 600 },
      { name: 'registered', expiresS: 600 },
    ]);
  });

  test('hears when we leave', async () => {
    peer.onRequest = (request) => granting(request, 600);
    const { registration } = register();
    await clock.pass(1000);
    const stopped = registration.stop();
    await clock.pass(100);
    await stopped;
    expect(headerOf(last(), 'expires')).toBe('0');
    await clock.pass(1_000_000);
    expect(requests()).toHaveLength(2);
  });

  test('may want a longer time', async () => {
    peer.onRequest = (request) => {
      if (Number(headerOf(request, 'expires')) < 1800)
        peer.respond(request, 423, { extra: [{ name: 'min-expires', value: '1800' }] });
      else granting(request, 1800);
    };
    const { registration } = register({}, 60);
    await clock.pass(1000);
    expect(registration.state).toEqual({ name: 'registered', expiresS: 1800 });
  });
});

describe('a registrar that wants a password', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  function demands(password: string, nonces: () => { nonce: string; stale: boolean }): void {
    peer.onRequest = (request) => {
      const { nonce, stale } = nonces();
      const given = headerOf(request, 'authorization') ?? '';
      const field = (name: string) => new RegExp(`[ ,]${name}="?([^",]+)`).exec(given)?.[1] ?? '';
      const a1 = sha256(`xa:r:${password}`);
      const right = sha256(`${a1}:${nonce}:${field('nc')}:${field('cnonce')}:auth:${sha256(`REGISTER:${field('uri')}`)}`);
      if (field('nonce') === nonce && field('response') === right) return granting(request, 600);
      const flag = stale && given !== '' ? ', stale=true' : '';
      const value = `Digest realm="r", nonce="${nonce}", qop="auth", algorithm=SHA-256${flag}`;
      peer.respond(request, 401, { toTag: 'c', extra: [{ name: 'www-authenticate', value }] });
    };
  }

  test('gets it, and the nonce is used again with a higher count', async () => {
    demands('secret', () => ({ nonce: 'n1', stale: false }));
    register();
    await clock.pass(301_000);
    const counts = requests().map((request) => /nc=(\w+)/.exec(headerOf(request, 'authorization') ?? '')?.[1]);
    expect(counts).toEqual([undefined, '00000001', '00000002']);
  });

  test('may let the nonce grow stale', async () => {
    let nonce = 'n1';
    demands('secret', () => ({ nonce, stale: true }));
    const { states } = register();
    await clock.pass(1000);
    nonce = 'n2';
    await clock.pass(300_000);
    expect(requests()).toHaveLength(4);
    expect(states.map(({ name }) => name)).toEqual(['registered', 'registered']);
  });

  test('and refuses ours is a wrong password, told as such, and tried again ever more seldom', async () => {
    demands('another', () => ({ nonce: 'n1', stale: false }));
    const { states } = register();
    await clock.pass(1000);
    expect(states).toMatchObject([{ name: 'failed', sipStatus: 401, fault: 'wrongPassword' }]);
    await clock.pass(400_000);
    const pauses = states.map((state) => (state.name === 'failed' ? state.retryMs : 0));
    expect(pauses.length).toBeGreaterThan(2);
    for (const [index, pauseMs] of pauses.entries()) {
      expect(pauseMs).toBeGreaterThanOrEqual(15_000 * 2 ** index);
      expect(pauseMs).toBeLessThanOrEqual(30_000 * 2 ** index);
    }
  });
});

test('a registrar that says nothing is tried again, and found when it is back', async () => {
  peer.onRequest = () => undefined;
  const { states } = register();
  await clock.pass(33_000);
  expect(states).toMatchObject([{ name: 'failed', fault: 'noResponse' }]);
  peer.onRequest = (request) => granting(request, 600);
  await clock.pass(31_000);
  expect(states.at(-1)).toEqual({ name: 'registered', expiresS: 600 });
});
