import { createHash, randomBytes, randomInt } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Call, CallIdentifiers, DialOptions, Phone, Trunk, Unsubscribe } from './api.ts';
import type { CallBase, CallSettings } from './calls/callBase.ts';
import { type CallEnvironment, locate } from './calls/callEnvironment.ts';
import { IncomingCall } from './calls/incomingCall.ts';
import { DEFAULT_CODECS, OutgoingCall, trunkUri } from './calls/outgoingCall.ts';
import { type OrphanFate, settleOrphan } from './calls/settleOrphan.ts';
import type { MediaPool } from './media/mediaPool.ts';
import { PhoneError } from './phoneError.ts';
import type { Clock } from './signalling/clock.ts';
import type { ServerTransaction } from './signalling/transactions.ts';
import { type Log, UserAgent } from './signalling/userAgent.ts';
import { dialogRequest } from './sip/requests.ts';
import { writeUri } from './sip/uri.ts';
import type { Datagrams } from './transport/datagrams.ts';
import { localHostTowards } from './transport/localHost.ts';

const USER_AGENT = 'TruyVet';
/** How long `close` waits for BYEs and CANCELs to be answered. */
const CLOSE_PATIENCE_MS = 2_000;

const newToken = (): string => randomBytes(12).toString('hex');

/** What a phone stands on: the real socket, clock and threads, or virtual ones in tests. */
export type PhoneParts = {
  readonly datagrams: Datagrams;
  readonly media: Media;
  readonly clock: Clock;
  readonly inboundHosts: readonly string[];
  readonly log: Log;
};

/** The part of the media pool that a phone uses. */
export type Media = Pick<MediaPool, 'loadClip' | 'dropClip' | 'open' | 'close'>;

/** Calls, clips and requests outside of calls, on one socket. */
export class PhoneOfSocket implements Phone {
  private readonly datagrams: Datagrams;
  private readonly media: Media;
  private readonly clock: Clock;
  private readonly ua: UserAgent;
  private readonly environment: CallEnvironment;
  private readonly calls = new Set<CallBase>();
  private readonly clips = new Set<string>();
  private readonly listeners = new Set<(call: Call) => void>();
  private closed: Promise<void> | undefined;

  constructor({ datagrams, media, clock, inboundHosts, log }: PhoneParts) {
    this.datagrams = datagrams;
    this.media = media;
    this.clock = clock;
    this.ua = new UserAgent({
      datagrams,
      clock,
      token: newToken,
      inboundHosts: new Set(inboundHosts),
      log,
      userAgent: USER_AGENT,
    });
    this.environment = {
      ua: this.ua,
      clock,
      token: newToken,
      hash: (algorithm, text) =>
        createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
          .update(text)
          .digest('hex'),
      log,
      openMedia: (host, user) => media.open(host, user),
      resolve: async (host) => (isIP(host) ? host : (await lookup(host)).address),
      localHostTowards: (remote) => localHostTowards(datagrams.address.host, remote),
    };
    this.ua.onInvite = (transaction) => this.onInvite(transaction);
  }

  get address() {
    return this.datagrams.address;
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
    const { codecs = DEFAULT_CODECS, rtpSource = 'sameAddress', credentials } = dial.trunk;
    const settings = { ...this.settingsOf(codecs, rtpSource), ...(credentials === undefined ? {} : { credentials }) };
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

  close(): Promise<void> {
    this.closed ??= this.shutDown();
    return this.closed;
  }

  private async shutDown(): Promise<void> {
    for (const call of this.calls) call.terminate('shutdown');
    const patienceEndsMs = this.clock.nowMs() + CLOSE_PATIENCE_MS;
    while ((this.calls.size > 0 || this.ua.transactions.pendingCount > 0) && this.clock.nowMs() < patienceEndsMs) {
      await new Promise<void>((resolve) => this.clock.after(10, resolve));
    }
    for (const call of [...this.calls]) call.abandon();
    this.ua.transactions.close();
    await Promise.all([this.datagrams.close(), this.media.close()]);
  }

  private settingsOf(codecs: CallSettings['codecs'], source: CallSettings['source']): CallSettings {
    return {
      codecs,
      source,
      clipExists: (clipId) => this.clips.has(clipId),
      onEnded: (call) => this.calls.delete(call),
    };
  }

  private onInvite(transaction: ServerTransaction): void {
    if (this.closed !== undefined) {
      transaction.respond(503, { toTag: newToken() });
      return;
    }
    const call = new IncomingCall(
      this.environment,
      this.settingsOf(DEFAULT_CODECS, 'sameAddress'),
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

  private async sendOptions(trunk: Trunk, timeoutMs: number): Promise<number | undefined> {
    const { localHost, remote } = await locate(this.environment, trunk.proxy);
    this.ua.trust(remote.host);
    const sender = this.ua.senderAt(localHost);
    const branch = this.ua.newBranch();
    const uri = writeUri(trunkUri(trunk));
    const dialog = {
      callId: newToken(),
      localTag: newToken(),
      remoteTag: '',
      localUri: `<sip:${sender.host}:${sender.port}>`,
      remoteUri: `<${uri}>`,
      remoteTarget: uri,
      routeSet: [],
    };
    const contact = `sip:${sender.host}:${sender.port}`;
    const request = dialogRequest(dialog, { method: 'OPTIONS', cseq: 1, branch, contact }, sender);
    return new Promise((resolve) => {
      const cancel = this.clock.after(timeoutMs, () => resolve(undefined));
      const settle = (status: number | undefined) => {
        cancel();
        resolve(status);
      };
      this.ua.request(request, branch, remote, {
        onResponse: (response) => {
          if (response.status >= 200) settle(response.status);
        },
        onTimeout: () => settle(undefined),
      });
    });
  }

  private mustBeOpen(): void {
    if (this.closed !== undefined) throw new PhoneError('closed', 'the phone was closed');
  }
}
