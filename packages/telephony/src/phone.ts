import { createHash, randomInt } from 'node:crypto';
import type {
  Call,
  CallIdentifiers,
  Counters,
  DialOptions,
  Phone,
  PhoneLimits,
  Registration,
  Resolver,
  Trunk,
  TrunkMedia,
  Unsubscribe,
} from './api.ts';
import { Authenticator } from './calls/authorization.ts';
import { CallBase, type CallSettings } from './calls/callBase.ts';
import type { CallEnvironment } from './calls/callEnvironment.ts';
import { IncomingCall } from './calls/incomingCall.ts';
import { mediaSettingsOf } from './calls/mediaSettings.ts';
import { OutgoingCall } from './calls/outgoingCall.ts';
import { requestOutside } from './calls/outOfDialog.ts';
import { KeptRegistration } from './calls/registration.ts';
import { type OrphanFate, settleOrphan } from './calls/settleOrphan.ts';
import type { MediaPool } from './media/mediaPool.ts';
import { PhoneError } from './phoneError.ts';
import type { Clock } from './signalling/clock.ts';
import { newToken } from './signalling/tokens.ts';
import type { ServerTransaction } from './signalling/transactions.ts';
import { type Log, UserAgent } from './signalling/userAgent.ts';
import { answerTimer, MIN_SE_S } from './sip/sessionExpires.ts';
import type { Datagrams } from './transport/datagrams.ts';
import { protocolOf } from './transport/hop.ts';
import { localHostTowards } from './transport/localHost.ts';
import { locateHops } from './transport/locateHops.ts';
import { systemResolver } from './transport/systemResolver.ts';

const USER_AGENT = 'TruyVet';
/** How long `close` waits for BYEs and CANCELs to be answered. */
const CLOSE_PATIENCE_MS = 2_000;

/** What a phone stands on: the real socket, clock and threads, or virtual ones in tests. */
export type PhoneParts = {
  readonly datagrams: Datagrams;
  readonly media: Media;
  readonly clock: Clock;
  readonly inboundHosts: readonly string[];
  readonly inboundMedia?: TrunkMedia;
  readonly log: Log;
  readonly resolver?: Resolver;
  readonly limits?: PhoneLimits;
  readonly keepAliveMs?: number;
  readonly tcpAboveMtu?: boolean;
  /** 0 ≤ x < 1. */
  readonly random?: () => number;
};

/** The part of the media pool that a phone uses. */
export type Media = Pick<MediaPool, 'loadClip' | 'dropClip' | 'open' | 'close'>;

/** Calls, clips and requests outside of calls, on one socket. */
export class PhoneOfSocket implements Phone {
  private readonly datagrams: Datagrams;
  private readonly inboundMedia: TrunkMedia;
  private readonly media: Media;
  private readonly clock: Clock;
  private readonly ua: UserAgent;
  private readonly environment: CallEnvironment;
  private readonly calls = new Set<CallBase>();
  private readonly clips = new Set<string>();
  private readonly listeners = new Set<(call: Call) => void>();
  private readonly registrations = new Set<KeptRegistration>();
  private closed: Promise<void> | undefined;

  constructor(parts: PhoneParts) {
    const {
      datagrams,
      media,
      clock,
      inboundHosts,
      inboundMedia = {},
      log,
      limits,
      keepAliveMs,
      tcpAboveMtu,
      resolver = systemResolver,
    } = parts;
    const random = parts.random ?? Math.random;
    this.datagrams = datagrams;
    this.inboundMedia = inboundMedia;
    this.media = media;
    this.clock = clock;
    this.ua = new UserAgent({
      datagrams,
      clock,
      token: newToken,
      inboundHosts: new Set(inboundHosts),
      log,
      userAgent: USER_AGENT,
      ...(limits === undefined ? {} : { limits }),
      ...(keepAliveMs === undefined ? {} : { keepAliveMs }),
      ...(tcpAboveMtu === undefined ? {} : { tcpAboveMtu }),
    });
    this.environment = {
      ua: this.ua,
      clock,
      token: newToken,
      random,
      hash: (algorithm, text) =>
        createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
          .update(text)
          .digest('hex'),
      log,
      openMedia: (host, user, first) => media.open(host, user, first),
      locateHops: (to) => locateHops(to, resolver, random),
      localHostTowards: (remote) => localHostTowards(datagrams.address.host, remote),
    };
    this.ua.onInvite = (transaction) => this.onInvite(transaction);
  }

  get address() {
    return this.datagrams.address;
  }

  get counters(): Counters {
    return this.ua.counters;
  }

  /** Whether that host is a trunk of ours or may call: others get no TCP connection. */
  knows(host: string): boolean {
    return this.ua.knows(host);
  }

  /** Something a connection did that it should not. */
  countStream(event: 'refusedConnection' | 'badStream' | 'connectionLimit'): void {
    this.ua.counters[event === 'badStream' ? 'badStreams' : 'connectionsRefused']++;
  }

  get callCount(): number {
    return this.calls.size;
  }

  on(_event: 'call', listener: (call: Call) => void): Unsubscribe {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  prepare(dial: DialOptions): Call {
    this.mustBeOpen();
    if (this.calls.size >= this.ua.limits.calls) {
      this.ua.counters.callsRefused++;
      throw new PhoneError('tooManyCalls', `${this.calls.size} calls are going on`);
    }
    const { credentials, transport } = dial.trunk;
    const settings = {
      ...this.settingsOf(dial.trunk, transport === 'tls', true),
      ...(credentials === undefined ? {} : { credentials }),
    };
    const call = new OutgoingCall(this.environment, settings, dial, randomInt(2 ** 31));
    this.calls.add(call);
    return call;
  }

  loadClip(clipId: string, alaw: Uint8Array): void {
    this.clips.add(clipId);
    this.media.loadClip(clipId, alaw);
  }

  hasClip(clipId: string): boolean {
    return this.clips.has(clipId);
  }

  unloadClip(clipId: string): void {
    this.clips.delete(clipId);
    this.media.dropClip(clipId);
  }

  settleOrphan(identifiers: CallIdentifiers, wasAnswered: boolean): Promise<OrphanFate> {
    this.mustBeOpen();
    return settleOrphan(this.environment, identifiers, wasAnswered);
  }

  async ping(trunk: Trunk, timeoutMs: number): Promise<{ ok: boolean; sipStatus?: number }> {
    this.mustBeOpen();
    const sipStatus = await this.sendOptions(trunk, timeoutMs);
    if (sipStatus === undefined) return { ok: false };
    // Whoever refuses OPTIONS is there all the same; 408 and 5xx come from a proxy with nobody behind it.
    return { ok: sipStatus < 500 && sipStatus !== 408, sipStatus };
  }

  bridge(one: Call, other: Call): () => void {
    if (
      !(one instanceof CallBase && other instanceof CallBase) ||
      one === other ||
      !this.calls.has(one) ||
      !this.calls.has(other)
    )
      throw new PhoneError('wrongState', 'only two calls of this phone can be bridged');
    return one.bridgeTo(other);
  }

  register(trunk: Trunk, options: { readonly expiresS?: number } = {}): Registration {
    this.mustBeOpen();
    const registration = new KeptRegistration(this.environment, trunk, options);
    this.registrations.add(registration);
    return registration;
  }

  close(): Promise<void> {
    this.closed ??= this.shutDown();
    return this.closed;
  }

  private async shutDown(): Promise<void> {
    for (const call of this.calls) call.terminate('shutdown');
    const unbound = this.unbindAll();
    const patienceEndsMs = this.clock.nowMs() + CLOSE_PATIENCE_MS;
    while ((this.calls.size > 0 || this.ua.transactions.pendingCount > 0) && this.clock.nowMs() < patienceEndsMs) {
      await new Promise<void>((resolve) => this.clock.after(10, resolve));
    }
    await unbound;
    for (const call of [...this.calls]) call.abandon();
    this.ua.close();
    await Promise.all([this.datagrams.close(), this.media.close()]);
  }

  /** Takes every registration back; a registrar that says nothing is not waited for. */
  private async unbindAll(): Promise<void> {
    let late: () => void = () => undefined;
    const patience = new Promise<void>((resolve) => {
      late = this.clock.after(CLOSE_PATIENCE_MS, resolve);
    });
    await Promise.race([Promise.all([...this.registrations].map((registration) => registration.stop())), patience]);
    late();
  }

  /** `secure`: signalling is TLS. */
  private settingsOf(options: TrunkMedia, secure: boolean, ownsCallId: boolean): CallSettings {
    return {
      ownsCallId,
      media: mediaSettingsOf(options, secure),
      clipExists: (clipId) => this.clips.has(clipId),
      onEnded: (call) => this.calls.delete(call),
    };
  }

  private onInvite(transaction: ServerTransaction): void {
    if (this.closed !== undefined) {
      transaction.respond(503, { toTag: newToken() });
      return;
    }
    if (this.refuses(transaction)) return;
    const call = new IncomingCall(
      this.environment,
      this.settingsOf(this.inboundMedia, protocolOf(transaction.source) === 'tls', false),
      transaction,
      randomInt(2 ** 31),
    );
    this.calls.add(call);
    if (!call.acceptable) {
      call.reject(488);
      return;
    }
    if (this.listeners.size === 0) {
      call.reject(480);
      return;
    }
    for (const listener of this.listeners) this.offer(call, listener);
  }

  private offer(call: IncomingCall, listener: (call: Call) => void): void {
    try {
      listener(call);
    } catch (error) {
      this.environment.log('warn', 'a listener for calls threw', { error: error instanceof Error ? error.stack : String(error) });
      call.reject(500);
    }
  }

  /** What stands in the way of a call before anybody is asked. */
  private refuses(transaction: ServerTransaction): boolean {
    const { request } = transaction;
    const toTag = newToken();
    if (this.calls.size >= this.ua.limits.calls) {
      this.ua.counters.callsRefused++;
      transaction.respond(503, { toTag, extra: [{ name: 'retry-after', value: '10' }] });
    } else if (answerTimer(request) === 'tooSmall')
      transaction.respond(422, { toTag, extra: [{ name: 'min-se', value: `${MIN_SE_S}` }] });
    else return false;
    return true;
  }

  private async sendOptions(trunk: Trunk, timeoutMs: number): Promise<number | undefined> {
    let cseq = 0;
    const { token, hash, log } = this.environment;
    const sent = requestOutside(this.environment, {
      method: 'OPTIONS',
      trunk,
      callId: newToken(),
      localTag: newToken(),
      nextCseq: () => ++cseq,
      extra: () => [{ name: 'accept', value: 'application/sdp' }],
      auth: new Authenticator(undefined, token, hash),
    }).then(
      (response) => response?.status,
      (error: unknown) => {
        log('debug', 'OPTIONS could not be sent', { error: String(error) });
        return undefined;
      },
    );
    let cancel: () => void = () => undefined;
    const late = new Promise<undefined>((resolve) => {
      cancel = this.clock.after(timeoutMs, () => resolve(undefined));
    });
    const status = await Promise.race([sent, late]);
    cancel();
    return status;
  }

  private mustBeOpen(): void {
    if (this.closed !== undefined) throw new PhoneError('closed', 'the phone was closed');
  }
}
