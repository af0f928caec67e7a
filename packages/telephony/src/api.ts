/**
 * The public shape of the engine: one `Phone`, many `Call`s.
 *
 * - A **Phone** owns one SIP socket, a range of RTP ports and the worker threads that send and receive audio.
 * - A **Call** is one dialog (RFC 3261 §12) with its media, in either direction.
 * - A **Clip** is a piece of audio that was loaded once and can be played in any number of calls.
 * - **Identifiers** are what a dialog needs to be ended by another process: plain JSON, to be stored before the INVITE leaves.
 */

/** A transport address. */
export type Address = { readonly host: string; readonly port: number };

/** The audio codecs spoken, both 8 kHz G.711 (RFC 3551 §4.5.14). */
export type Codec = 'PCMA' | 'PCMU';

/** One of `0`–`9`, `*`, `#`, `A`–`D` (RFC 4733 §3.2). */
export type Digit = string;

/** How calls reach the operator. */
export type Trunk = {
  readonly name: string;
  /** Where requests are sent. */
  readonly proxy: Address;
  /** Host part of From and of the request URI; the proxy's host if absent. */
  readonly domain?: string;
  /** User part of From: the number citizens see. */
  readonly callerNumber: string;
  readonly displayName?: string;
  readonly credentials?: { readonly username: string; readonly password: string };
  /** In order of preference. @default ['PCMA', 'PCMU'] */
  readonly codecs?: readonly Codec[];
  /**
   * Which packets belong to a call. `strict`: only from the address in the far end's SDP. `sameAddress`: that host, any port.
   * `learn`: whoever sends valid RTP first, from then on only they. @default 'sameAddress'
   */
  readonly rtpSource?: 'strict' | 'sameAddress' | 'learn';
};

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
  readonly detail?: string;
};

export type CallEvents = {
  /** A provisional response above 100. `early` is true when it carried SDP: audio before the answer is never an answer. */
  ringing: { readonly sipStatus: number; readonly early: boolean };
  /** 200 received and ACK sent (outgoing) or ACK received (incoming). */
  answered: { readonly codec: Codec };
  /** Each key once, however many packets told it (RFC 4733 §2.5). `atMs` is in the call's media time since the answer. */
  digit: { readonly digit: Digit; readonly atMs: number };
  /** A playback reached its end or was stopped. */
  played: { readonly playback: number; readonly finished: boolean };
  /** Identifiers changed (a To tag, target, route set, CSeq or branch became known): store them again. */
  identifiers: CallIdentifiers;
  /** Far-end audio, as A-law, about every `Phone` option `audioChunkMs`; only after `listenToAudio`. */
  audio: { readonly alaw: Uint8Array; readonly atMs: number };
  /** Always the last event, exactly once. */
  ended: CallEnd;
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
  play(clipIds: readonly string[]): number;
  stopPlaying(): void;
  /** Sends keys as RFC 4733 events. @default durationMs 100, gapMs 60 */
  sendDigits(digits: string, options?: { readonly durationMs?: number; readonly gapMs?: number }): void;
  /** Records the far end from now on until `stopRecording`. */
  startRecording(): void;
  /** May still be called in and after `ended`. Resolves to the A-law samples (8 kHz, one byte each) heard since `startRecording`, lost packets filled with silence. */
  stopRecording(): Promise<Uint8Array>;
  /** Emits `audio` events from now on. */
  listenToAudio(): void;
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
  /** Inbound calls are taken only from these hosts; others get nothing back. Empty: none are taken. @default [] */
  readonly inboundHosts?: readonly string[];
  /** No RTP for this long in an answered call ends it. 0: never. @default 30000 */
  readonly mediaTimeoutMs?: number;
  readonly log?: (level: 'debug' | 'info' | 'warn', message: string, fields?: Readonly<Record<string, unknown>>) => void;
};

export interface Phone {
  readonly address: Address;
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
  /** OPTIONS to the trunk. */
  ping(trunk: Trunk, timeoutMs: number): Promise<{ readonly ok: boolean; readonly sipStatus?: number }>;
  readonly callCount: number;
  /** Ends every call and closes sockets and threads. */
  close(): Promise<void>;
}
