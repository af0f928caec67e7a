import type { SocketOptions } from 'node:dgram';
import { lookup } from 'node:dns';
import { isIP } from 'node:net';

/** Numeric addresses need no look-up, and nearly all are: a datagram then leaves in the same turn. Names are asked of the system. */
export const quickLookup: NonNullable<SocketOptions['lookup']> = (host, options, done) => {
  const family = isIP(host);
  if (family === 0) lookup(host, options, done);
  else done(null, host, family);
};
