import { type Dialog, routed } from './dialog.ts';
import { type Header, headerOf, type SipRequest, type SipResponse } from './message.ts';
import { hostPort } from './uri.ts';

/** Who sends: what goes into Via, Contact and User-Agent. */
export type Sender = { readonly host: string; readonly port: number; readonly userAgent: string };

/** What the INVITE of a new call needs. Addresses are name-addrs without tags. */
export type InviteParts = {
  readonly requestUri: string;
  readonly localUri: string;
  readonly localTag: string;
  readonly remoteUri: string;
  readonly callId: string;
  readonly cseq: number;
  readonly branch: string;
  readonly contact: string;
};

/** Methods we answer with something other than 405. */
export const ALLOW = 'INVITE, ACK, BYE, CANCEL, OPTIONS, UPDATE, PRACK, NOTIFY';

/** Methods that exist, whether we take them or not; others are 501 (RFC 3261 §8.2.1, §21.5.2). */
export const KNOWN_METHODS: ReadonlySet<string> = new Set(
  'INVITE ACK BYE CANCEL OPTIONS UPDATE PRACK NOTIFY REGISTER SUBSCRIBE PUBLISH MESSAGE INFO REFER'.split(' '),
);

/** Value of Via for a request with that branch; `rport` asks for the answer on the same path (RFC 3581 §3). */
export const viaOf = (sender: Sender, branch: string): string =>
  `SIP/2.0/UDP ${hostPort(sender.host, sender.port)};rport;branch=${branch}`;

/** The first request of a call. */
export function inviteRequest(parts: InviteParts, sender: Sender, sdp: string, extra: readonly Header[] = []): SipRequest {
  return {
    kind: 'request',
    method: 'INVITE',
    uri: parts.requestUri,
    headers: [
      { name: 'via', value: viaOf(sender, parts.branch) },
      { name: 'max-forwards', value: '70' },
      { name: 'from', value: `${parts.localUri};tag=${parts.localTag}` },
      { name: 'to', value: parts.remoteUri },
      { name: 'call-id', value: parts.callId },
      { name: 'cseq', value: `${parts.cseq} INVITE` },
      { name: 'contact', value: `<${parts.contact}>` },
      { name: 'user-agent', value: sender.userAgent },
      { name: 'allow', value: ALLOW },
      ...extra,
      ...(sdp === '' ? [] : [{ name: 'content-type', value: 'application/sdp' }]),
    ],
    body: sdp,
  };
}

/** Cancels an INVITE: same URI, branch, From, To, Call-ID, CSeq number and Route (RFC 3261 §9.1). */
export function cancelRequest(invite: SipRequest): SipRequest {
  return { ...sameTransaction(invite, 'CANCEL', headerOf(invite, 'to') ?? ''), body: '' };
}

/** Acknowledges a final response ≥ 300, inside the INVITE's transaction (RFC 3261 §17.1.1.3). */
export function ackOfFailure(invite: SipRequest, response: SipResponse): SipRequest {
  return { ...sameTransaction(invite, 'ACK', headerOf(response, 'to') ?? ''), body: '' };
}

/** A request inside a dialog. `body`: a session description. */
export function dialogRequest(
  dialog: Dialog,
  request: { readonly method: string; readonly cseq: number; readonly branch: string; readonly contact: string },
  sender: Sender,
  extra: readonly Header[] = [],
  body = '',
): SipRequest {
  const { uri, routes } = routed(dialog);
  return {
    kind: 'request',
    method: request.method,
    uri,
    headers: [
      { name: 'via', value: viaOf(sender, request.branch) },
      ...routes,
      { name: 'max-forwards', value: '70' },
      { name: 'from', value: `${dialog.localUri};tag=${dialog.localTag}` },
      { name: 'to', value: dialog.remoteTag === '' ? dialog.remoteUri : `${dialog.remoteUri};tag=${dialog.remoteTag}` },
      { name: 'call-id', value: dialog.callId },
      { name: 'cseq', value: `${request.cseq} ${request.method}` },
      { name: 'contact', value: `<${request.contact}>` },
      { name: 'user-agent', value: sender.userAgent },
      ...extra,
      ...(body === '' ? [] : [{ name: 'content-type', value: 'application/sdp' }]),
    ],
    body,
  };
}

function sameTransaction(invite: SipRequest, method: string, to: string): SipRequest {
  const keep = (name: string) => invite.headers.filter((header) => header.name === name);
  return {
    ...invite,
    method,
    headers: [
      ...keep('via').slice(0, 1),
      ...keep('route'),
      { name: 'max-forwards', value: '70' },
      ...keep('from'),
      { name: 'to', value: to },
      ...keep('call-id'),
      { name: 'cseq', value: (headerOf(invite, 'cseq') ?? '').replace(/\S+$/, method) },
      ...keep('user-agent'),
    ],
  };
}
