import type { Address } from '../api.ts';
import type { MediaStream, MediaUser } from '../media/mediaPool.ts';
import type { Clock } from '../signalling/clock.ts';
import type { Log, UserAgent } from '../signalling/userAgent.ts';
import type { Hash } from '../sip/digest.ts';

/** What a call needs of its phone. Tests give a virtual network, clock and media in place of the real ones. */
export type CallEnvironment = {
  readonly ua: UserAgent;
  readonly clock: Clock;
  readonly token: () => string;
  readonly hash: Hash;
  readonly log: Log;
  /** Binds an RTP socket; undefined when no port is free. */
  openMedia(host: string, user: MediaUser): Promise<MediaStream | undefined>;
  /** Numeric address of a host name. */
  resolve(host: string): Promise<string>;
  /** Our own address as that far end sees it; differs from the bound one when that is a wildcard. */
  localHostTowards(remoteHost: string): string;
};

export type Located = { readonly localHost: string; readonly remote: Address };

/** Resolves both ends of the way to `remote`. */
export async function locate(environment: CallEnvironment, remote: Address): Promise<Located> {
  const host = await environment.resolve(remote.host);
  return { localHost: environment.localHostTowards(host), remote: { host, port: remote.port } };
}
