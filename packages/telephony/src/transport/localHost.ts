import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * The address under which we can be reached from `remoteHost` (numeric): the bound one, or, when that is a wildcard, the interface that
 * shares a network with the far end, else the first that isn't loopback.
 */
export function localHostTowards(boundHost: string, remoteHost: string): string {
  if (boundHost !== '0.0.0.0' && boundHost !== '::') return boundHost;
  const family = isIPv6(remoteHost) ? 'IPv6' : 'IPv4';
  const ours = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const usable = ours.filter((entry) => entry.family === family);
  const near = family === 'IPv4' ? usable.find((entry) => sameNetwork(entry.address, remoteHost, entry.netmask)) : undefined;
  const chosen = near ?? usable.find((entry) => !entry.internal) ?? usable[0];
  return chosen?.address ?? (family === 'IPv6' ? '::1' : '127.0.0.1');
}

function sameNetwork(a: string, b: string, mask: string): boolean {
  return (toBits(a) & toBits(mask)) === (toBits(b) & toBits(mask));
}

function toBits(address: string): number {
  return address.split('.').reduce((bits, part) => (bits << 8) | Number(part), 0);
}
