import { describe, expect, test } from 'vitest';
import type { SipRequest } from './message.ts';
import { refusalInDialog, refusalOf } from './refusals.ts';

const request = (method: string, headers: Record<string, string> = {}, body = ''): SipRequest => ({
  kind: 'request',
  method,
  uri: 'sip:1022@127.0.0.1',
  headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
  body,
});

describe('a request outside of dialogs', () => {
  test.each([
    ['of another scheme', { ...request('INVITE'), uri: 'nobodyKnows:x' }, 416],
    ['whose URI is none', { ...request('INVITE'), uri: '<sip:a@b>' }, 400],
    ['with an empty part in Via', request('INVITE', { via: 'SIP/2.0/UDP h;;,;,,' }), 400],
    ['with an empty part in Contact', request('INVITE', { contact: '"J" <sip:j@x>;;' }), 400],
    ['that wants what nobody knows', request('OPTIONS', { require: 'timer, magic' }), 420],
    ['with a body that is no session description', request('INVITE', { 'content-type': 'text/plain' }, 'x'), 415],
    ['that takes no session description', request('INVITE', { accept: 'text/html' }), 406],
  ])('%s is refused', (_title, refused, status) => {
    expect(refusalOf(refused)?.status).toBe(status);
  });

  test.each([
    request('INVITE', { contact: '"a;;b" <sip:j@x;lr>;q=1', accept: 'application/isup, application/sdp' }),
    request('INVITE', { accept: '*/*', require: '100rel' }),
    request('OPTIONS', { accept: 'text/html' }),
    request('REGISTER', { require: 'magic' }),
  ])('is asked on otherwise', (taken) => {
    expect(refusalOf(taken)).toBeUndefined();
  });
});

test('inside a dialog unknown wishes are refused, but never an end', () => {
  expect(refusalInDialog(request('INVITE', { require: 'magic' }))?.status).toBe(420);
  expect(refusalInDialog(request('UPDATE', { 'content-type': 'text/plain' }, 'x'))?.status).toBe(415);
  expect(refusalInDialog(request('BYE', { require: 'magic' }))).toBeUndefined();
});
