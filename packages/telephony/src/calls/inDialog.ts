import type { UserAgent } from '../signalling/userAgent.ts';
import { type Dialog, nextHop } from '../sip/dialog.ts';
import type { Header, SipRequest, SipResponse } from '../sip/message.ts';
import { dialogRequest, type Sender } from '../sip/requests.ts';
import { type Hop, isReliable, protocolOf } from '../transport/hop.ts';
import type { Authenticator } from './authorization.ts';

/** A dialog, and all it takes to send a request in it. */
export type DialogSide = {
  readonly ua: UserAgent;
  readonly sender: Sender;
  readonly contact: string;
  readonly auth: Authenticator;
  readonly dialog: Dialog;
  /** The way that the call's first request took. */
  readonly way: Hop | undefined;
  nextCseq(): number;
};

export type InDialogRequest = { readonly method: string; readonly extra?: readonly Header[]; readonly body?: string };

/**
 * Where a request inside the dialog goes (RFC 3261 §12.2.1.1): to the first route, else to the far end's Contact. A call set up over
 * TCP or TLS stays there, on the connection it has (RFC 5923), whatever its Contact forgot to say.
 */
export function hopOfDialog(dialog: Dialog, way: Hop | undefined): Hop | undefined {
  const next = nextHop(dialog);
  if (way === undefined || !isReliable(way)) return next ?? way;
  if (next === undefined || protocolOf(next) !== protocolOf(way) || next.host === way.host) return way;
  return way.tls === undefined ? next : { ...next, tls: way.tls };
}

/**
 * Sends a request in the dialog; a challenge is answered. `onFinal` hears the final response, or undefined when none came; for an INVITE
 * every repetition of its 2xx as well.
 */
export function requestInDialog(
  side: DialogSide,
  request: InDialogRequest,
  onFinal: (response: SipResponse | undefined, sent: SipRequest) => void,
  tried = new Set<string>(),
): void {
  const { ua, sender, contact, auth, dialog } = side;
  const to = hopOfDialog(dialog, side.way);
  const branch = ua.newBranch();
  const parts = { method: request.method, cseq: side.nextCseq(), branch, contact };
  const plain = dialogRequest(dialog, parts, sender, request.extra, request.body);
  const sent = { ...plain, headers: [...plain.headers, ...auth.headersFor(plain.method, plain.uri)] };
  if (to === undefined) {
    onFinal(undefined, sent);
    return;
  }
  ua.request(sent, branch, to, {
    onResponse: (response) => {
      if (response.status < 200) return;
      if (auth.learn(response, tried) === 'repeat') requestInDialog(side, request, onFinal, tried);
      else onFinal(response, sent);
    },
    onTimeout: () => onFinal(undefined, sent),
  });
}
