/**
 * The public shape of the engine: one `Phone`, many `Call`s.
 *
 * - A **Phone** owns one SIP socket, a range of RTP ports and the worker threads that send and receive audio.
 * - A **Call** is one dialog (RFC 3261 §12) with its media, in either direction.
 * - A **Clip** is a piece of audio that was loaded once and can be played in any number of calls.
 * - **Identifiers** are what a dialog needs to be ended by another process: plain JSON, to be stored before the INVITE leaves.
 */

import type { BeepOptions } from './audio/beepDetector.ts';
import type { MachineOptions, MachineVerdict } from './audio/machineDetector.ts';
import type { VoiceOptions } from './audio/voiceActivity.ts';

export type { BeepOptions, MachineOptions, MachineVerdict, VoiceOptions };

/** A transport address. */
export type Address = { readonly host: string; readonly port: number };

/** The audio codecs spoken, both 8 kHz G.711 (RFC 3551 §4.5.14). */
export type Codec = 'PCMA' | 'PCMU';

/** One of `0`–`9`, `*`, `#`, `A`–`D` (RFC 4733 §3.2). */
export type Digit = string;

/** How calls reach the operator. */
export type Trunk = {
  readonly name: string;
  /**
   * Where requests are sent. Port 0: `host` is a service domain, found by DNS SRV, then by address on the default port (RFC 3263 §4.2);
   * when one server fails the next is tried.
   */
  readonly proxy: Address;
  /**
   * How SIP travels. Over `udp` requests above 1300 bytes go by TCP where the far end takes it (RFC 3261 §18.1.1). @default 'udp'
   */
  readonly transport?: 'udp' | 'tcp' | 'tls';
  /** For `transport: 'tls'`. */
  readonly tls?: TlsOptions;
  /** Requests outside of dialogs go there, with a Route that says so; `proxy` stays the name of the trunk. */
  readonly outboundProxy?: Address;
  /** Host part of From and of the request URI; the proxy's host if absent. */
  readonly domain?: string;
  /** User part of From: the number citizens see. */
  readonly callerNumber: string;
  readonly displayName?: string;
  readonly credentials?: { readonly username: string; readonly password: string };
  /** User or whole URI of P-Asserted-Identity (RFC 3325), for operators that bill or show by it. Absent: no such header. */
  readonly assertedIdentity?: string;
  /** `id` asks the operator to withhold our identity from the called side (RFC 3325 §9.3), `none` not to. Absent: no such header. */
  readonly privacy?: 'id' | 'none';
  /** `Session-Expires` asked for in seconds, at least 90 (RFC 4028); 0: none. @default 1800 */
  readonly sessionExpiresS?: number;
  /**
   * How many 3xx answers are followed; the new number is asked for on this same trunk, never elsewhere. @default 0: a 3xx ends the call
   */
  readonly maxRedirects?: number;
  /** In order of preference. @default ['PCMA', 'PCMU'] */
  readonly codecs?: readonly Codec[];
  /**
   * Which RTP packets belong to a call.
   * - `strict`: only from the address and port in the far end's SDP. Safest; right where the operator's gateway sends from the port
   *   it receives on and no NAT stands between.
   * - `sameAddress`: from that host, any port. Needed for gateways that send from another port than they receive on.
   * - `learn`: whoever sends valid RTP first, from then on only they. Necessary when the far end stands behind a NAT and announces an
   *   address that its packets don't come from; whoever can reach the port before the far end does is believed, so never choose it without need.
   * @default 'sameAddress'
   */
  readonly rtpSource?: 'strict' | 'sameAddress' | 'learn';
  /**
   * Send audio back to where the far end's comes from (RFC 4961) instead of to the announced address. Necessary when a NAT stands
   * before the far end: only the mapping its own packets opened lets ours through. Wrong for gateways that receive on another port than
   * they send from. @default true under `rtpSource: 'learn'`, else false
   */
  readonly symmetricRtp?: boolean;
  /**
   * Length of packets asked for (`a=ptime`), and sent unless the far end asks otherwise: 10, 20, … 60 ms. @default 20
   */
  readonly ptimeMs?: 10 | 20 | 30 | 40 | 50 | 60;
  /**
   * Only where signalling is TLS; otherwise audio is plain whatever is said here. `accepted`: we offer plain RTP and answer protected offers
   * with protection. `required`: we offer SRTP and refuse calls without. @default 'accepted'
   */
  readonly srtp?: 'never' | 'accepted' | 'required';
  /** Offer RTCP on the RTP port (RFC 5761). An offer of it is always accepted. Without it RTCP uses the next port. @default false */
  readonly rtcpMux?: boolean;
};

/** How the certificate of the trunk is checked. */
export type TlsOptions = {
  /** Name that the certificate must bear; the trunk's domain, or the proxy's host, if absent. */
  readonly serverName?: string;
  /** Certificate authorities in PEM, in place of the system's. */
  readonly ca?: string;
  /** Takes any certificate: for a laboratory, or a trunk inside a VPN. @default false */
  readonly allowSelfSigned?: boolean;
};

/** What a trunk says of audio. */
export type TrunkMedia = Pick<Trunk, 'codecs' | 'rtpSource' | 'symmetricRtp' | 'ptimeMs' | 'srtp' | 'rtcpMux'>;

/** What identifies a dialog and its first transaction; enough to CANCEL or BYE it from a new process on the same address. */
export type CallIdentifiers = {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag?: string;
  /** Our From and the far end's To as name-addr, without tags: `"Trạm" <sip:0237@x>`. */
  readonly localUri: string;
  readonly remoteUri: string;
  /** Request URI of the INVITE. */
  readonly requestUri: string;
  /** The far end's Contact, once known. */
  readonly remoteTarget?: string;
  readonly routeSet: readonly string[];
  /** Last CSeq number used. */
  readonly cseq: number;
  /** Via branch of the INVITE last sent; CANCEL must repeat it (RFC 3261 §9.1). */
  readonly branch: string;
  readonly proxy: Address;
  /** As the trunk's, where that isn't UDP. */
  readonly transport?: Trunk['transport'];
  readonly tls?: TlsOptions;
  /** CSeq number of the INVITE last sent, when other requests followed it. */
  readonly inviteCseq?: number;
  /** What the Via of the INVITE last sent calls us, over TCP and TLS: our end of that connection, which a CANCEL must repeat too. */
  readonly sentBy?: Address;
};

/** Why and how a call ended. */
export type CallEnd = {
  /**
   * `refused` a final response ≥ 300; `ringTimeout` we cancelled; `unreachable` no response at all (timer B) or socket error;
   * `hungUp` we sent BYE; `farEndHungUp`; `mediaTimeout`; `protocolError`; `shutdown`.
   */
  readonly cause:
    | 'refused'
    | 'ringTimeout'
    | 'unreachable'
    | 'hungUp'
    | 'farEndHungUp'
    | 'mediaTimeout'
    | 'noCommonCodec'
    | 'noFreePort'
    | 'protocolError'
    | 'shutdown';
  /** Final SIP status of the INVITE, if one came. */
  readonly sipStatus?: number;
  /** From `Reason: Q.850;cause=` (RFC 3326), if present. */
  readonly q850Cause?: number;
  /** What is wrong with the trunk or with us, where that is known. */
  readonly fault?: CallFault;
  readonly detail?: string;
};

/**
 * - `noResponse`: nobody answered the INVITE (timer B).
 * - `notConnected`: no TCP connection. `tlsRefused`: the handshake failed, or the certificate isn't what it should be.
 * - `nameNotFound`: DNS knows no such host.
 * - `wrongPassword`: our credentials were refused. `noCredentials`: a password is wanted and the trunk has none.
 */
export type CallFault = 'noResponse' | 'notConnected' | 'tlsRefused' | 'nameNotFound' | 'wrongPassword' | 'noCredentials';

/** How a blind transfer fared: `ok` when the new party answered, as far as the far end says. */
export type TransferResult = { readonly ok: boolean; readonly sipStatus?: number };

export type CallEvents = {
  /** A provisional response above 100. `early` is true when it carried SDP: audio before the answer is never an answer. */
  ringing: { readonly sipStatus: number; readonly early: boolean };
  /** 200 received and ACK sent (outgoing) or ACK received (incoming). */
  answered: { readonly codec: Codec };
  /** Each key once, however many packets told it (RFC 4733 §2.5), or heard as tones where events were not agreed on. `atMs` is in the call's media time since the answer. */
  digit: { readonly digit: Digit; readonly atMs: number };
  /** A playback reached its end or was stopped. */
  played: { readonly playback: number; readonly finished: boolean };
  /** Identifiers changed (a To tag, target, route set, CSeq or branch became known): store them again. */
  identifiers: CallIdentifiers;
  /** Far-end audio, as A-law, about every `Phone` option `audioChunkMs`; only after `listenToAudio`. */
  audio: { readonly alaw: Uint8Array; readonly atMs: number };
  /** The answering-machine detector's verdict and its reason; once, after `analyse({ machine })`. */
  machine: MachineVerdict & { readonly atMs: number };
  /** Somebody began or stopped speaking; after `analyse({ voice })`. */
  voice: { readonly speaking: boolean; readonly atMs: number };
  /** A beep is over, so a message may begin; after `analyse({ beep })`. */
  beep: { readonly frequencyHz: number; readonly durationMs: number; readonly atMs: number };
  /** About every five seconds of an answered call: what `quality` says from now on. */
  quality: CallQuality;
  /** Always the last event, exactly once. */
  ended: CallEnd;
};

/** What to look for in the far end's audio; `true` takes every default. */
export type AnalysisOptions = {
  /** Answering machine or human, from the answer on. Once a call. */
  readonly machine?: true | Partial<MachineOptions>;
  /** Whether somebody speaks. */
  readonly voice?: true | Partial<VoiceOptions>;
  /** The tone after which a message is recorded. */
  readonly beep?: true | Partial<BeepOptions>;
};

/** Reception as we count it, and our sending as the far end reports it (RFC 3550 §6.4). */
export type CallQuality = {
  readonly received: {
    readonly packets: number;
    readonly lost: number;
    /** Interarrival jitter. */
    readonly jitterMs: number;
  };
  /** All but `packets` only once the far end has sent a report. */
  readonly sent: {
    readonly packets: number;
    readonly lost?: number;
    /** 0–1, since its report before. */
    readonly lossFraction?: number;
    readonly jitterMs?: number;
  };
  /** From the last report; absent until one came. */
  readonly roundTripMs?: number;
  readonly mostRoundTripMs?: number;
};

export type PlayOptions = {
  /** The first key stops the playback at once, in the media thread, before the `digit` event is even told. @default false */
  readonly stopOnDigit?: boolean;
};

/** Removes the listener. */
export type Unsubscribe = () => void;

export interface Call {
  readonly direction: 'outgoing' | 'incoming';
  readonly identifiers: CallIdentifiers;
  /** User part of the far end's URI: the number dialled, or the caller's. */
  readonly remoteNumber: string;
  /** User part of the request URI: for incoming calls, the number that was dialled. */
  readonly calledNumber: string;
  readonly state: 'new' | 'calling' | 'ringing' | 'answered' | 'ended';
  on<K extends keyof CallEvents>(event: K, listener: (payload: CallEvents[K]) => void): Unsubscribe;
  /** Outgoing: sends the INVITE. Nothing leaves before this is called. */
  start(): void;
  /** Incoming: 180. */
  ring(): void;
  /** Incoming: 200 with SDP. */
  answer(): void;
  /** Incoming: a final response ≥ 300, with an optional `Reason: Q.850` cause. */
  reject(sipStatus: number, q850Cause?: number): void;
  /**
   * Plays clips one after another without a gap; replaces what is playing. Returns the playback's number within the call. Before the
   * answer it waits for it.
   * @throws PhoneError `unknownClip`
   */
  play(clipIds: readonly string[], options?: PlayOptions): number;
  stopPlaying(): void;
  /** Sends keys as RFC 4733 events, or as tones where the far end takes no events. @default durationMs 100, gapMs 60 */
  sendDigits(digits: string, options?: { readonly durationMs?: number; readonly gapMs?: number }): void;
  /** Records the far end from now on until `stopRecording`. */
  startRecording(): void;
  /** May still be called in and after `ended`. Resolves to the A-law samples (8 kHz, one byte each) heard since `startRecording`, lost packets filled with silence. */
  stopRecording(): Promise<Uint8Array>;
  /** Emits `audio` events from now on. */
  listenToAudio(): void;
  /**
   * Looks for a machine, voice or beep from the answer on (from now, if it was answered), while anything else goes on. A later call replaces it.
   */
  analyse(options: AnalysisOptions): void;
  /** As last reported, a few seconds old; undefined in the first seconds. */
  readonly quality: CallQuality | undefined;
  /** Quality up to now. May still be called in and after `ended`: then it is that of the whole call; undefined if there was no audio. */
  measureQuality(): Promise<CallQuality | undefined>;
  /**
   * Asks the far end to send no audio until `resume` (RFC 3264 §8.4); what plays goes on being heard there. Resolves when it agreed.
   * @throws PhoneError `wrongState` unless answered, `refused` when it did not agree
   */
  hold(): Promise<void>;
  /** Takes a held far end back. @throws PhoneError as `hold` */
  resume(): Promise<void>;
  /**
   * Blind transfer (REFER, RFC 3515): asks the far end to call `target`, a number or a SIP URI, in our place. Resolves when it told how
   * that ended. The call itself goes on until one side hangs up.
   * @throws PhoneError `wrongState` unless answered
   */
  transfer(target: string): Promise<TransferResult>;
  /** BYE, CANCEL or a rejection, whichever the state asks for. Safe to call twice. `ended` follows once the far end agreed, 4 s at most. */
  hangUp(): void;
}

export type DialOptions = {
  readonly trunk: Trunk;
  /** E.164 or national number; becomes the user part of the request URI. */
  readonly number: string;
  /** From the INVITE to CANCEL. @default 35000 */
  readonly ringTimeoutMs?: number;
};

export type PhoneOptions = {
  /** Port 0 takes a free one. */
  readonly bind: Address;
  /** Even ports inclusive. @default { from: 20000, to: 39998 } */
  readonly rtpPorts?: { readonly from: number; readonly to: number };
  /** Worker threads for audio. @default 1 */
  readonly mediaThreads?: number;
  /** Length of the `audio` event's chunks. @default 100 */
  readonly audioChunkMs?: number;
  /**
   * Lets the media threads read and send many datagrams a system call, through a small addon that is compiled on first use where there is a
   * C compiler (Linux only). Without it everything works, at half as much again a packet (docs/performance.md). @default true
   */
  readonly nativeSockets?: boolean;
  /** Inbound calls are taken only from these hosts; others get nothing back. Empty: none are taken. @default [] */
  readonly inboundHosts?: readonly string[];
  /** How the audio of incoming calls is treated; as a trunk's settings of the same names. */
  readonly inboundMedia?: TrunkMedia;
  /** Mean distance of RTCP reports in a call (RFC 3550 §6.2); 0: none are sent. @default 5000 */
  readonly reportIntervalMs?: number;
  /** Takes TCP connections on the port of `bind` too, from known hosts only. Calls of ours over TCP don't need it. @default false */
  readonly tcp?: boolean;
  /** Takes TLS connections on that port, from known hosts only. Key and certificate in PEM. Calls of ours over TLS don't need it. */
  readonly tls?: { readonly port: number; readonly key: string; readonly cert: string };
  /** Whether UDP requests above 1300 bytes go over TCP where the far end takes it. @default true */
  readonly tcpAboveMtu?: boolean;
  /** How long a TCP or TLS connection may take to stand. @default 4000 */
  readonly connectTimeoutMs?: number;
  /** NAT keep-alive towards trunks in use: CRLF over UDP and streams (RFC 5626 §3.5). 0: none. @default 25000 */
  readonly keepAliveMs?: number;
  /** In place of the system's DNS. */
  readonly resolver?: Resolver;
  /** Against abuse; what is not given keeps its default. */
  readonly limits?: Partial<PhoneLimits>;
  /** No RTP for this long in an answered call ends it. 0: never. @default 30000 */
  readonly mediaTimeoutMs?: number;
  readonly log?: (level: 'debug' | 'info' | 'warn', message: string, fields?: Readonly<Record<string, unknown>>) => void;
};

/** Names to addresses. Both reject when the name is unknown. */
export type Resolver = {
  /** All numeric addresses, in order of preference. */
  addresses(host: string): Promise<readonly string[]>;
  /** SRV records of `_sip._udp.example.vn` (RFC 2782). */
  srv(name: string): Promise<readonly SrvRecord[]>;
};

export type SrvRecord = { readonly name: string; readonly port: number; readonly priority: number; readonly weight: number };

/** Each with its counter in `phone.counters`. */
export type PhoneLimits = {
  /** Longest SIP message in bytes. @default 32768 */
  readonly messageBytes: number;
  /** Header lines of one message. @default 128 */
  readonly headers: number;
  /** Requests of others that are remembered, finished ones included (they linger for 32 s). @default 100000 */
  readonly transactions: number;
  /** Calls at once; incoming ones above it get 503. @default 5000 */
  readonly calls: number;
  /** TCP and TLS connections. @default 256 */
  readonly connections: number;
  /** Messages a second taken from one known host. @default 20000 */
  readonly datagramsPerSecond: number;
  /** Messages a second read from one unknown host. @default 50 */
  readonly strangerDatagramsPerSecond: number;
};

/** Since the phone was created. All but `messages` were dropped or refused. */
export type Counters = {
  readonly messages: number;
  readonly oversize: number;
  readonly unreadable: number;
  readonly overRate: number;
  /** Requests from hosts that may not ask for that. */
  readonly strangers: number;
  readonly transactionsRefused: number;
  readonly callsRefused: number;
  readonly connectionsRefused: number;
  /** Connections closed because what came on them wasn't SIP. */
  readonly badStreams: number;
};

/** One address of record kept alive at a registrar (RFC 3261 §10). */
export interface Registration {
  readonly state: RegistrationState;
  on(event: 'change', listener: (state: RegistrationState) => void): Unsubscribe;
  /** Takes the binding away and stops. */
  stop(): Promise<void>;
}

export type RegistrationState =
  | { readonly name: 'registering' }
  | { readonly name: 'registered'; readonly expiresS: number }
  /** Tried again after `retryMs`. */
  | {
      readonly name: 'failed';
      readonly retryMs: number;
      readonly sipStatus?: number;
      readonly fault?: CallFault;
      readonly detail?: string;
    }
  | { readonly name: 'stopped' };

export interface Phone {
  readonly address: Address;
  readonly counters: Counters;
  /** A new incoming call; it must be rung, answered or rejected. */
  on(event: 'call', listener: (call: Call) => void): Unsubscribe;
  /** Prepares an outgoing call: identifiers exist, nothing is sent until `call.start()`. */
  prepare(options: DialOptions): Call;
  /** Makes audio playable under `clipId`; A-law at 8 kHz. Loading the same id again replaces it. */
  loadClip(clipId: string, alaw: Uint8Array): void;
  hasClip(clipId: string): boolean;
  unloadClip(clipId: string): void;
  /**
   * Ends a call left behind by a process that died (design invariant 1): CANCEL, and ACK + BYE if a 200 comes; BYE at once
   * when the dialog was confirmed. `neverAnswered`: the far end said so (487 or another final ≥ 300). `answered`: it had been picked up; it
   * is hung up now. `unknown`: nobody there could tell.
   */
  settleOrphan(identifiers: CallIdentifiers, wasAnswered: boolean): Promise<'neverAnswered' | 'answered' | 'unknown'>;
  /**
   * Lets two answered calls of this phone hear each other, a citizen and an officer: audio is relayed in the media thread, what plays
   * in a call is heard over it, keys are still told. The function returned parts them. When one ends, the other goes on alone.
   * @throws PhoneError `wrongState` unless both are answered
   */
  bridge(one: Call, other: Call): () => void;
  /**
   * Registers at the trunk and keeps the binding fresh: again after half of what was granted, after a failure with growing pauses
   * (RFC 5626 §4.5). `expiresS`: asked for. @default 3600
   */
  register(trunk: Trunk, options?: { readonly expiresS?: number }): Registration;
  /** OPTIONS to the trunk. */
  ping(trunk: Trunk, timeoutMs: number): Promise<{ readonly ok: boolean; readonly sipStatus?: number }>;
  readonly callCount: number;
  /** Ends every call and closes sockets and threads. */
  close(): Promise<void>;
}
