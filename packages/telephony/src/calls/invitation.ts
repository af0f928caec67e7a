import type { CallIdentifiers, DialOptions, Trunk } from '../api.ts';
import type { Header, SipRequest } from '../sip/message.ts';
import { writeNameAddress } from '../sip/nameAddress.ts';
import { inviteRequest, type Sender } from '../sip/requests.ts';
import { askForTimer, MIN_SE_S } from '../sip/sessionExpires.ts';
import { hostPort, parseUri, writeUri } from '../sip/uri.ts';
import type { CallEnvironment } from './callEnvironment.ts';

/** The first INVITE of a call: who it is from, whom it is for, and what we can do. */

const DEFAULT_SESSION_S = 1800;

/** Seconds of Session-Expires to ask for; 0: no session timer. */
export function sessionIntervalOf({ sessionExpiresS = DEFAULT_SESSION_S }: Trunk): number {
  return sessionExpiresS === 0 ? 0 : Math.max(MIN_SE_S, sessionExpiresS);
}

/** What is known of a call before it starts. */
export function firstIdentifiers(environment: CallEnvironment, { trunk, number }: DialOptions): CallIdentifiers {
  const requestUri = writeUri({ ...trunkUri(trunk), user: number });
  const params = new Map<string, string>();
  const display = trunk.displayName === undefined ? {} : { displayName: trunk.displayName };
  return {
    callId: environment.token(),
    localTag: environment.token(),
    localUri: writeNameAddress({ ...display, uri: callerUri(trunk), params }),
    remoteUri: writeNameAddress({ uri: requestUri, params }),
    requestUri,
    routeSet: [],
    cseq: 1,
    branch: environment.ua.newBranch(),
    proxy: trunk.outboundProxy ?? trunk.proxy,
    ...(trunk.transport === undefined || trunk.transport === 'udp' ? {} : { transport: trunk.transport }),
    ...(trunk.tls === undefined ? {} : { tls: trunk.tls }),
  };
}

export type InvitationParts = {
  readonly identifiers: CallIdentifiers;
  readonly contact: string;
  readonly trunk: Trunk;
  readonly sessionIntervalS: number;
};

export function firstInvite(
  { identifiers, contact, trunk, sessionIntervalS }: InvitationParts,
  sender: Sender,
  sdp: string,
  credentials: readonly Header[],
): SipRequest {
  const extra = [
    { name: 'supported', value: sessionIntervalS === 0 ? '100rel' : '100rel, timer' },
    ...(sessionIntervalS === 0 ? [] : askForTimer(sessionIntervalS, undefined)),
    ...routeOf(trunk),
    ...identityOf(trunk),
    ...credentials,
  ];
  return inviteRequest({ ...identifiers, contact }, sender, sdp, extra);
}

/** The Route that an outbound proxy is due (RFC 3261 §8.1.2). */
export function routeOf({ outboundProxy, transport = 'udp' }: Trunk): Header[] {
  if (outboundProxy === undefined) return [];
  const port = outboundProxy.port === 0 ? undefined : outboundProxy.port;
  const way = transport === 'udp' ? '' : `;transport=${transport}`;
  return [{ name: 'route', value: `<sip:${hostPort(outboundProxy.host, port)}${way};lr>` }];
}

// RFC 3325 §9.1, §9.3.
function identityOf(trunk: Trunk): Header[] {
  const { assertedIdentity, privacy } = trunk;
  const headers: Header[] = [];
  if (assertedIdentity !== undefined) {
    const uri =
      parseUri(assertedIdentity) === undefined ? writeUri({ ...trunkUri(trunk), user: assertedIdentity }) : assertedIdentity;
    headers.push({ name: 'p-asserted-identity', value: `<${uri}>` });
  }
  if (privacy !== undefined) headers.push({ name: 'privacy', value: privacy });
  return headers;
}

/** Our own address of record at the trunk. */
export function callerUri(trunk: Trunk): string {
  return writeUri({ scheme: 'sip', user: trunk.callerNumber, host: trunk.domain ?? trunk.proxy.host, params: new Map() });
}

/** The trunk's own URI; its port is named only where there is no domain to hide it. */
export function trunkUri(trunk: Trunk): Parameters<typeof writeUri>[0] {
  const { transport = 'udp', proxy } = trunk;
  const params = new Map(transport === 'udp' ? [] : [['transport', transport] as const]);
  if (trunk.domain !== undefined) return { scheme: 'sip', host: trunk.domain, params };
  const port = proxy.port === 0 || (proxy.port === 5060 && transport !== 'tls') ? {} : { port: proxy.port };
  return { scheme: 'sip', host: proxy.host, ...port, params };
}
