import { expect, test } from 'vitest';
import { dialogOfResponse, nextHop, routed } from './dialog.ts';
import { headerOf, headersOf } from './message.ts';
import { parseMessage } from './parseMessage.ts';
import { ackOfFailure, cancelRequest, dialogRequest } from './requests.ts';
import { writeMessage } from './writeMessage.ts';

/** Messages of RFC 3261 §24 (Alice calls Bob through atlanta.com and biloxi.com) and of §16.12.1 (routing). */

const read = (text: string) => {
  const received = parseMessage(Buffer.from(text.replace(/\n/g, '\r\n')));
  if ('fault' in received) throw new Error(received.fault);
  return received;
};

const sender = { host: 'pc33.atlanta.com', port: 5060, userAgent: 'test' };

const F1 = `INVITE sip:bob@biloxi.com SIP/2.0
Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8
Max-Forwards: 70
To: Bob <sip:bob@biloxi.com>
From: Alice <sip:alice@atlanta.com>;tag=1928301774
Call-ID: a84b4c76e66710
CSeq: 314159 INVITE
Contact: <sip:alice@pc33.atlanta.com>
Content-Type: application/sdp
Content-Length: 0

`;

const F11 = `SIP/2.0 200 OK
Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8;received=192.0.2.1
To: Bob <sip:bob@biloxi.com>;tag=a6c85cf
From: Alice <sip:alice@atlanta.com>;tag=1928301774
Call-ID: a84b4c76e66710
CSeq: 314159 INVITE
Contact: <sip:bob@192.0.2.4>
Content-Type: application/sdp
Content-Length: 0

`;

test('F1 and F11 of §24.2 make the dialog that F12 (ACK) and F13 (BYE) are sent in', () => {
  const { message } = read(F11);
  if (message.kind !== 'response') throw new Error('unreachable');
  const dialog = dialogOfResponse(message, '');
  expect(dialog).toEqual({
    callId: 'a84b4c76e66710',
    localTag: '1928301774',
    remoteTag: 'a6c85cf',
    localUri: '"Alice" <sip:alice@atlanta.com>',
    remoteUri: '"Bob" <sip:bob@biloxi.com>',
    remoteTarget: 'sip:bob@192.0.2.4',
    routeSet: [],
  });
  const parts = { method: 'ACK', cseq: 314159, branch: 'z9hG4bKnashds9', contact: 'sip:alice@pc33.atlanta.com' };
  const ack = dialogRequest(dialog, parts, sender);
  expect(ack.uri).toBe('sip:bob@192.0.2.4');
  expect(headerOf(ack, 'cseq')).toBe('314159 ACK');
  expect(headerOf(ack, 'to')).toBe('"Bob" <sip:bob@biloxi.com>;tag=a6c85cf');
  expect(nextHop(dialog)).toEqual({ host: '192.0.2.4', port: 5060 });
});

test('CANCEL and the ACK of a refusal repeat what they must of the INVITE (§9.1, §17.1.1.3)', () => {
  const { message: invite } = read(F1);
  const { message: refusal } = read(F11.replace('200 OK', '487 Request Terminated'));
  if (invite.kind !== 'request' || refusal.kind !== 'response') throw new Error('unreachable');
  const cancel = cancelRequest(invite);
  expect([cancel.uri, headersOf(cancel, 'via'), headerOf(cancel, 'cseq')]).toEqual([
    'sip:bob@biloxi.com',
    headersOf(invite, 'via'),
    '314159 CANCEL',
  ]);
  const ack = ackOfFailure(invite, refusal);
  expect([headersOf(ack, 'via'), headerOf(ack, 'to')]).toEqual([headersOf(invite, 'via'), headerOf(refusal, 'to')]);
});

test('the register of §24.1 is the same after it was written again', () => {
  const text = `REGISTER sip:registrar.biloxi.com SIP/2.0
Via: SIP/2.0/UDP bobspc.biloxi.com:5060;branch=z9hG4bKnashds7
Max-Forwards: 70
To: Bob <sip:bob@biloxi.com>
From: Bob <sip:bob@biloxi.com>;tag=456248
Call-ID: 843817637684230@998sdasdh09
CSeq: 1826 REGISTER
Contact: <sip:bob@192.0.2.4>
Expires: 7200
Content-Length: 0

`;
  expect(writeMessage(read(text).message).toString()).toBe(text.replace(/\n/g, '\r\n'));
});

test('loose and strict routers of §16.12.1 get the request URI and the Routes that they want', () => {
  const routeSet = ['<sip:p1.example.com;lr>', '<sip:p2.domain.com;lr>'];
  expect(routed({ remoteTarget: 'sip:callee@u2.domain.com', routeSet })).toEqual({
    uri: 'sip:callee@u2.domain.com',
    routes: routeSet.map((value) => ({ name: 'route', value })),
  });
  const strict = ['<sip:proxy1>', '<sip:proxy2>', '<sip:proxy3;lr>'];
  expect(routed({ remoteTarget: 'sip:user@remoteua', routeSet: strict })).toEqual({
    uri: 'sip:proxy1',
    routes: ['<sip:proxy2>', '<sip:proxy3;lr>', '<sip:user@remoteua>'].map((value) => ({ name: 'route', value })),
  });
});
