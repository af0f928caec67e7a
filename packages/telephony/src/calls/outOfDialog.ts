import type { Trunk } from '../api.ts';
import type { SipRequest, SipResponse } from '../sip/message.ts';
import { dialogRequest } from '../sip/requests.ts';
import { writeUri } from '../sip/uri.ts';
import type { Hop } from '../transport/hop.ts';
import type { Authenticator } from './authorization.ts';
import { type CallEnvironment, contactOn, openFirstWay, serversOf } from './callEnvironment.ts';
import { callerUri, routeOf, trunkUri } from './invitation.ts';

export type OutsideRequest = {
  readonly method: 'OPTIONS' | 'REGISTER';
  readonly trunk: Trunk;
  readonly callId: string;
  readonly localTag: string;
  nextCseq(): number;
  /** Header values beyond the usual, given our Contact. */
  readonly extra: (contact: string) => { readonly name: string; readonly value: string }[];
  readonly auth: Authenticator;
};

/**
 * Sends a request outside of dialogs to the trunk, to its next server when one is silent; a challenge is answered.
 * Undefined when nobody answered. @throws PhoneError `unreachable`, `tlsRefused`, `nameNotFound`
 */
export async function requestOutside(environment: CallEnvironment, request: OutsideRequest): Promise<SipResponse | undefined> {
  const servers = await serversOf(environment, request.trunk);
  const tried = new Set<string>();
  let from = 0;
  for (;;) {
    const { located, index } = await openFirstWay(environment, servers, from);
    const sender = environment.ua.senderAt(located.localHost, located.localPort);
    const build = (branch: string): SipRequest => {
      const parts = { method: request.method, cseq: request.nextCseq(), branch, contact: contactOn(located) };
      const plain = dialogRequest(dialogFor(request), parts, sender, [
        ...routeOf(request.trunk),
        ...request.extra(contactOn(located, request.trunk.callerNumber)),
      ]);
      const headers = request.method === 'REGISTER' ? plain.headers.filter(isNotOwnContact(parts.contact)) : plain.headers;
      return { ...plain, headers: [...headers, ...request.auth.headersFor(plain.method, plain.uri)] };
    };
    const response = await once(environment, build, located.remote);
    if (response !== undefined && request.auth.learn(response, tried) === 'repeat') continue;
    const failed = response === undefined || response.status === 503;
    if (!failed || index + 1 >= servers.length) return response;
    from = index + 1;
  }
}

// A registration's Contact is what it binds; it comes with the extra headers.
const isNotOwnContact = (contact: string) => (header: { readonly name: string; readonly value: string }) =>
  header.name !== 'contact' || header.value !== `<${contact}>`;

function dialogFor({ method, trunk, callId, localTag }: OutsideRequest) {
  const target = writeUri(trunkUri(trunk));
  const own = `<${callerUri(trunk)}>`;
  const remoteUri = method === 'REGISTER' ? own : `<${target}>`;
  return { callId, localTag, remoteTag: '', localUri: own, remoteUri, remoteTarget: target, routeSet: [] };
}

function once(environment: CallEnvironment, build: (branch: string) => SipRequest, to: Hop): Promise<SipResponse | undefined> {
  const branch = environment.ua.newBranch();
  return new Promise((resolve) => {
    environment.ua.request(build(branch), branch, to, {
      onResponse: (response) => {
        if (response.status >= 200) resolve(response);
      },
      onTimeout: () => resolve(undefined),
    });
  });
}
