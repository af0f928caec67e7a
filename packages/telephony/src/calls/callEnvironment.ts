import type { Trunk } from '../api.ts';
import type { MediaStream, MediaUser } from '../media/mediaPool.ts';
import type { StreamPlan } from '../media/messages.ts';
import { PhoneError } from '../phoneError.ts';
import type { Clock } from '../signalling/clock.ts';
import type { Log, UserAgent } from '../signalling/userAgent.ts';
import type { Hash } from '../sip/digest.ts';
import { type Hop, isReliable, protocolOf } from '../transport/hop.ts';
import type { Destination } from '../transport/locateHops.ts';

/** What a call needs of its phone. Tests give a virtual network, clock and media in place of the real ones. */
export type CallEnvironment = {
  readonly ua: UserAgent;
  readonly clock: Clock;
  readonly token: () => string;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly hash: Hash;
  readonly log: Log;
  /** Binds an RTP socket; undefined when no port is free. `first`: the plan it starts with, if that is known. */
  openMedia(host: string, user: MediaUser, first?: StreamPlan): Promise<MediaStream | undefined>;
  /** Servers of a destination, best first. @throws PhoneError `nameNotFound` */
  locateHops(to: Destination): Promise<Hop[]>;
  /** Our own address as that far end sees it; differs from the bound one when that is a wildcard. */
  localHostTowards(remoteHost: string): string;
};

/** A way that can be used: its far end, and our side of it. */
export type Located = { readonly localHost: string; readonly localPort: number; readonly remote: Hop };

/** The servers of a trunk, best first. @throws PhoneError `nameNotFound` */
export function serversOf(environment: CallEnvironment, trunk: Trunk): Promise<Hop[]> {
  const { host, port } = trunk.outboundProxy ?? trunk.proxy;
  const serverName = trunk.tls?.serverName ?? trunk.domain ?? host;
  const named = /^[\d.]+$|:/.test(serverName) ? {} : { serverName };
  return environment.locateHops({ host, port, protocol: trunk.transport ?? 'udp', tls: { ...trunk.tls, ...named } });
}

/** Opens the way to one server. @throws PhoneError `unreachable`, `tlsRefused` */
export async function openWay(environment: CallEnvironment, remote: Hop): Promise<Located> {
  environment.ua.trust(remote);
  const localHost = environment.localHostTowards(remote.host);
  const { datagrams } = environment.ua.options;
  if (!isReliable(remote)) return { localHost, localPort: datagrams.address.port, remote };
  if (datagrams.reach === undefined) throw new PhoneError('unreachable', `this phone speaks no ${protocolOf(remote)}`);
  return { localHost, localPort: await datagrams.reach(remote), remote };
}

/** Opens the way to the first server that takes us, starting with the one numbered `from`. @throws PhoneError of the last one */
export async function openFirstWay(
  environment: CallEnvironment,
  hops: readonly Hop[],
  from = 0,
): Promise<{ located: Located; index: number }> {
  let failure: unknown = new PhoneError('unreachable', 'no server is left to try');
  for (let index = from; index < hops.length; index++) {
    const hop = hops[index];
    if (hop === undefined) break;
    try {
      return { located: await openWay(environment, hop), index };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Our Contact on that way. `user`: the number others may call. */
export function contactOn({ localHost, localPort, remote }: Located, user = ''): string {
  const host = localHost.includes(':') ? `[${localHost}]` : localHost;
  const transport = isReliable(remote) ? `;transport=${protocolOf(remote)}` : '';
  return `sip:${user === '' ? '' : `${user}@`}${host}:${localPort}${transport}`;
}
