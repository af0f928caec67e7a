import { isIP } from 'node:net';
import type { Resolver, SrvRecord } from '../api.ts';
import { PhoneError } from '../phoneError.ts';
import { defaultPort, type Hop, type Protocol, type TlsCheck } from './hop.ts';

export type Destination = {
  /** Name or numeric address. */
  readonly host: string;
  /** 0: found by SRV, else the default. */
  readonly port: number;
  readonly protocol: Protocol;
  readonly tls?: TlsCheck;
};

const services: Readonly<Record<Protocol, string>> = { udp: '_sip._udp.', tcp: '_sip._tcp.', tls: '_sips._tcp.' };
/** Servers of one trunk that are tried at all. */
const MOST_HOPS = 8;

/**
 * The servers of a destination, best first (RFC 3263 §4.2): a numeric address as it is; a name with a port by its addresses; a name
 * without by SRV, and by its addresses on the default port when there is no SRV. `random`: 0 ≤ x < 1, spreads load by weight.
 * @throws PhoneError `nameNotFound`
 */
export async function locateHops(to: Destination, resolver: Resolver, random: () => number): Promise<Hop[]> {
  if (isIP(to.host) !== 0) return [hopAt(to, to.host, to.port || defaultPort(to.protocol))];
  const records = to.port === 0 ? await resolver.srv(services[to.protocol] + to.host).catch(() => []) : [];
  const targets =
    records.length === 0
      ? [{ name: to.host, port: to.port || defaultPort(to.protocol) }]
      : inOrder(records, random).filter(({ name }) => name !== '' && name !== '.');
  const hops: Hop[] = [];
  for (const { name, port } of targets) {
    if (hops.length >= MOST_HOPS) break;
    const addresses = await resolver.addresses(name).catch(() => []);
    hops.push(...addresses.map((host) => hopAt(to, host, port)));
  }
  if (hops.length === 0) throw new PhoneError('nameNotFound', `no address is known for ${to.host}`);
  return hops.slice(0, MOST_HOPS);
}

function hopAt({ protocol, tls }: Destination, host: string, port: number): Hop {
  const way = protocol === 'udp' ? {} : { protocol };
  return { host, port, ...way, ...(protocol === 'tls' && tls !== undefined ? { tls } : {}) };
}

/** Lowest priority first; within one, drawn by weight (RFC 2782). */
export function inOrder(records: readonly SrvRecord[], random: () => number): SrvRecord[] {
  const rest = [...records].sort((a, b) => a.priority - b.priority || a.weight - b.weight);
  const ordered: SrvRecord[] = [];
  while (rest.length > 0) {
    const group = rest.filter(({ priority }) => priority === rest[0]?.priority);
    const total = group.reduce((sum, { weight }) => sum + weight, 0);
    let left = Math.floor(random() * (total + 1));
    const drawn =
      group.find(({ weight }) => {
        left -= weight;
        return left <= 0;
      }) ?? group[0];
    if (drawn === undefined) break;
    ordered.push(drawn);
    rest.splice(rest.indexOf(drawn), 1);
  }
  return ordered;
}
