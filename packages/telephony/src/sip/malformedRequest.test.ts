import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMalformed } from './malformedRequest.ts';
import { headersOf } from './message.ts';
import { responseTo } from './responses.ts';
import { writeMessage } from './writeMessage.ts';

const request = (startLine: string, ...lines: string[]) =>
  Buffer.from(
    [startLine, 'Via: SIP/2.0/UDP h:5060;branch=z9hG4bK1, SIP/2.0/UDP g', 'v: SIP/2.0/UDP f', ...lines, '', ''].join('\r\n'),
  );

describe('a request that can not be taken', () => {
  test.each([
    ['INVITE sip:a@b SIP/2.0', 400],
    ['INVITE sip:a@b; lr SIP/2.0', 400],
    ['INVITE  sip:a@b  SIP/2.0 ', 400],
    ['OPTIONS sip:a@b SIP/7.0', 505],
    ['NEWMETHOD sip:a@b SIP/2.0', 501],
  ])('%s is worth %i', (startLine, status) => {
    expect(readMalformed(request(startLine))?.status).toBe(status);
  });

  test.each([
    ['a response', 'SIP/2.0 4294967301 better not break the receiver'],
    ['an ACK', 'ACK sip:a@b SIP/2.0'],
    ['what is no SIP', 'GET / HTTP/1.1'],
  ])('%s is answered by nothing', (_title, startLine) => {
    expect(readMalformed(request(startLine, 'CSeq: x'))).toBeUndefined();
  });

  test('without a Via nobody knows where an answer would go', () => {
    expect(readMalformed(Buffer.from('INVITE sip:a@b SIP/2.0\r\nCSeq: 1 INVITE\r\n\r\n'))).toBeUndefined();
  });

  test('gives back what an answer repeats: all of Via, the first of what may stand once, and nothing else', () => {
    const found = readMalformed(
      request(
        'INVITE sip:a@b SIP/2.0',
        'no header',
        'f: <sip:1@x>;tag=1',
        'From: <sip:2@x>;tag=2',
        'Subject: x',
        'CSeq: 9999999999',
        ' INVITE',
      ),
    )?.request;
    expect(found?.headers).toEqual([
      { name: 'via', value: 'SIP/2.0/UDP h:5060;branch=z9hG4bK1, SIP/2.0/UDP g' },
      { name: 'via', value: 'SIP/2.0/UDP f' },
      { name: 'from', value: '<sip:1@x>;tag=1' },
      { name: 'cseq', value: '9999999999 INVITE' },
    ]);
  });

  test('whatever it holds, its refusal is one message with the headers of one', () => {
    const line = fc.string({ unit: 'binary', maxLength: 20 });
    const named = fc.tuple(fc.constantFrom('Via', 'To', 'From', 'Call-ID', 'CSeq', 'x'), line).map((parts) => parts.join(':'));
    fc.assert(
      fc.property(fc.array(fc.oneof(line, named), { maxLength: 6 }), (lines) => {
        const found = readMalformed(request('INVITE sip:a@b SIP/2.0', ...lines));
        if (found === undefined) return;
        const head = writeMessage(responseTo(found.request, found.status, { toTag: 't' })).toString();
        expect(head.split('\r\n\r\n').length).toBe(2);
        expect(headersOf(found.request, 'via').length).toBeGreaterThan(0);
        for (const name of ['To', 'From', 'Call-ID', 'CSeq'])
          expect(head.match(new RegExp(`\r\n${name}: `, 'g'))?.length ?? 0).toBeLessThan(2);
      }),
    );
  });
});
