import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { createPhone, type Phone } from './index.ts';

/** What strangers send to a phone that listens on a real socket. */

let phone: Phone | undefined;
afterEach(async () => {
  await phone?.close();
});

const INVITE =
  'INVITE sip:00441@h SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bKs\r\nFrom: <sip:s@s>;tag=1\r\nTo: <sip:1@h>\r\nCall-ID: s\r\nCSeq: 1 INVITE\r\n\r\n';

async function stranger(): Promise<{ send(text: string | Uint8Array): void; heard: string[]; close(): void }> {
  const socket = createSocket('udp4');
  const heard: string[] = [];
  socket.on('message', (datagram) => heard.push(datagram.toString()));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const port = phone?.address.port ?? 0;
  return { send: (text) => socket.send(text, port, '127.0.0.1'), heard, close: () => socket.close() };
}

test('scanners get nothing back, and random datagrams do not stop the phone', async () => {
  const warnings: string[] = [];
  phone = await createPhone({
    bind: { host: '127.0.0.1', port: 0 },
    log: (level, message) => {
      if (level === 'warn') warnings.push(message);
    },
  });
  const scanner = await stranger();
  for (const method of ['INVITE', 'OPTIONS', 'REGISTER', 'CANCEL']) scanner.send(INVITE.replaceAll('INVITE', method));
  scanner.send(INVITE.replace('<sip:1@h>', '<sip:1@h>;tag=2'));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 1400 }), (bytes) => scanner.send(bytes)),
    { numRuns: 300 },
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(scanner.heard).toEqual([]);
  expect(warnings).toEqual([]);
  // Of 305 datagrams in a second or two a stranger's first 50 a second were read at all.
  expect(phone.counters.overRate).toBeGreaterThan(100);
  expect(phone.counters.strangers).toBe(5);
  await new Promise((resolve) => setTimeout(resolve, 1_050));
  scanner.send(INVITE.replaceAll('INVITE', 'BYE').replace('<sip:1@h>', '<sip:1@h>;tag=2'));
  for (const malformed of [INVITE.replace('SIP/2.0\r', 'SIP/7.0\r'), INVITE.replace('CSeq: 1 INVITE', 'CSeq: 1 BYE')])
    scanner.send(malformed);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(scanner.heard).toEqual([]);
  expect(phone.counters.strangers).toBe(6);
  scanner.close();
});
