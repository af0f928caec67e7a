import type { MessagePort } from 'node:worker_threads';
import type { AnalysisOptions, CallQuality, MachineVerdict, Trunk } from '../api.ts';
import type { MediaPlan } from '../sdp/negotiate.ts';

/** What passes between the main thread and a media thread. Always in arrays: one message for all that happened at once. */

/** Which packets are the far end's (`source`), and whether ours go back to where those come from (`symmetric`). */
export type SourceRules = { readonly source: NonNullable<Trunk['rtpSource']>; readonly symmetric: boolean };

/** Where packets go and come from. `active`: the call is answered, audio flows; otherwise early media is only heard. */
export type StreamPlan = { readonly plan: MediaPlan; readonly rules: SourceRules; readonly active: boolean };

export type MediaThreadOptions = {
  readonly audioChunkMs: number;
  readonly mediaTimeoutMs: number;
  readonly nativeSockets: boolean;
  /** Mean distance of RTCP reports; 0: none. */
  readonly reportIntervalMs: number;
};

/** `stream` is a number that the main thread gave; a stream that is gone ignores its commands. */
export type MediaCommand =
  | { readonly kind: 'clip'; readonly clipId: string; readonly alaw: SharedArrayBuffer }
  | { readonly kind: 'dropClip'; readonly clipId: string }
  /** `descriptor`: the socket, where the main thread could bind it itself; it then hears only of failure. `first`: the plan to start with. */
  | {
      readonly kind: 'open';
      readonly stream: number;
      readonly host: string;
      readonly port: number;
      readonly descriptor?: number | undefined;
      readonly first?: StreamPlan | undefined;
    }
  | ({ readonly kind: 'plan'; readonly stream: number } & StreamPlan)
  | {
      readonly kind: 'play';
      readonly stream: number;
      readonly playback: number;
      readonly clipIds: readonly string[];
      readonly stopOnDigit: boolean;
    }
  | { readonly kind: 'stopPlaying'; readonly stream: number }
  | {
      readonly kind: 'sendDigits';
      readonly stream: number;
      readonly digits: string;
      readonly durationMs?: number | undefined;
      readonly gapMs?: number | undefined;
    }
  | { readonly kind: 'startRecording'; readonly stream: number }
  /** Answered by `recorded`, also when nothing was recorded. */
  | { readonly kind: 'stopRecording'; readonly stream: number }
  | { readonly kind: 'listen'; readonly stream: number }
  | { readonly kind: 'analyse'; readonly stream: number; readonly options: AnalysisOptions }
  /** Answered by `measured`. */
  | { readonly kind: 'measure'; readonly stream: number }
  /** Each of the two says what the other hears; both on this thread. */
  | { readonly kind: 'bridge'; readonly stream: number; readonly other: number }
  /** As `bridge`, with a stream of another thread: audio comes and goes through `port`. */
  | { readonly kind: 'bridgeThreads'; readonly stream: number; readonly port: MessagePort }
  | { readonly kind: 'unbridge'; readonly stream: number }
  | { readonly kind: 'close'; readonly stream: number }
  /** Closes every stream and ends the thread. */
  | { readonly kind: 'shutdown' };

export type MediaEvent =
  /** Whether the thread uses the addon's sockets, and why not. */
  | { readonly kind: 'sockets'; readonly addon: boolean; readonly refused?: string }
  | { readonly kind: 'opened'; readonly stream: number }
  | { readonly kind: 'openFailed'; readonly stream: number; readonly reason: string }
  | { readonly kind: 'digit'; readonly stream: number; readonly digit: string; readonly atMs: number }
  | { readonly kind: 'played'; readonly stream: number; readonly playback: number; readonly finished: boolean }
  | { readonly kind: 'recorded'; readonly stream: number; readonly alaw: Uint8Array }
  | { readonly kind: 'mediaTimeout'; readonly stream: number }
  | { readonly kind: 'quality'; readonly stream: number; readonly quality: CallQuality }
  | { readonly kind: 'measured'; readonly stream: number; readonly quality: CallQuality }
  | ({ readonly kind: 'machine'; readonly stream: number; readonly atMs: number } & MachineVerdict)
  | { readonly kind: 'voice'; readonly stream: number; readonly speaking: boolean; readonly atMs: number }
  | {
      readonly kind: 'beep';
      readonly stream: number;
      readonly frequencyHz: number;
      readonly durationMs: number;
      readonly atMs: number;
    }
  /** `quality`: of the whole call. */
  | { readonly kind: 'closed'; readonly stream: number; readonly quality: CallQuality }
  /** Chunks of many streams: `chunkBytes` of `alaw` for each of `streams`, in that order. */
  | {
      readonly kind: 'audio';
      readonly streams: readonly number[];
      readonly atMs: readonly number[];
      readonly chunkBytes: number;
      readonly alaw: Uint8Array;
    };
