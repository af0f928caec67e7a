import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCSeq } from './cseq.ts';
import { parseNameAddress, writeNameAddress } from './nameAddress.ts';
import { parseParams, quote, unquote, writeParams } from './params.ts';
import { q850CauseOf } from './reason.ts';
import { splitOutside } from './splitList.ts';
import { parseUri, userOf, writeUri } from './uri.ts';
import { listeningAddress, parseVia, responseAddress, stampVia, writeVia } from './via.ts';

test('a SIP URI is taken apart', () => {
  expect(parseUri('sip:0912345115:secret@[2001:db8::1]:5070;transport=udp;lr?x=y')).toEqual({
    scheme: 'sip',
    user: '0912345115',
    host: '2001:db8::1',
    port: 5070,
    params: new Map([
      ['transport', 'udp'],
      ['lr', ''],
    ]),
  });
  expect(userOf('tel:+84-912;phone-context=x')).toBe('+84-912');
  expect([parseUri('http://a'), parseUri('sip:'), parseUri('sip:a@b:99999')]).toEqual([undefined, undefined, undefined]);
});

test('a user part of any text comes back from its URI', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (user) => {
      fc.pre(!user.includes(':') && !/%[0-9a-f]{2}/i.test(user));
      const uri = { scheme: 'sip' as const, user, host: 'example.vn', params: new Map() };
      expect(parseUri(writeUri(uri))).toEqual(uri);
    }),
  );
});

test('name-addr and addr-spec are told apart, with their parameters', () => {
  expect(parseNameAddress('"Bob, \\"B\\" <x>" <sip:b@c;lr>;tag=1')).toEqual({
    displayName: 'Bob, "B" <x>',
    uri: 'sip:b@c;lr',
    params: new Map([['tag', '1']]),
  });
  expect(parseNameAddress('sip:b@c;tag=1')).toEqual({ uri: 'sip:b@c', params: new Map([['tag', '1']]) });
  expect(parseNameAddress('<sip:b@c')).toBeUndefined();
});

test('any display name survives writing and reading', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (displayName) => {
      const address = { displayName, uri: 'sip:a@b', params: new Map([['tag', 'x']]) };
      expect(parseNameAddress(writeNameAddress(address))).toEqual(address);
    }),
  );
});

test('parameters and quoted strings survive writing and reading', () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(fc.dictionary(name, fc.string()), (values) => {
      const params = new Map(Object.entries(values));
      expect(parseParams(writeParams(params).slice(1))).toEqual(params);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(unquote(quote(text))).toBe(text);
    }),
  );
});

test('lists are split outside quotes and brackets only', () => {
  expect(splitOutside('"a,b" <sip:x,y>, <sip:z>,c', ',')).toEqual(['"a,b" <sip:x,y>', '<sip:z>', 'c']);
});

test('a Via is stamped with where the request came from, and answered there (RFC 3581 §4)', () => {
  const via = parseVia('SIP / 2.0 / udp 10.1.1.1:4540 ; rport;branch=z9hG4bKkjshdyff');
  if (via === undefined) throw new Error('unreadable');
  const stamped = stampVia(via, { host: '192.0.2.1', port: 9988 });
  expect(writeVia(stamped)).toBe('SIP/2.0/UDP 10.1.1.1:4540;rport=9988;branch=z9hG4bKkjshdyff;received=192.0.2.1');
  expect(responseAddress(stamped)).toEqual({ host: '192.0.2.1', port: 9988 });
  expect(parseVia(writeVia(stamped))).toEqual(stamped);
});

test('a Via without rport is answered at its own port, 5060 if it names none', () => {
  const via = parseVia('SIP/2.0/UDP 10.1.1.1;branch=x');
  if (via === undefined) throw new Error('unreadable');
  expect(responseAddress(stampVia(via, { host: '10.9.9.9', port: 777 }))).toEqual({ host: '10.9.9.9', port: 5060 });
});

test('over a stream it is answered anew where its sender takes connections, and never where its Via pretends to have come from', () => {
  const via = parseVia('SIP/2.0/TCP 10.1.1.1:5070;rport;branch=x;received=203.0.113.9');
  if (via === undefined) throw new Error('unreadable');
  expect(listeningAddress(stampVia(via, { host: '10.9.9.9', port: 777 }), 5060)).toEqual({ host: '10.9.9.9', port: 5070 });
  expect(listeningAddress(stampVia({ ...via, params: new Map() }, { host: '10.1.1.1', port: 777 }), 5061)).toEqual({
    host: '10.1.1.1',
    port: 5070,
  });
  const forged = parseVia('SIP/2.0/UDP 10.1.1.1;branch=x;received=203.0.113.9');
  if (forged === undefined) throw new Error('unreadable');
  expect(responseAddress(stampVia(forged, { host: '10.1.1.1', port: 777 }))).toEqual({ host: '10.1.1.1', port: 5060 });
});

test('CSeq numbers stay under 2³¹', () => {
  expect(parseCSeq('2147483647 BYE')).toEqual({ number: 2147483647, method: 'BYE' });
  expect([parseCSeq('2147483648 BYE'), parseCSeq('x BYE'), parseCSeq('1')]).toEqual([undefined, undefined, undefined]);
});

test('the Q.850 cause is found among other reasons', () => {
  const withReason = (value: string) =>
    ({ kind: 'response', status: 486, reason: '', body: '', headers: [{ name: 'reason', value }] }) as const;
  expect(q850CauseOf(withReason('SIP;cause=200;text="a;b", q.850;cause=17;text="User busy"'))).toBe(17);
  expect(q850CauseOf(withReason('Q.850;cause=900'))).toBeUndefined();
});

test('no reader throws on any text', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[a-z<>"\\;:=@,%[\]. ?*0-9]{0,40}$/));
  fc.assert(
    fc.property(text, (value) => {
      for (const read of [parseUri, parseNameAddress, parseVia, parseCSeq, parseParams, unquote]) read(value);
      splitOutside(value, ',');
    }),
    { numRuns: 500 },
  );
});
