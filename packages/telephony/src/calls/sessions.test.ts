import { beforeEach, describe, expect, test } from 'vitest';
import type { Call, Trunk } from '../api.ts';
import { headerOf, type SipRequest } from '../sip/message.ts';
import { type ScriptedPeer, scriptedPeer, sdpOf } from '../testing/scriptedPeer.ts';
import { VirtualClock } from '../testing/virtualClock.ts';
import { VirtualNetwork } from '../testing/virtualNetwork.ts';
import { diaryOf, type VirtualPhone, virtualPhone } from '../testing/virtualPhone.ts';

/** PRACK, UPDATE, session timers, glare, redirection, REFER: what one side does when the other does all sorts of things. */

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
const header = (name: string, value: string) => ({ name, value });

/** The peer answers INVITE with these headers and everything else with 200. */
function answers(...extra: { name: string; value: string }[]): void {
  peer.onRequest = (request) => {
    if (request.method === 'INVITE') peer.respond(request, 200, { toTag: 't', body: sdpOf(), extra: [contact, ...extra] });
    else if (request.method !== 'ACK') peer.respond(request, 200);
  };
}

/** A request of the peer's inside the dialog of that call. */
function inDialog(call: Call, method: string, cseq: number, lines: readonly string[] = [], body = ''): string {
  const { callId, localTag, remoteTag } = call.identifiers;
  return [
    `${method} sip:127.0.0.1:${OURS} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${PEER};branch=z9hG4bK${method}${cseq}`,
    `From: <sip:peer@x>;tag=${remoteTag}`,
    `To: <sip:us@x>;tag=${localTag}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    `Contact: <sip:peer@127.0.0.1:${PEER}>`,
    ...lines,
    '',
    body,
  ].join('\n');
}

function invitation(lines: readonly string[] = []): string {
  return [
    'INVITE sip:1022@127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.1:${PEER};branch=z9hG4bKfirst`,
    'From: <sip:peer@x>;tag=p',
    'To: <sip:1022@x>',
    'Call-ID: incoming',
    'CSeq: 7 INVITE',
    `Contact: <sip:peer@127.0.0.1:${PEER}>`,
    ...lines,
    '',
    sdpOf(),
  ].join('\n');
}

describe('provisional responses that want PRACK (RFC 3262)', () => {
  test('are acknowledged in order, repetitions and strays are not told twice', async () => {
    const reliable = (rseq: number) => ({ toTag: 't', extra: [contact, header('require', '100rel'), header('rseq', `${rseq}`)] });
    let invite: SipRequest | undefined;
    peer.onRequest = (request) => {
      if (request.method === 'INVITE') {
        invite = request;
        for (const rseq of [50, 50, 52, 51]) peer.respond(request, 180, reliable(rseq));
      } else if (request.method !== 'ACK') peer.respond(request, 200);
    };
    const { call, diary } = dial();
    await clock.pass(100);
    expect(requestsOf('PRACK').map((request) => [headerOf(request, 'rack'), headerOf(request, 'cseq')])).toEqual([
      ['50 1 INVITE', '2 PRACK'],
      ['51 1 INVITE', '3 PRACK'],
    ]);
    if (invite !== undefined) peer.respond(invite, 200, { toTag: 't', body: sdpOf(), extra: [contact] });
    await clock.pass(100);
    expect(headerOf(requestsOf('ACK')[0] as SipRequest, 'cseq')).toBe('1 ACK');
    expect(call.identifiers).toMatchObject({ cseq: 3, inviteCseq: 1 });
    expect(diary).toEqual(['ringing 180', 'ringing 180', 'answered PCMA']);
  });

  test('of ours are repeated until PRACK comes, where the caller insists', async () => {
    ourPhone.phone.on('call', (call) => call.ring());
    peer.sendText(invitation(['Require: 100rel']), ours);
    await clock.pass(1700);
    expect(peer.responses.filter((words) => words === '180 INVITE')).toHaveLength(3);
    const rseq = /RSeq: (\d+)/.exec(network.trace.find(({ what }) => what === '180 INVITE')?.text ?? '')?.[1];
    const tag = /To: .*;tag=(\w+)/.exec(network.trace.find(({ what }) => what === '180 INVITE')?.text ?? '')?.[1];
    const prack = (value: string, cseq: number) =>
      inDialog({ identifiers: { callId: 'incoming', localTag: tag, remoteTag: 'p' } } as Call, 'PRACK', cseq, [`RAck: ${value}`]);
    peer.sendText(prack('1 7 INVITE', 8), ours);
    peer.sendText(prack(`${rseq} 7 INVITE`, 9), ours);
    await clock.pass(20_000);
    expect(peer.responses.slice(-2)).toEqual(['481 PRACK', '200 PRACK']);
    expect(peer.responses.filter((words) => words === '180 INVITE')).toHaveLength(3);
  });

  test('that are never acknowledged end the call with 504', async () => {
    const diaries: string[][] = [];
    ourPhone.phone.on('call', (call) => {
      diaries.push(diaryOf(call));
      call.ring();
    });
    peer.sendText(invitation(['Require: 100rel']), ours);
    await clock.pass(33_000);
    expect(peer.responses).toContain('504 INVITE');
    expect(diaries).toEqual([['ended protocolError 504']]);
  });
});

describe('session timers (RFC 4028)', () => {
  test('the refresher we are sends UPDATE after half the time where that is allowed', async () => {
    answers(header('session-expires', '600;refresher=uac'), header('allow', 'INVITE, UPDATE'));
    const { call } = dial();
    await clock.pass(1000);
    const asked = headerOf(requestsOf('INVITE')[0] as SipRequest, 'session-expires');
    expect(asked).toBe('1800');
    await clock.pass(299_500);
    const update = requestsOf('UPDATE')[0] as SipRequest;
    expect(headerOf(update, 'session-expires')).toBe('600;refresher=uac');
    call.hangUp();
    await clock.pass(100);
    expect(methods()).toEqual(['INVITE', 'ACK', 'UPDATE', 'BYE']);
  });

  test('without UPDATE it sends a re-INVITE, each of whose 2xx is acknowledged', async () => {
    answers(header('session-expires', '600;refresher=uac'));
    dial();
    await clock.pass(301_000);
    expect(methods()).toEqual(['INVITE', 'ACK', 'INVITE', 'ACK']);
    expect(headerOf(requestsOf('ACK')[1] as SipRequest, 'cseq')).toBe('2 ACK');
    await clock.pass(300_000);
    expect(requestsOf('INVITE')).toHaveLength(3);
  });

  test('a far end that should refresh and does not is hung up before the time is over', async () => {
    answers(header('session-expires', '120;refresher=uas'));
    const { diary } = dial();
    await clock.pass(87_000);
    expect(diary).toEqual(['answered PCMA']);
    await clock.pass(2000);
    expect(diary.at(-1)).toBe('ended protocolError');
    expect(methods().at(-1)).toBe('BYE');
  });

  test('an interval too short for the far end is asked for again, longer', async () => {
    peer.onRequest = (request) => {
      if (request.method !== 'INVITE') return;
      const wanted = Number(headerOf(request, 'session-expires'));
      if (wanted < 3600) peer.respond(request, 422, { toTag: 'x', extra: [header('min-se', '3600')] });
      else peer.respond(request, 200, { toTag: 't', body: sdpOf(), extra: [contact] });
    };
    const { diary } = dial();
    await clock.pass(1000);
    expect(diary).toEqual(['answered PCMA']);
  });

  test('an interval too short for us is refused, one that is not is agreed to, and whoever called refreshes', async () => {
    ourPhone.phone.on('call', (call) => call.answer());
    peer.sendText(invitation(['Supported: timer', 'Session-Expires: 60']), ours);
    await clock.pass(100);
    expect(peer.responses).toEqual(['422 INVITE']);
    peer.sendText(
      invitation(['Supported: timer', 'Session-Expires: 90']).replace('first', 'second').replace('incoming', 'again'),
      ours,
    );
    await clock.pass(100);
    expect(network.trace.find(({ what }) => what === '200 INVITE')?.text).toContain('Session-Expires: 90;refresher=uac');
  });

  test('a far end that knows the call no more ends it', async () => {
    peer.onRequest = (request) => {
      const extra = [contact, header('session-expires', '600;refresher=uac'), header('allow', 'UPDATE')];
      if (request.method === 'INVITE') peer.respond(request, 200, { toTag: 't', body: sdpOf(), extra });
      else if (request.method !== 'ACK') peer.respond(request, 481);
    };
    const { diary } = dial();
    await clock.pass(301_000);
    expect(diary.at(-1)).toBe('ended protocolError');
  });
});

describe('offers that meet', () => {
  const refreshing = [header('session-expires', '600;refresher=uac')];

  test('a re-INVITE of theirs while ours waits gets 491; ours is repeated after 491 in 2.1 to 4 s', async () => {
    let invites = 0;
    let second: SipRequest | undefined;
    peer.onRequest = (request) => {
      if (request.method !== 'INVITE') return;
      invites++;
      if (invites === 2) second = request;
      else peer.respond(request, 200, { toTag: 't', body: sdpOf(), extra: [contact, ...refreshing] });
    };
    const { call } = dial();
    await clock.pass(300_100);
    peer.sendText(inDialog(call, 'INVITE', 20, ['Content-Type: application/sdp'], sdpOf()), ours);
    await clock.pass(100);
    expect(peer.responses).toContain('491 INVITE');
    if (second !== undefined) peer.respond(second, 491);
    await clock.pass(2000);
    expect(invites).toBe(2);
    await clock.pass(2200);
    expect(invites).toBe(3);
  });

  test('UPDATE without a description refreshes, with one it changes the session, without a codec it is refused', async () => {
    answers();
    const { call, diary } = dial();
    await clock.pass(100);
    peer.sendText(inDialog(call, 'UPDATE', 20), ours);
    peer.sendText(inDialog(call, 'UPDATE', 21, ['Content-Type: application/sdp'], sdpOf(['a=sendonly'])), ours);
    peer.sendText(inDialog(call, 'UPDATE', 22, ['Content-Type: application/sdp'], sdpOf([], 4000, '18')), ours);
    await clock.pass(100);
    expect(peer.responses).toEqual(['200 UPDATE', '200 UPDATE', '488 UPDATE']);
    expect(ourPhone.plans.at(-1)?.plan.send).toBe(false);
    expect(diary).toEqual(['answered PCMA']);
  });
});

describe('3xx', () => {
  const moved = (to: string) => {
    peer.onRequest = (request) => {
      if (request.method !== 'INVITE') return;
      peer.respond(request, 302, { toTag: 'x', extra: [header('contact', `<sip:${to}@10.9.9.9:5099>`)] });
    };
  };

  test('ends the call unless the trunk says otherwise', async () => {
    moved('0999');
    const { diary } = dial();
    await clock.pass(1000);
    expect(diary).toEqual(['ended refused 302']);
  });

  test('is followed on the same trunk, as often as allowed', async () => {
    let count = 0;
    peer.onRequest = (request) => {
      if (request.method !== 'INVITE') return;
      peer.respond(request, 302, { toTag: 'x', extra: [header('contact', `<sip:099${count++}@10.9.9.9:5099>`)] });
    };
    const { diary } = dial({ maxRedirects: 2 });
    await clock.pass(1000);
    expect(requestsOf('INVITE').map(({ uri }) => uri)).toEqual([
      `sip:0912345115@127.0.0.1:${PEER}`,
      `sip:0990@127.0.0.1:${PEER}`,
      `sip:0991@127.0.0.1:${PEER}`,
    ]);
    expect(diary).toEqual(['ended refused 302']);
    expect(network.trace.every(({ to }) => to === PEER || to === OURS)).toBe(true);
  });

  test('that leads back to where it came from is not followed', async () => {
    moved('0912345115');
    const { diary } = dial({ maxRedirects: 5 });
    await clock.pass(1000);
    expect(diary).toEqual(['ended refused 302']);
  });
});

describe('blind transfer (RFC 3515)', () => {
  test('tells how the new call went', async () => {
    peer.onRequest = (request) => {
      if (request.method === 'INVITE') peer.respond(request, 200, { toTag: 't', body: sdpOf(), extra: [contact] });
      else if (request.method === 'REFER') peer.respond(request, 202);
      else if (request.method !== 'ACK') peer.respond(request, 200);
    };
    const { call } = dial();
    await clock.pass(100);
    const results: unknown[] = [];
    void call.transfer('0237').then((result) => results.push(result));
    await clock.pass(100);
    expect(headerOf(requestsOf('REFER')[0] as SipRequest, 'refer-to')).toBe('<sip:0237@127.0.0.1:5070>');
    const notify = (cseq: number, state: string, status: string) =>
      inDialog(
        call,
        'NOTIFY',
        cseq,
        ['Event: refer', `Subscription-State: ${state}`, 'Content-Type: message/sipfrag'],
        `SIP/2.0 ${status}\r\n`,
      );
    peer.sendText(notify(20, 'active', '180 Ringing'), ours);
    await clock.pass(100);
    expect(results).toEqual([]);
    peer.sendText(notify(21, 'terminated;reason=noresource', '200 OK'), ours);
    await clock.pass(100);
    expect(results).toEqual([{ ok: true, sipStatus: 200 }]);
    expect(peer.responses).toEqual(['200 NOTIFY', '200 NOTIFY']);
  });

  test('that the far end refuses is not ok, and without an answered call it is a mistake', async () => {
    peer.onRequest = (request) => {
      if (request.method === 'INVITE') peer.respond(request, 200, { toTag: 't', body: sdpOf(), extra: [contact] });
      else if (request.method !== 'ACK') peer.respond(request, 405);
    };
    const { call } = dial();
    expect(() => call.transfer('1')).toThrow('answered');
    await clock.pass(100);
    const result = call.transfer('sip:officer@10.0.0.1');
    await clock.pass(100);
    expect(await result).toEqual({ ok: false, sipStatus: 405 });
  });

  test('asked of us is declined', async () => {
    answers();
    const { call } = dial();
    await clock.pass(100);
    peer.sendText(inDialog(call, 'REFER', 20, ['Refer-To: <sip:00441@h>']), ours);
    await clock.pass(100);
    expect(peer.responses).toEqual(['603 REFER']);
  });
});

test('identity, privacy and the outbound proxy go where the trunk says', async () => {
  answers();
  const edge = { host: '127.0.0.1', port: PEER };
  dial({ proxy: { host: 'sbc.example.vn', port: 5060 }, outboundProxy: edge, assertedIdentity: '+842373', privacy: 'id' });
  await clock.pass(100);
  const invite = requestsOf('INVITE')[0] as SipRequest;
  expect(invite.uri).toBe('sip:0912345115@sbc.example.vn');
  expect(headerOf(invite, 'route')).toBe(`<sip:127.0.0.1:${PEER};lr>`);
  expect(headerOf(invite, 'p-asserted-identity')).toBe('<sip:+842373@sbc.example.vn>');
  expect(headerOf(invite, 'privacy')).toBe('id');
});

test('an extension that we do not have is refused by name', async () => {
  peer.sendText(invitation(['Require: 100rel, precondition']), ours);
  await clock.pass(100);
  expect(peer.responses).toContain('420 INVITE');
  expect(network.trace.find(({ what }) => what === '420 INVITE')?.text).toContain('Unsupported: precondition');
});

describe('holding the far end (RFC 3264 §8.4)', () => {
  const sdpDirection = (request: SipRequest | undefined) =>
    /a=(sendrecv|sendonly|recvonly|inactive)/.exec(request?.body ?? '')?.[1];

  test('a re-INVITE asks it to send no more, another takes it back', async () => {
    answers();
    const { call } = dial();
    await clock.pass(100);
    const held = call.hold();
    await clock.pass(100);
    await held;
    const resumed = call.resume();
    await clock.pass(100);
    await resumed;
    expect(requestsOf('INVITE').map(sdpDirection)).toEqual(['sendrecv', 'sendonly', 'sendrecv']);
    expect(methods()).toEqual(['INVITE', 'ACK', 'INVITE', 'ACK', 'INVITE', 'ACK']);
  });

  test('both offered at once: it waits its time and asks again', async () => {
    let refusals = 1;
    peer.onRequest = (request) => {
      if (request.method === 'INVITE' && peer.requests.length > 2 && refusals-- > 0) peer.respond(request, 491, { toTag: 't' });
      else if (request.method === 'INVITE') peer.respond(request, 200, { toTag: 't', body: sdpOf(), extra: [contact] });
      else if (request.method !== 'ACK') peer.respond(request, 200);
    };
    const { call } = dial();
    await clock.pass(100);
    const held = call.hold();
    await clock.pass(2000);
    expect(requestsOf('INVITE')).toHaveLength(2);
    await clock.pass(2100);
    await held;
    expect(requestsOf('INVITE')).toHaveLength(3);
  });

  test('a refusal is told, and the session goes on as it was', async () => {
    peer.onRequest = (request) => {
      if (request.method === 'INVITE' && peer.requests.length > 2) peer.respond(request, 488, { toTag: 't' });
      else if (request.method === 'INVITE') peer.respond(request, 200, { toTag: 't', body: sdpOf(), extra: [contact] });
      else if (request.method !== 'ACK') peer.respond(request, 200);
    };
    const { call } = dial();
    await clock.pass(100);
    const refused = expect(call.hold()).rejects.toMatchObject({ code: 'refused' });
    await clock.pass(100);
    await refused;
    expect(call.state).toBe('answered');
  });

  test('a hang-up on the way tells that nothing was agreed', async () => {
    peer.onRequest = (request) => {
      if (request.method === 'INVITE' && peer.requests.length === 1)
        peer.respond(request, 200, { toTag: 't', body: sdpOf(), extra: [contact] });
      else if (request.method === 'BYE') peer.respond(request, 200);
    };
    const { call } = dial();
    await clock.pass(100);
    const unsettled = expect(call.hold()).rejects.toMatchObject({ code: 'wrongState' });
    await clock.pass(50);
    call.hangUp();
    await clock.pass(100);
    await unsettled;
    await expect(call.resume()).rejects.toMatchObject({ code: 'wrongState' });
  });

  test('while it is held, its own offer is answered with our wish to hear nothing', async () => {
    answers();
    const { call } = dial();
    await clock.pass(100);
    const held = call.hold();
    await clock.pass(100);
    await held;
    peer.sendText(inDialog(call, 'INVITE', 30, ['Content-Type: application/sdp'], sdpOf()), ours);
    await clock.pass(100);
    const ok = network.trace.filter(({ what }) => what === '200 INVITE').at(-1);
    expect(ok?.text).toContain('a=sendonly');
  });
});
