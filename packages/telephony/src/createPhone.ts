import type { Phone, PhoneOptions } from './api.ts';
import { MediaPool } from './media/mediaPool.ts';
import { PhoneOfSocket } from './phone.ts';
import { systemClock } from './signalling/clock.ts';
import { DEFAULT_LIMITS } from './signalling/limits.ts';
import type { Log } from './signalling/userAgent.ts';
import { allTransports } from './transport/allTransports.ts';
import { Streams } from './transport/streams.ts';
import { openUdpSocket } from './transport/udpSocket.ts';

const DEFAULT_KEEP_ALIVE_MS = 25_000;
/** A stream that carries nothing, not even a keep-alive, for so long is closed. */
const STREAM_IDLE_MS = 600_000;

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
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const udp = await openUdpSocket(options.bind, (error) => log('debug', 'SIP socket', { error: error.message }));
  let phone: PhoneOfSocket | undefined;
  const streams = new Streams({
    localHost: udp.address.host,
    messageBytes: limits.messageBytes,
    connections: limits.connections,
    connectTimeoutMs: options.connectTimeoutMs ?? 4_000,
    idleMs: STREAM_IDLE_MS,
    keepAliveMs: options.keepAliveMs ?? DEFAULT_KEEP_ALIVE_MS,
    admits: (host) => phone?.knows(host) ?? false,
    onEvent: (event, from) => {
      phone?.countStream(event);
      log('debug', 'SIP stream', { event, from });
    },
  });
  const datagrams = allTransports(udp, streams);
  try {
    if (options.tcp === true) await streams.listen(udp.address.port);
    if (options.tls !== undefined) await streams.listen(options.tls.port, options.tls);
  } catch (error) {
    await datagrams.close();
    throw error;
  }
  const media = new MediaPool({
    threads: options.mediaThreads ?? 1,
    audioChunkMs: options.audioChunkMs ?? 100,
    nativeSockets: options.nativeSockets ?? true,
    mediaTimeoutMs: options.mediaTimeoutMs ?? 30_000,
    reportIntervalMs: options.reportIntervalMs ?? 5_000,
    ports: options.rtpPorts ?? { from: 20_000, to: 39_998 },
    log,
  });
  phone = new PhoneOfSocket({
    datagrams,
    media,
    clock: systemClock,
    inboundHosts: options.inboundHosts ?? [],
    inboundMedia: options.inboundMedia ?? {},
    log,
    limits,
    keepAliveMs: options.keepAliveMs ?? DEFAULT_KEEP_ALIVE_MS,
    ...(options.resolver === undefined ? {} : { resolver: options.resolver }),
    ...(options.tcpAboveMtu === undefined ? {} : { tcpAboveMtu: options.tcpAboveMtu }),
  });
  return phone;
}
