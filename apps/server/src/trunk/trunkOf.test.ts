import { describe, expect, it } from 'vitest';
import { trunkSchema } from './trunkConfig.ts';
import { trunkOf } from './trunkOf.ts';

const least = { host: 'sip.example.vn', callerNumber: '0936036115' };
const trunk = (more: object = {}) => trunkOf(trunkSchema.parse({ ...least, ...more }), (file) => `PEM of ${file}`);

describe('the trunk of the settings', () => {
  it('is UDP on port 5060 unless told otherwise', () => {
    expect(trunk()).toEqual({
      name: 'trunk',
      proxy: { host: 'sip.example.vn', port: 5060 },
      transport: 'udp',
      callerNumber: '0936036115',
      rtpSource: 'sameAddress',
    });
  });

  it('is on port 5061 over TLS, and looked up by SRV when the port is 0', () => {
    expect(trunk({ transport: 'tls' }).proxy.port).toBe(5061);
    expect(trunk({ port: 0 }).proxy.port).toBe(0);
  });

  it('takes the authority from its file', () => {
    expect(trunk({ transport: 'tls', tls: { caFile: 'ca.pem' }, srtp: 'required' })).toMatchObject({
      tls: { ca: 'PEM of ca.pem', allowSelfSigned: false },
      srtp: 'required',
    });
  });

  it('passes everything else on', () => {
    const more = {
      domain: 'd.vn',
      outboundProxy: { host: 'p.vn', port: 5080 },
      assertedIdentity: '0237',
      privacy: 'id',
      ptimeMs: 30,
    };
    expect(trunk({ ...more, codecs: ['PCMU'], symmetricRtp: true })).toMatchObject({
      ...more,
      codecs: ['PCMU'],
      symmetricRtp: true,
    });
    expect(trunk({ username: 'u', password: 'p' }).credentials).toEqual({ username: 'u', password: 'p' });
  });

  it.each([
    [{ srtp: 'required' }, 'srtp'],
    [{ username: 'u' }, 'password'],
    [{ transport: 'sctp' }, 'transport'],
    [{ ptimeMs: 25 }, 'ptimeMs'],
    [{ tls: { allowSelfsigned: true } }, 'tls'],
  ])('is refused with the field named: %j', (more, field) => {
    const parsed = trunkSchema.safeParse({ ...least, ...more });
    expect(parsed.error?.issues[0]?.path[0]).toBe(field);
  });
});
