import { lookup, resolveSrv } from 'node:dns/promises';
import type { Resolver } from '../api.ts';

/** Addresses as every program of this machine sees them (hosts file included), SRV from DNS. */
export const systemResolver: Resolver = {
  addresses: async (host) => (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address),
  srv: (name) => resolveSrv(name),
};
