import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Header, headerOf, headersOf, type SipMessage } from './message.ts';
import { parseMessage, type Received } from './parseMessage.ts';
import { writeMessage } from './writeMessage.ts';

const lines = (...text: string[]) => Buffer.from(`${text.join('\r\n')}\r\n\r\n`);
const essentials = [
  'Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8',
  'To: Bob <sip:bob@biloxi.com>',
  'From: Alice <sip:alice@atlanta.com>;tag=1928301774',
  'Call-ID: a84b4c76e66710',
  'CSeq: 314159 INVITE',
];

function read(datagram: Buffer): Received {
  const received = parseMessage(datagram);
  if ('fault' in received) throw new Error(received.fault);
  return received;
}

test('the INVITE of RFC 3261 §7 is read', () => {
  const { message, via, cseq, callId, fromTag, toTag } = read(
    lines('INVITE sip:bob@biloxi.com SIP/2.0', ...essentials, 'Max-Forwards: 70', 'Content-Length: 0'),
  );
  expect(message).toMatchObject({ kind: 'request', method: 'INVITE', uri: 'sip:bob@biloxi.com', body: '' });
  expect(via).toMatchObject({ transport: 'UDP', host: 'pc33.atlanta.com' });
  expect({ cseq, callId, fromTag, toTag }).toEqual({
    cseq: { number: 314159, method: 'INVITE' },
    callId: 'a84b4c76e66710',
    fromTag: '1928301774',
    toTag: '',
  });
});

test('compact names, folded lines, bare line feeds and odd capitals are understood', () => {
  const datagram = Buffer.from(
    'SIP/2.0 180 Ringing\nv: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKx\nt: <sip:b@c>;\n  tag=9\nF: <sip:a@c>;tag=1\ni: x\ncSeQ: 1 INVITE\n\n',
  );
  const { message, toTag } = read(datagram);
  expect(toTag).toBe('9');
  expect(headerOf(message, 'call-id')).toBe('x');
});

test('a body is cut at Content-Length, counted in bytes', () => {
  const datagram = Buffer.from(`${lines('SIP/2.0 200 OK', ...essentials, 'Content-Length: 6').toString()}Chào!xx`);
  expect(read(datagram).message.body).toBe('Chào!');
});

test.each([
  ['a keep-alive', '\r\n\r\n', 'empty'],
  ['something else', 'GET / HTTP/1.1\r\n\r\n', 'notSip'],
  ['no end of headers', 'INVITE sip:a@b SIP/2.0\r\nVia: x', 'notSip'],
  ['a missing Call-ID', lines('OPTIONS sip:a SIP/2.0', ...essentials.slice(0, 3), 'CSeq: 1 OPTIONS').toString(), 'missingHeader'],
  ['a CSeq of another method', lines('BYE sip:a SIP/2.0', ...essentials).toString(), 'badHeader'],
  ['a body shorter than announced', lines('SIP/2.0 200 OK', ...essentials, 'l: 5').toString(), 'shortBody'],
  ['a negative length', lines('SIP/2.0 200 OK', ...essentials, 'l: -5').toString(), 'shortBody'],
  [
    'too many headers',
    lines('SIP/2.0 200 OK', ...essentials, ...Array.from({ length: 300 }, () => 'X: y')).toString(),
    'tooManyHeaders',
  ],
])('%s is a fault, not an exception', (_what, text, fault) => {
  expect(parseMessage(Buffer.from(text))).toEqual({ fault });
});

const word = fc.stringMatching(/^[A-Za-z0-9]{1,12}$/);
const extra: fc.Arbitrary<Header> = fc.record({
  name: fc.constantFrom('subject', 'user-agent', 'x-test', 'route'),
  value: fc.stringMatching(/^[A-Za-z0-9<>:;=@ ]{0,30}$/).map((value) => value.trim()),
});
const message: fc.Arbitrary<SipMessage> = fc
  .record({
    method: fc.constantFrom('INVITE', 'BYE', 'OPTIONS'),
    word,
    extras: fc.array(extra),
    body: fc.string(),
    response: fc.boolean(),
  })
  .map(({ method, word, extras, body, response }) => {
    const headers = [
      { name: 'via', value: `SIP/2.0/UDP h:5060;branch=z9hG4bK${word}` },
      { name: 'from', value: `<sip:a@b>;tag=${word}` },
      { name: 'to', value: '<sip:c@d>' },
      { name: 'call-id', value: word },
      { name: 'cseq', value: `7 ${method}` },
      ...extras,
    ];
    return response
      ? { kind: 'response', status: 200, reason: 'OK', headers, body }
      : { kind: 'request', method, uri: 'sip:c@d', headers, body };
  });

test('what is written is read back the same', () => {
  fc.assert(
    fc.property(message, (sent) => {
      const { message: got } = read(writeMessage(sent));
      expect({ ...got, headers: got.headers.filter(({ name }) => name !== 'content-length') }).toEqual({
        ...sent,
        body: sent.body,
      });
    }),
  );
});

test('random bytes, and random damage to a good message, never throw', () => {
  const good = lines('INVITE sip:bob@biloxi.com SIP/2.0', ...essentials, 'Contact: "a\\"b" <sip:x>', 'l: 0');
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => void parseMessage(Buffer.from(bytes))));
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.uint8Array({ maxLength: 8 }), fc.nat(20), (at, bytes, cut) => {
      parseMessage(Buffer.concat([good.subarray(0, at), bytes, good.subarray(at + cut)]));
    }),
    { numRuns: 500 },
  );
});

test('a line break in a header value cannot start a header of its own', () => {
  const sent: SipMessage = {
    kind: 'request',
    method: 'INVITE',
    uri: 'sip:a@b',
    body: '',
    headers: [...essentials.map(splitLine), { name: 'subject', value: 'x\r\nEvil: yes' }],
  };
  expect(headersOf(read(writeMessage(sent)).message, 'evil')).toEqual([]);
});

function splitLine(line: string): Header {
  const colon = line.indexOf(':');
  return { name: line.slice(0, colon).toLowerCase(), value: line.slice(colon + 2) };
}
