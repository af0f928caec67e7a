import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Codec } from '../api.ts';
import { type MediaWishes, planOf, writeAnswer, writeOffer } from './negotiate.ts';
import { readSdp, type SrtpRule } from './session.ts';
import { KEY_BYTES, type SrtpSuite } from './srtpSuites.ts';

const local = { address: { host: '192.0.2.7', port: 20_000 }, sessionId: 42, version: 1 };
const wishes = (...codecs: Codec[]): MediaWishes => ({ codecs, srtp: 'never', keys: () => '', rtcpMux: false });
const sdp = (...lines: string[]) => ['v=0', 'o=- 1 1 IN IP4 192.0.2.9', 's=-', 't=0 0', ...lines, ''].join('\r\n');

test('our own offer is read back as it was meant', () => {
  expect(readSdp(writeOffer(local, wishes('PCMA', 'PCMU')))).toEqual({
    address: { host: '192.0.2.7', port: 20_000 },
    formats: [
      { codec: 'PCMA', payloadType: 8 },
      { codec: 'PCMU', payloadType: 0 },
    ],
    eventPayloadType: 101,
    direction: 'sendrecv',
    ptimeMs: 20,
    rtcp: { address: { host: '192.0.2.7', port: 20_001 }, mux: false },
    lines: [{ type: 'audio', protocol: 'RTP/AVP', payloads: '8 0 101', audio: true }],
  });
});

test('the first codec of the far end that we speak is taken, with its payload types', () => {
  const remote = readSdp(sdp('c=IN IP4 192.0.2.9', 'm=audio 4000 RTP/AVP 18 0 8 96', 'a=rtpmap:96 telephone-event/8000'));
  expect(remote && planOf(remote, wishes('PCMA', 'PCMU'))).toEqual({
    codec: 'PCMU',
    payloadType: 0,
    eventPayloadType: 96,
    remote: { host: '192.0.2.9', port: 4000 },
    send: true,
    receive: true,
    frameMs: 20,
    rtcp: { address: { host: '192.0.2.9', port: 4001 }, mux: false },
  });
  expect(remote && planOf(remote, wishes('PCMA'))?.codec).toBe('PCMA');
});

test('nothing in common gives no plan', () => {
  const remote = readSdp(sdp('c=IN IP4 192.0.2.9', 'm=audio 4000 RTP/AVP 18 101', 'a=rtpmap:101 telephone-event/8000'));
  expect(remote && planOf(remote, wishes('PCMA', 'PCMU'))).toBeUndefined();
});

test.each([
  [['a=sendonly'], { send: false, receive: true }, 'a=recvonly'],
  [['a=inactive'], { send: false, receive: false }, 'a=inactive'],
  [['a=recvonly'], { send: true, receive: false }, 'a=sendonly'],
  [['c=IN IP4 0.0.0.0'], { send: false, receive: true }, 'a=recvonly'],
])('%j holds as it says, and is mirrored', (lines, directions, mirrored) => {
  const remote = readSdp(sdp('c=IN IP4 192.0.2.9', 'm=audio 4000 RTP/AVP 8', ...lines));
  if (remote === undefined) throw new Error('unreadable');
  const plan = planOf(remote, wishes('PCMA'));
  expect(plan).toMatchObject(directions);
  expect(plan && writeAnswer(local, remote, plan, wishes('PCMA'))).toContain(mirrored);
});

test('an answer has as many media lines as the offer, the others refused', () => {
  const remote = readSdp(
    sdp(
      'c=IN IP4 192.0.2.9',
      'm=video 5000 RTP/AVP 97',
      'm=audio 4000 RTP/AVP 8',
      'm=audio 4002 RTP/SAVP 8',
      'm=image 6000 udptl t38',
    ),
  );
  const plan = remote && planOf(remote, wishes('PCMA'));
  if (remote === undefined || plan === undefined) throw new Error('unreadable');
  expect(writeAnswer(local, remote, plan, wishes('PCMA')).match(/^m=.*$/gm)).toEqual([
    'm=video 0 RTP/AVP 97',
    'm=audio 20000 RTP/AVP 8',
    'm=audio 0 RTP/SAVP 8',
    'm=image 0 udptl t38',
  ]);
});

test('no audio, no address, port 0 or no SDP at all is undefined', () => {
  const texts = ['', 'v=0', sdp('m=audio 4000 RTP/AVP 8'), sdp('c=IN IP4 1.2.3.4', 'm=audio 0 RTP/AVP 8'), 'hello', '<xml/>'];
  expect(texts.map((text) => readSdp(text))).toEqual(texts.map(() => undefined));
});

test('reading never throws and offers only what can be used', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom('m=audio 1 RTP/AVP 8', 'c=IN IP4 1.1.1.1', 'a=rtpmap:8 PCMA/8000', 'm=audio x y z', 'a=fmtp:1', 'a=sendonly'),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const media = readSdp(sdp(...lines));
      if (media !== undefined) expect(media.address.port).toBeGreaterThan(0);
    }),
  );
});

describe('packet length', () => {
  test.each([
    [[], 20],
    [['a=ptime:30'], 30],
    [['a=ptime:10'], 10],
    [['a=ptime:40', 'a=maxptime:25'], 20],
    [['a=maxptime:10'], 10],
    [['a=ptime:200'], 60],
    [['a=ptime:5'], 10],
    [['a=ptime:0'], 20],
    [['a=ptime:x'], 20],
  ])('%j means we send %i ms', (lines, frameMs) => {
    const remote = readSdp(sdp('c=IN IP4 192.0.2.9', 'm=audio 4000 RTP/AVP 8', ...lines));
    expect(remote && planOf(remote, wishes('PCMA'))?.frameMs).toBe(frameMs);
  });

  test('a trunk that wants another length asks for it, and sends it unless the far end asks', () => {
    const wanted = { ...wishes('PCMA'), ptimeMs: 30 };
    expect(writeOffer(local, wanted)).toContain('a=ptime:30\r\n');
    const remote = readSdp(sdp('c=IN IP4 192.0.2.9', 'm=audio 4000 RTP/AVP 8'));
    expect(remote && planOf(remote, wanted)?.frameMs).toBe(30);
  });
});

describe('reports', () => {
  test('their address may be stated, and their port shared', () => {
    const remote = readSdp(sdp('c=IN IP4 192.0.2.9', 'm=audio 4000 RTP/AVP 8', 'a=rtcp:5003 IN IP4 192.0.2.8', 'a=rtcp-mux'));
    expect(remote?.rtcp).toEqual({ address: { host: '192.0.2.8', port: 5003 }, mux: true });
    const plan = remote && planOf(remote, wishes('PCMA'));
    expect(remote && plan && writeAnswer(local, remote, plan, wishes('PCMA'))).toContain('a=rtcp-mux\r\n');
    expect(writeOffer(local, { ...wishes('PCMA'), rtcpMux: true })).toContain('a=rtcp-mux\r\n');
    expect(writeOffer(local, wishes('PCMA'))).not.toContain('rtcp-mux');
  });
});

describe('protected audio', () => {
  const keys = (suite: SrtpSuite) => Buffer.alloc(KEY_BYTES[suite], suite.length).toString('base64');
  const secure = (srtp: SrtpRule): MediaWishes => ({ ...wishes('PCMA'), srtp, keys });
  const theirKey = Buffer.alloc(30, 9).toString('base64');
  const line = `a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:${theirKey}|2^31`;
  const offer = sdp('c=IN IP4 192.0.2.9', 'm=audio 4000 RTP/AVP 8', 'm=audio 4002 RTP/SAVP 8', line);

  test('what one side offers the other takes, each with its own key', () => {
    const text = writeOffer(local, secure('required'));
    expect(text).toContain('RTP/SAVP 8 101');
    const read = readSdp(text, 'accepted');
    const plan = read && planOf(read, secure('accepted'));
    expect(plan?.srtp).toMatchObject({ tag: 1, suite: 'AEAD_AES_128_GCM', receiveKey: keys('AEAD_AES_128_GCM') });
    const answer = read && plan && readSdp(writeAnswer(local, read, plan, secure('accepted')), 'required');
    expect(answer && planOf(answer, secure('required'))?.srtp?.suite).toBe('AEAD_AES_128_GCM');
  });

  test('where it may be it is preferred, where it may not it is passed over, where it must plain is refused', () => {
    const taken = readSdp(offer, 'accepted');
    const plan = taken && planOf(taken, secure('accepted'));
    expect(plan).toMatchObject({ remote: { port: 4002 }, srtp: { tag: 3, receiveKey: theirKey } });
    expect(taken && plan && writeAnswer(local, taken, plan, secure('accepted'))).toMatch(
      /m=audio 0 RTP\/AVP 8\r\nm=audio 20000 RTP\/SAVP 8\r\n[\s\S]*a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:/,
    );
    expect(readSdp(offer, 'never')?.address.port).toBe(4000);
    expect(readSdp(sdp('c=IN IP4 192.0.2.9', 'm=audio 4000 RTP/AVP 8'), 'required')).toBeUndefined();
  });

  test.each([
    'a=crypto:1 AES_CM_128_HMAC_SHA1_32 inline:xxxx',
    'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:dG9vc2hvcnQ=',
    `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${theirKey}|2^20|1:4`,
    `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${theirKey} UNENCRYPTED_SRTP`,
    'a=crypto:1 AEAD_AES_128_GCM',
  ])('%s is not taken', (crypto) => {
    expect(readSdp(sdp('c=IN IP4 192.0.2.9', 'm=audio 4000 RTP/SAVP 8', crypto), 'accepted')).toBeUndefined();
  });
});
