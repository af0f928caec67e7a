import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Framer } from './framing.ts';

const message = (body: string, method = 'OPTIONS') =>
  Buffer.from(`${method} sip:a@b SIP/2.0\r\nCall-ID: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);

const texts = (messages: readonly Buffer[]) => messages.map((one) => one.toString());

describe('a stream of messages', () => {
  test('comes out whole, however it was cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { maxLength: 6 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 90 })),
        (bodies, cuts) => {
          const sent = bodies.map((body) => message(body));
          const stream = Buffer.concat(sent);
          const framer = new Framer(65_536);
          const got: string[] = [];
          for (let at = 0; at < stream.length; ) {
            const length = cuts.next().value;
            const { messages, fault } = framer.take(stream.subarray(at, at + length));
            expect(fault).toBeUndefined();
            got.push(...texts(messages));
            at += length;
          }
          expect(got).toEqual(texts(sent));
        },
      ),
    );
  });

  test('may have empty lines between them; two are a keep-alive, in one piece or several', () => {
    const framer = new Framer(1000);
    expect(framer.take(Buffer.from('\r\n\r\n'))).toMatchObject({ messages: [], pings: 1 });
    expect(framer.take(Buffer.from('\r\n\r'))).toMatchObject({ pings: 0 });
    const { messages, pings } = framer.take(Buffer.concat([Buffer.from('\n'), message('a'), Buffer.from('\r\n')]));
    expect([texts(messages).length, pings]).toEqual([1, 1]);
  });

  test('may name its length in the compact form', () => {
    const { messages } = new Framer(1000).take(Buffer.from('BYE sip:a SIP/2.0\r\nl : 2\r\n\r\nabBYE'));
    expect(texts(messages)).toEqual(['BYE sip:a SIP/2.0\r\nl : 2\r\n\r\nab']);
  });
});

describe('a stream is given up', () => {
  test.each([
    ['without Content-Length', 'BYE sip:a SIP/2.0\r\nCall-ID: x\r\n\r\n', 'noContentLength'],
    ['with two of them', 'BYE sip:a SIP/2.0\r\nContent-Length: 0\r\nl: 5\r\n\r\n', 'noContentLength'],
    ['with a negative one', 'BYE sip:a SIP/2.0\r\nContent-Length: -1\r\n\r\n', 'noContentLength'],
    ['when it is not SIP', 'GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n', 'notSip'],
    ['when a message would be too long', 'BYE sip:a SIP/2.0\r\nContent-Length: 99999\r\n\r\n', 'tooLong'],
    ['when a head never ends', 'x'.repeat(1100), 'tooLong'],
  ])('%s', (_title, text, fault) => {
    const framer = new Framer(1000);
    expect(framer.take(Buffer.from(text)).fault).toBe(fault);
    expect(framer.take(message('late'))).toEqual({ messages: [], pings: 0 });
  });

  test('whatever bytes come, nothing is thrown and no more than the limit is held', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 }), (chunks) => {
        const framer = new Framer(500);
        for (const chunk of chunks) framer.take(Buffer.from(chunk));
      }),
    );
  });
});
