import type { Phone, PhoneOptions } from './api.ts';
import { MediaPool } from './media/mediaPool.ts';
import { PhoneOfSocket } from './phone.ts';
import { systemClock } from './signalling/clock.ts';
import type { Log } from './signalling/userAgent.ts';
import { openUdpSocket } from './transport/udpSocket.ts';

const quietLog: Log = (level, message, fields) => {
  if (level === 'warn') console.warn(`telephony: ${message}`, fields ?? {});
};

/**
 * Binds the SIP socket and starts the media threads.
 *
 * @example
 * const phone = await createPhone({ bind: { host: '127.0.0.1', port: 0 } });
 * phone.loadClip('hello', alaw);
 * const call = phone.prepare({ trunk, number: '0900000001' });
 * call.on('answered', () => call.play(['hello']));
 * call.start();
 *
 * @throws PhoneError `bindFailed` when the address can't be bound.
 */
export async function createPhone(options: PhoneOptions): Promise<Phone> {
  const log = options.log ?? quietLog;
  const datagrams = await openUdpSocket(options.bind, (error) => log('debug', 'SIP socket', { error: error.message }));
  const media = new MediaPool({
    threads: options.mediaThreads ?? 1,
    audioChunkMs: options.audioChunkMs ?? 100,
    mediaTimeoutMs: options.mediaTimeoutMs ?? 30_000,
    ports: options.rtpPorts ?? { from: 20_000, to: 39_998 },
    log,
  });
  return new PhoneOfSocket({ datagrams, media, clock: systemClock, inboundHosts: options.inboundHosts ?? [], log });
}
