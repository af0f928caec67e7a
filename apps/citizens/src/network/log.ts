import { closeSync, openSync, writeSync } from 'node:fs';
import type { Pace } from '../ear/prints.ts';
import type { Persona } from '../town/town.ts';

/** What happened at one phone, as the person there knows it. The ground truth. */
export type CitizenEvent =
  /** `nth`: the first, second… call to this number. */
  | { readonly kind: 'rung'; readonly nth: number; readonly persona: Persona; readonly from: string }
  | { readonly kind: 'unknownNumber' }
  | { readonly kind: 'answered'; readonly by: 'person' | 'machine' }
  /** We gave a final response ≥ 300. */
  | { readonly kind: 'rejected'; readonly sipStatus: number }
  /** The caller gave up before an answer. */
  | { readonly kind: 'cancelled' }
  /** A prompt was recognised. Milliseconds are of the audio heard in this call. */
  | {
      readonly kind: 'heard';
      readonly promptId: string;
      readonly pace: Pace;
      readonly fromMs: number;
      readonly noticedMs: number;
    }
  /** It is over; `whole` when it was heard to its end. */
  | {
      readonly kind: 'heardOut';
      readonly promptId: string;
      readonly pace: Pace;
      readonly fromMs: number;
      readonly toMs: number;
      readonly whole: boolean;
    }
  /** Speech went on for seconds without a prompt being recognised: a fault of the ear or of the prompt. */
  | { readonly kind: 'unrecognised'; readonly atMs: number }
  /** Keys sent in answer to a prompt, in one go. `slip`: not what is true. `sequence` counts the presses of a call from 1. */
  | {
      readonly kind: 'pressed';
      readonly sequence: number;
      readonly promptId: string;
      readonly keys: string;
      readonly slip: boolean;
    }
  /** Said something (after a beep); the keys that end it follow as `pressed`. */
  | { readonly kind: 'spoke'; readonly promptId: string; readonly durationMs: number }
  /** A prompt began after keys: the caller's side took them. The same prompt again means it did not like them. */
  | {
      readonly kind: 'acknowledged';
      readonly sequence: number;
      readonly promptId: string;
      readonly keys: string;
      readonly nextPromptId: string;
    }
  /** The phone went to the person who is called. */
  | { readonly kind: 'handedOver' }
  | { readonly kind: 'hungUp'; readonly why: 'impatient' | 'told' | 'silence' | 'mailboxFull' | 'shutdown' }
  | { readonly kind: 'farEndHungUp' }
  /** Any other end, with the engine's words. */
  | { readonly kind: 'failed'; readonly cause: string; readonly detail: string };

/** A line of the log: the event, when (UTC), in which call (SIP Call-ID) and at which number (E.164). */
export type LogLine = CitizenEvent & { readonly at: string; readonly callId: string; readonly number: string };

export type CitizenLog = { write(callId: string, number: string, event: CitizenEvent): void; close(): void };

/** Appends lines of JSON, each handed to the system before the next thing happens, so that a crash loses none. */
export function openLog(file: string, now: () => Date): CitizenLog {
  const descriptor = openSync(file, 'a');
  return {
    write(callId, number, event) {
      const { kind, ...rest } = event;
      writeSync(descriptor, `${JSON.stringify({ at: now().toISOString(), kind, callId, number, ...rest })}\n`);
    },
    close: () => closeSync(descriptor),
  };
}
