import type { Address } from '../api.ts';

/** How SIP messages travel (RFC 3261 §18, RFC 5246 for `tls`). */
export type Protocol = 'udp' | 'tcp' | 'tls';

/** How the far end's certificate is checked. */
export type TlsCheck = {
  /** Name that the certificate must bear (RFC 5922 §7.2); the host dialled if absent. */
  readonly serverName?: string;
  /** Certificate authorities in PEM, in place of the system's. */
  readonly ca?: string;
  /** Takes any certificate. */
  readonly allowSelfSigned?: boolean;
};

/** A numeric address and the way to it. Without `protocol`: UDP. */
export type Hop = Address & { readonly protocol?: Protocol; readonly tls?: TlsCheck };

export const protocolOf = (hop: Hop): Protocol => hop.protocol ?? 'udp';

/** Whether lost messages are the transport's business and not ours. */
export const isReliable = (hop: Hop): boolean => protocolOf(hop) !== 'udp';

export const defaultPort = (protocol: Protocol): number => (protocol === 'tls' ? 5061 : 5060);
