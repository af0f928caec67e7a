import { lookup as resolve } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** Addresses that are not of the public internet (IANA special-purpose registries, RFC 6890 and its updates). */
const special = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  special.addSubnet(network, bits, 'ipv6');

/** True for an address that anybody on the internet could reach. IPv4 inside IPv6 (`::ffff:…`) is judged as the IPv4 it is. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isPublicAddress(mapped);
  const family = isIP(address);
  if (family === 0) return false;
  if (family === 6 && /^::ffff:/i.test(address)) return false;
  return !special.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

export type Target = { readonly address: string; readonly family: 4 | 6 };

/**
 * The address that `host` is to be reached at: connect to this very address, because a second look-up might say something else. Null when
 * any of its addresses is not public and the host is not among `privateHosts`, or when it has none.
 */
export async function targetOf(host: string, privateHosts: readonly string[]): Promise<Target | null> {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const found = isIP(name) > 0 ? [{ address: name, family: isIP(name) }] : await addressesOf(name);
  const [first] = found;
  const family = first?.family === 6 ? 6 : 4;
  if (!first) return null;
  if (!privateHosts.includes(name) && !found.every(({ address }) => isPublicAddress(address))) return null;
  return { address: first.address, family };
}

async function addressesOf(name: string): Promise<{ address: string; family: number }[]> {
  try {
    return await resolve(name, { all: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
