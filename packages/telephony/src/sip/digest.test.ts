import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { authorize, chooseChallenge, type Hash, parseChallenge } from './digest.ts';

const hash: Hash = (algorithm, text) =>
  createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
    .update(text)
    .digest('hex');

function responseOf(header: string): string | undefined {
  return /response="([0-9a-f]+)"/.exec(header)?.[1];
}

const rfc7616 =
  'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';

test.each([
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
])('the %s example of RFC 7616 §3.9.1 comes out', (algorithm, expected) => {
  const challenge = parseChallenge(`Digest ${rfc7616}, algorithm=${algorithm}`);
  if (challenge === undefined) throw new Error('unreadable');
  const use = { method: 'GET', uri: '/dir/index.html', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ', nonceCount: 1 };
  expect(responseOf(authorize(challenge, { username: 'Mufasa', password: 'Circle of Life' }, use, hash))).toBe(expected);
});

test('the example of RFC 2617 §3.5 comes out', () => {
  const challenge = parseChallenge(
    'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"',
  );
  if (challenge === undefined) throw new Error('unreadable');
  const use = { method: 'GET', uri: '/dir/index.html', cnonce: '0a4f113b', nonceCount: 1 };
  const header = authorize(challenge, { username: 'Mufasa', password: 'Circle Of Life' }, use, hash);
  expect(responseOf(header)).toBe('6629fae49393a05397450978507c4ef1');
  expect(header).toContain('opaque="5ccc069c403ebaf9f0171e9517f40e41"');
});

test('without qop the older form is used, without cnonce', () => {
  const challenge = parseChallenge('Digest realm="r", nonce="n"');
  if (challenge === undefined) throw new Error('unreadable');
  const header = authorize(
    challenge,
    { username: 'u', password: 'p' },
    { method: 'INVITE', uri: 'sip:x', cnonce: 'c', nonceCount: 1 },
    hash,
  );
  expect(responseOf(header)).toBe(hash('MD5', `${hash('MD5', 'u:r:p')}:n:${hash('MD5', 'INVITE:sip:x')}`));
  expect(header).not.toContain('cnonce');
});

test('the stronger of two challenges is taken, unknown ones are left', () => {
  const chosen = chooseChallenge([
    'Basic realm="x"',
    'Digest realm="r", nonce="1", algorithm=SHA-512-256',
    'Digest realm="r", nonce="2", algorithm=MD5',
    'Digest realm="a, b", nonce="3", algorithm=SHA-256, stale=TRUE, qop="auth"',
  ]);
  expect(chosen).toEqual({ realm: 'a, b', nonce: '3', algorithm: 'SHA-256', session: false, qopAuth: true, stale: true });
});

test('reading a challenge never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseChallenge(`Digest ${text}`)));
});
