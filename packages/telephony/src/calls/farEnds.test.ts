import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Call, Trunk } from '../api.ts';
import { headerOf, headersOf, type SipRequest } from '../sip/message.ts';
import { type ScriptedPeer, scriptedPeer, sdpOf } from '../testing/scriptedPeer.ts';
import { VirtualClock } from '../testing/virtualClock.ts';
import { VirtualNetwork } from '../testing/virtualNetwork.ts';
import { diaryOf, type VirtualPhone, virtualPhone } from '../testing/virtualPhone.ts';

const OURS = 5060;
const PEER = 5070;
const ours = { host: '127.0.0.1', port: OURS };
const trunk: Trunk = { name: 'virtual', proxy: { host: '127.0.0.1', port: PEER }, callerNumber: '0' };
const contact = { name: 'contact', value: `<sip:peer@127.0.0.1:${PEER}>` };

let clock: VirtualClock;
let network: VirtualNetwork;
let ourPhone: VirtualPhone;
let peer: ScriptedPeer;

beforeEach(() => {
  clock = new VirtualClock();
  network = new VirtualNetwork(clock);
  ourPhone = virtualPhone(network, clock, OURS);
  peer = scriptedPeer(network, PEER);
});

function dial(more: Partial<Trunk> = {}): { call: Call; diary: string[] } {
  const call = ourPhone.phone.prepare({ trunk: { ...trunk, ...more }, number: '0912345115' });
  const diary = diaryOf(call);
  call.start();
  return { call, diary };
}

const methods = () => peer.requests.map(({ request }) => request.method);
const requestsOf = (method: string) =>
  peer.requests.filter(({ request }) => request.method === method).map(({ request }) => request);
const bare = (request: SipRequest) => {
  if (request.method !== 'INVITE' && request.method !== 'ACK') peer.respond(request, 200);
};

function answersWith(options: { toTag?: string; body?: string; extra?: { name: string; value: string }[] } = {}): void {
  const { toTag = 't', body = sdpOf(), extra = [] } = options;
  peer.onRequest = (request) => {
    if (request.method === 'INVITE') peer.respond(request, 200, { toTag, body, extra: [contact, ...extra] });
    else bare(request);
  };
}

describe('digest', () => {
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  const credentials = { username: 'xa', password: 'mật khẩu' };

  function demandsPassword(status: 401 | 407, password: string): void {
    const [ask, give] = status === 407 ? ['proxy-authenticate', 'proxy-authorization'] : ['www-authenticate', 'authorization'];
    peer.onRequest = (request) => {
      if (request.method === 'ACK') return;
      const header = headerOf(request, give);
      const field = (name: string) => new RegExp(`[ ,]${name}="?([^",]+)`).exec(header ?? '')?.[1] ?? '';
      const a1 = md5(`xa:r:${password}`);
      const a2 = md5(`${request.method}:${field('uri')}`);
      const right = md5(`${a1}:n1:${field('nc')}:${field('cnonce')}:auth:${a2}`);
      if (header !== undefined && field('response') === right)
        peer.respond(request, 200, { toTag: 't', body: sdpOf(), extra: [contact] });
      else
        peer.respond(request, status, { toTag: 'c', extra: [{ name: ask, value: 'Digest realm="r", nonce="n1", qop="auth"' }] });
    };
  }

  test.each([401, 407] as const)('a %i is answered, also for BYE', async (status) => {
    demandsPassword(status, credentials.password);
    const { call, diary } = dial({ credentials });
    await clock.pass(100);
    expect(call.identifiers.cseq).toBe(2);
    expect(headerOf(requestsOf('INVITE')[1] as SipRequest, 'cseq')).toBe('2 INVITE');
    call.hangUp();
    await clock.pass(100);
    expect(methods()).toEqual(['INVITE', 'ACK', 'INVITE', 'ACK', 'BYE']);
    expect(diary).toEqual(['answered PCMA', 'ended hungUp']);
  });

  test('a wrong password ends in the refusal, after one try', async () => {
    demandsPassword(401, 'another');
    const { diary } = dial({ credentials });
    await clock.pass(100);
    expect(methods()).toEqual(['INVITE', 'ACK', 'INVITE', 'ACK']);
    expect(diary).toEqual(['ended refused 401']);
  });

  test('without credentials the refusal stands', async () => {
    demandsPassword(407, 'x');
    const { diary } = dial();
    await clock.pass(100);
    expect(diary).toEqual(['ended refused 407']);
  });
});

test('requests inside the dialog follow Record-Route backwards to the Contact (RFC 3261 §12.1.2)', async () => {
  scriptedPeer(network, 5090);
  const near = scriptedPeer(network, 5091);
  near.onRequest = (request) => {
    if (request.method === 'BYE') near.respond(request, 200);
  };
  const routes = '<sip:127.0.0.1:5090;lr>, <sip:127.0.0.1:5091;lr>';
  answersWith({ extra: [{ name: 'record-route', value: routes }] });
  const { call, diary } = dial();
  await clock.pass(100);
  expect(call.identifiers.routeSet).toEqual(['<sip:127.0.0.1:5091;lr>', '<sip:127.0.0.1:5090;lr>']);
  call.hangUp();
  await clock.pass(100);
  expect(near.requests.map(({ request }) => [request.method, request.uri, ...headersOf(request, 'route')])).toEqual([
    ['ACK', `sip:peer@127.0.0.1:${PEER}`, '<sip:127.0.0.1:5091;lr>', '<sip:127.0.0.1:5090;lr>'],
    ['BYE', `sip:peer@127.0.0.1:${PEER}`, '<sip:127.0.0.1:5091;lr>', '<sip:127.0.0.1:5090;lr>'],
  ]);
  expect(diary.at(-1)).toBe('ended hungUp');
});

test('a strict router gets its own URI as request URI (RFC 3261 §12.2.1.1)', async () => {
  const strict = scriptedPeer(network, 5091);
  answersWith({ extra: [{ name: 'record-route', value: '<sip:127.0.0.1:5091>' }] });
  dial();
  await clock.pass(100);
  const ack = strict.requests[0]?.request;
  expect(ack && [ack.uri, headerOf(ack, 'route')]).toEqual(['sip:127.0.0.1:5091', `<sip:peer@127.0.0.1:${PEER}>`]);
});

test('the second of two phones that pick up is acknowledged and hung up', async () => {
  peer.onRequest = (request) => {
    bare(request);
    if (request.method !== 'INVITE') return;
    for (const toTag of ['one', 'two']) peer.respond(request, 200, { toTag, body: sdpOf(), extra: [contact] });
  };
  const { diary } = dial();
  await clock.pass(100);
  const tags = peer.requests.map(({ request, received }) => `${request.method} ${received.toTag}`.trim());
  expect(tags).toEqual(['INVITE', 'ACK one', 'ACK two', 'BYE two']);
  expect(diary).toEqual(['answered PCMA']);
});

test('a call that was given up and is answered a minute later is acknowledged and hung up', async () => {
  let invite: SipRequest | undefined;
  peer.onRequest = (request) => {
    bare(request);
    if (request.method !== 'INVITE') return;
    invite = request;
    peer.respond(request, 180, { toTag: 't', extra: [contact] });
  };
  const { call, diary } = dial();
  await clock.pass(1000);
  call.hangUp();
  await clock.pass(40_000);
  expect(diary.at(-1)).toBe('ended hungUp');
  if (invite === undefined) throw new Error('no INVITE');
  peer.respond(invite, 200, { toTag: 't', body: sdpOf(), extra: [contact] }, ours);
  await clock.pass(1000);
  expect(methods()).toEqual(['INVITE', 'CANCEL', 'ACK', 'BYE']);
});

test('an answer without a common codec is acknowledged and hung up', async () => {
  answersWith({ body: sdpOf([], 4000, '18 101') });
  const { diary } = dial();
  await clock.pass(100);
  expect(methods()).toEqual(['INVITE', 'ACK', 'BYE']);
  expect(diary).toEqual(['ended noCommonCodec 200']);
});

test('183 with audio is early media, not an answer', async () => {
  peer.onRequest = (request) => {
    if (request.method === 'INVITE') peer.respond(request, 183, { toTag: 't', body: sdpOf(), extra: [contact] });
  };
  const { call, diary } = dial();
  const ringing: unknown[] = [];
  call.on('ringing', (event) => ringing.push(event));
  await clock.pass(1000);
  expect(ringing).toEqual([{ sipStatus: 183, early: true }]);
  expect(diary).toEqual(['ringing 183']);
  expect(ourPhone.plans.map(({ active }) => active)).toEqual([false]);
});

describe('inside a confirmed call', () => {
  let cseq = 100;
  async function talking(): Promise<{ call: Call; diary: string[] }> {
    answersWith();
    const made = dial();
    await clock.pass(100);
    return made;
  }
  /** A request from the far end in that dialog. */
  function inDialog({ identifiers }: Call, method: string, body = '', change: { tag?: string; cseq?: number } = {}): void {
    cseq = change.cseq ?? cseq + 1;
    peer.sendText(
      `${method} sip:ours@127.0.0.1:${OURS} SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:${PEER};branch=z9hG4bK${method}${cseq}\n` +
        `From: <sip:peer@x>;tag=${change.tag ?? 't'}\nTo: <sip:ours@x>;tag=${identifiers.localTag}\nCall-ID: ${identifiers.callId}\n` +
        `CSeq: ${cseq} ${method}\nContact: <sip:moved@127.0.0.1:${PEER}>\nContent-Length: ${body.length}\n\n${body}`,
      ours,
    );
  }

  test('hold and resume change the plan, and are mirrored', async () => {
    const { call, diary } = await talking();
    inDialog(call, 'INVITE', sdpOf(['a=sendonly']));
    await clock.pass(100);
    inDialog(call, 'ACK', '', { cseq });
    await clock.pass(100);
    inDialog(call, 'INVITE', sdpOf([], 4444));
    await clock.pass(100);
    expect(ourPhone.plans.map(({ plan }) => [plan.send, plan.remote.port])).toEqual([
      [true, 4000],
      [false, 4000],
      [true, 4444],
    ]);
    expect(network.trace.filter(({ what, from }) => what === '200 INVITE' && from === OURS)[0]?.text).toContain('a=recvonly');
    expect(call.identifiers.remoteTarget).toBe(`sip:moved@127.0.0.1:${PEER}`);
    expect(diary).toEqual(['answered PCMA']);
  });

  test('a re-INVITE without a common codec is refused and the call goes on', async () => {
    const { call, diary } = await talking();
    inDialog(call, 'INVITE', sdpOf([], 4000, '18'));
    await clock.pass(1000);
    expect(peer.responses).toContain('488 INVITE');
    expect(diary).toEqual(['answered PCMA']);
  });

  test('a re-INVITE without an offer gets ours, and its answer comes in the ACK', async () => {
    const { call } = await talking();
    inDialog(call, 'INVITE');
    await clock.pass(100);
    inDialog(call, 'ACK', sdpOf([], 4888), { cseq });
    await clock.pass(1000);
    expect(ourPhone.plans.at(-1)?.plan.remote.port).toBe(4888);
    expect(peer.responses.filter((response) => response === '200 INVITE').length).toBe(1);
  });

  test('BYE ends it, with its cause', async () => {
    const { call, diary } = await talking();
    inDialog(call, 'BYE');
    await clock.pass(100);
    expect(peer.responses).toEqual(['200 BYE']);
    expect(diary.at(-1)).toBe('ended farEndHungUp');
  });

  test('a BYE with another tag, or of the past, does not reach it', async () => {
    const { call, diary } = await talking();
    inDialog(call, 'OPTIONS', '', { cseq: 900 });
    inDialog(call, 'BYE', '', { tag: 'forged', cseq: 901 });
    inDialog(call, 'BYE', '', { cseq: 7 });
    await clock.pass(100);
    expect(peer.responses.sort()).toEqual(['200 OPTIONS', '481 BYE', '500 BYE']);
    expect(diary).toEqual(['answered PCMA']);
  });

  test('methods we do not know are refused with what we do know', async () => {
    const { call } = await talking();
    inDialog(call, 'MESSAGE', 'hi');
    await clock.pass(100);
    expect(peer.responses).toEqual(['405 MESSAGE']);
  });
});

describe('outside of any call', () => {
  const request = (method: string, toTag = '') =>
    `${method} sip:100@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:${PEER};branch=z9hG4bK${method}\nFrom: <sip:a@b>;tag=x\n` +
    `To: <sip:100@b>${toTag}\nCall-ID: ${method}@x\nCSeq: 1 ${method}\nContact: <sip:a@127.0.0.1:${PEER}>\n\n`;

  test('known hosts: OPTIONS is answered, an unknown dialog does not exist, other methods are refused', async () => {
    for (const method of ['OPTIONS', 'REGISTER', 'CANCEL']) peer.sendText(request(method), ours);
    peer.sendText(request('BYE', ';tag=gone'), ours);
    await clock.pass(100);
    expect(peer.responses.sort()).toEqual(['200 OPTIONS', '405 REGISTER', '481 BYE', '481 CANCEL']);
  });

  test('an INVITE that nobody takes is told so, one that we could not speak with is refused', async () => {
    peer.sendText(request('INVITE'), ours);
    await clock.pass(100);
    expect(peer.responses).toEqual(['480 INVITE']);
    ourPhone.phone.on('call', () => expect.unreachable());
    const body = sdpOf([], 4000, '18');
    peer.sendText(
      `${request('INVITE').trimEnd().replaceAll('INVITE', 'INVITE').replace('z9hG4bK', 'z9hG4bK2')}\n\n${body}`,
      ours,
    );
    await clock.pass(100);
    expect(peer.responses.at(-1)).toBe('488 INVITE');
  });

  test('OPTIONS of ours tells whether a trunk is there', async () => {
    const ask = async () => {
      const answer = ourPhone.phone.ping(trunk, 2000);
      await clock.pass(3000);
      return answer;
    };
    peer.onRequest = (options) => peer.respond(options, 404);
    expect(await ask()).toEqual({ ok: true, sipStatus: 404 });
    peer.onRequest = (options) => peer.respond(options, 503);
    expect(await ask()).toEqual({ ok: false, sipStatus: 503 });
    peer.onRequest = () => undefined;
    expect(await ask()).toEqual({ ok: false });
  });
});
