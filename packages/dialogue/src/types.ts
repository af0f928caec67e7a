/**
 * Words of the dialogue engine.
 *
 * - A **Dialogue** is a versioned document: steps by id, the first one, the variables it needs.
 * - A **Session** is one run of it for one person: plain JSON, storable after every step.
 * - An **Input** is what the outside did (a key, silence, the end of a prompt); an **Effect** is what the outside shall do.
 *
 * `step(dialogue, session, input)` is pure: time comes in with the input.
 *
 * The contract between the engine and whoever carries its effects out (a phone call, a browser, a test):
 * 1. The effects of one list are carried out in order. `answer`, `alert`, `errand`, `identified` and `callBackLater` are committed, with the
 *    session, before a `play` or `end` that follows them starts.
 * 2. A `play` replaces whatever is playing. Several `play`s in one list follow each other without a gap; only the first one replaces.
 * 3. When the last `play` of the list was heard to its end, send `promptEnded`; then start the clock of `listen`, or the recording of `record`,
 *    if the list had one.
 * 4. A `listen` in a list without `play` stops what is playing at once and starts its clock anew. An **empty list changes nothing**: the
 *    prompt goes on, and so does the clock.
 * 5. Every key goes to the engine, also while a prompt plays: the engine knows whether it may interrupt. While a recording runs, `finishKey`
 *    ends it and is sent as `recorded`, not as `key`.
 */

/** A typed value that a person gave. */
export type AnswerValue =
  | { readonly type: 'yesNo'; readonly value: 'yes' | 'no' | 'unsure' }
  | { readonly type: 'choice'; readonly value: string }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'year'; readonly value: number }
  | { readonly type: 'digits'; readonly value: string }
  | { readonly type: 'recording'; readonly value: string; readonly durationMs: number };

export type Input =
  /**
   * One of `0`–`9`, `*`, `#`. `promptAtMs`: from the beginning of the prompt that plays to the
   * press, below zero if the press came before it; absent while nothing plays.
   */
  | { readonly kind: 'key'; readonly key: string; readonly promptAtMs?: number }
  /** The prompts of the last `play` were heard to their end. */
  | { readonly kind: 'promptEnded' }
  /** The time given by the last `listen` is over. */
  | { readonly kind: 'silence' }
  /** The recording ended. `durationMs` 0: nothing was heard. */
  | { readonly kind: 'recorded'; readonly recordingId: string; readonly durationMs: number }
  | { readonly kind: 'machineDetected'; readonly reason: string }
  | { readonly kind: 'hungUp' };

/**
 * One piece of speech. The pieces of a prompt are joined without a gap. `text` has no variables left in it.
 * `clip` names a fixed recording (`beep`, or a human recording); synthesised if it does not exist.
 */
export type PromptPiece = { readonly text: string } | { readonly clip: string };

/** `normal`, or `slow` on a repeat after silence. */
export type Pace = 'normal' | 'slow';

export type Effect =
  | {
      readonly kind: 'play';
      /** Stable id of the prompt within the dialogue (`A2`), for logs, fingerprints and recordings. */
      readonly promptId: string;
      readonly pieces: readonly PromptPiece[];
      readonly bargeIn: boolean;
      readonly pace: Pace;
    }
  /** After the prompt: wait for a key for so long, then send `silence`. */
  | { readonly kind: 'listen'; readonly maxMs: number }
  /** Record until `finishKey`, silence or `maxMs`, then send `recorded`. */
  | { readonly kind: 'record'; readonly name: string; readonly maxMs: number; readonly finishKey: string }
  /** To be committed before anything that follows in the same list is carried out. */
  | { readonly kind: 'answer'; readonly answer: AnswerGiven }
  /** At most once per code in a session. */
  | { readonly kind: 'alert'; readonly code: AlertCode; readonly stepId: string }
  /** At most once per code and round in a session; `round` is the n-th named contact, 0 outside loops. */
  | { readonly kind: 'errand'; readonly code: ErrandCode; readonly stepId: string; readonly round: number }
  /** The identity gate was passed; `weak` when only an age was known (off by one accepted). */
  | { readonly kind: 'identified'; readonly weak: boolean }
  | { readonly kind: 'callBackLater'; readonly reason: 'awayFromPhone' | 'busy' | 'driving' }
  /** Hang up now. Always the last effect. */
  | { readonly kind: 'end'; readonly outcome: DialogueOutcome };

export type AnswerGiven = {
  readonly stepId: string;
  /**
   * Distinguishes repeats: in a loop the n-th named contact; outside, 0 and then 1, 2… when a step is answered again in the same session
   * (a second try at the birth year, the same question after the phone was handed over). (stepId, round) is unique in a session.
   */
  readonly round: number;
  readonly value: AnswerValue;
  readonly by: 'key' | 'speech' | 'voice';
  /** The keys as pressed, e.g. `1` or `1957`. */
  readonly keys: string;
  /** Where in the prompt the key came, if it did. */
  readonly promptAtMs?: number;
};

export type AlertCode = 'severeSign' | 'vulnerableWithFever';
export type ErrandCode =
  | 'symptoms'
  | 'askedForOfficer'
  | 'identityFailed'
  | 'identityUnknown'
  | 'wrongNumber'
  | 'noUsableAnswer'
  | 'namedContact'
  | 'refusedToAnswer';

/**
 * `completed` reached its end; `partial` cut off after the identity gate; `identityFailed`; `wrongNumber`; `refused` ended with `*` ;
 * `callBackLater`; `machine` a voice mailbox; `officer` asked for a person; `abandoned` cut off before the gate.
 */
export type DialogueOutcome =
  | 'completed'
  | 'partial'
  | 'identityFailed'
  | 'wrongNumber'
  | 'refused'
  | 'callBackLater'
  | 'machine'
  | 'officer'
  | 'urgent'
  | 'abandoned'
  | 'noUsableAnswer';
