import type { AnswerGiven, DialogueOutcome } from './types.ts';

/** What is known about the person and the place before the call: by the names the dialogue declares. */
export type Variables = Readonly<Record<string, string | number | boolean | null>>;

/** How sure we are of who is speaking: not at all, by age only (off by one accepted), by birth year. */
export type Identified = 'no' | 'weak' | 'strong';

/**
 * One run of a dialogue for one person, after any step. Plain JSON: stored with the attempt, read back after a crash or for a ring-back.
 *
 * @example { "dialogue": { "code": "f1-tracing", "version": 1 }, "at": "A2", "phase": "waiting", "identified": "strong", … }
 */
export type Session = {
  readonly dialogue: { readonly code: string; readonly version: number };
  readonly variables: Variables;
  /** The local year of the call: an age of 64 and a birth year are compared with it. */
  readonly todayYear: number;
  /** How long this person is waited for after a prompt. */
  readonly listenMs: number;
  readonly outcome: DialogueOutcome | null;
  /** Id of the step under way. */
  readonly at: string;
  /** `prompt`: something is playing. `waiting`: it was heard to its end, a key, silence or a recording is awaited. */
  readonly phase: 'prompt' | 'waiting';
  /** Whether a key may interrupt what is playing. */
  readonly bargeIn: boolean;
  /** Digits keyed so far in a number, a year, a phone number. */
  readonly keys: string;
  /** An entry completed itself with its last digit: a `#` that follows soon belongs to it. */
  readonly swallowHash: boolean;
  /** Times the step was asked again after silence or a key without meaning. */
  readonly repeats: number;
  /** Times the person asked to hear the step again (key 9). */
  readonly replays: number;
  readonly identified: Identified;
  /** Wrong birth years at the gate. */
  readonly wrongTries: number;
  /** Questions without a usable answer, one after another, up to now. */
  readonly unansweredInARow: number;
  /** Round under way, by loop: 0 for the first. */
  readonly rounds: Readonly<Record<string, number>>;
  readonly answers: readonly AnswerGiven[];
  /** Alerts and errands raised so far, so that none is raised twice. */
  readonly raised: readonly string[];
  /** The last question put behind the gate: where a ring-back goes on after the person ended the call or gave no answer. */
  readonly question: string | null;
  /** After a resumption, where to go on once the gate is passed again. */
  readonly resumeAt: string | null;
  /** Some key was pressed: a human is there, whatever a detector says. */
  readonly humanProved: boolean;
};

/** The answers given so far, in the order they were given. */
export function answersOf(session: Session): readonly AnswerGiven[] {
  return session.answers;
}

/** The last answer to a step (in a loop: of the last round), if there is one. */
export function lastAnswer(session: Session, stepId: string): AnswerGiven | undefined {
  return session.answers.findLast((answer) => answer.stepId === stepId);
}
