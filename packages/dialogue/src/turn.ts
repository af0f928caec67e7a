import { holds } from './condition.ts';
import type { Frame } from './frame.ts';
import type { Raise } from './raise.ts';
import { renderPrompt } from './render.ts';
import type { Session } from './session.ts';
import type { AnswerGiven, AnswerValue, DialogueOutcome, Effect, Input, Pace, PromptPiece } from './types.ts';

/**
 * One input being worked on: a draft of the session and the effects so far. Lives inside `step` only; the sessions it
 * passes through are values, never changed in place.
 */
export type Turn = { readonly frame: Frame; session: Session; readonly effects: Effect[] };

/** Where a step leads: to another step, or nowhere until the next input. */
export type Move = { readonly to: string } | 'stay';

/** What a step can be told. The engine itself deals with machines and hang-ups. */
export type StepInput = Exclude<Input, { kind: 'machineDetected' } | { kind: 'hungUp' }>;

/** A way out of a step, for the publishing check. `identifies`: taken only when the gate was passed. */
export type Exit = { readonly to: string; readonly identifies?: true };

/** The behaviour of one kind of step. */
export type StepBehaviour<S> = {
  readonly exits: (step: S) => readonly Exit[];
  /** The ids of the prompts it may speak. */
  readonly prompts: (step: S) => readonly string[];
  readonly enter: (turn: Turn, step: S) => Move;
  /** Absent: the step passes by itself. */
  readonly receive?: (turn: Turn, step: S, input: StepInput) => Move;
};

export const to = (stepId: string): Move => ({ to: stepId });

export function patch(turn: Turn, change: Partial<Session>): void {
  turn.session = { ...turn.session, ...change };
}

/** Speaks a prompt, with more pieces after it if given. */
export function play(turn: Turn, promptId: string, pace: Pace, after: readonly PromptPiece[] = []): void {
  const bargeIn = turn.frame.prompts[promptId]?.bargeIn ?? true;
  const pieces = [...renderPrompt(turn.frame, promptId, turn.session.variables, pace), ...after];
  turn.effects.push({ kind: 'play', promptId, pieces, bargeIn, pace });
  patch(turn, { phase: 'prompt', bargeIn });
}

export function listen(turn: Turn, maxMs: number = turn.session.listenMs): void {
  turn.effects.push({ kind: 'listen', maxMs });
}

/** The round a step is in: its loop's, else 0. */
export function roundOf(turn: Turn, loop: string | undefined): number {
  return loop === undefined ? 0 : (turn.session.rounds[loop] ?? 0);
}

/** Raises what applies and was not raised before. */
export function raiseAll(turn: Turn, raises: readonly Raise[] | undefined, round = 0): void {
  for (const raise of raises ?? []) {
    if (raise.when && !holds(raise.when, turn.session)) continue;
    const mark = 'alert' in raise ? `alert ${raise.alert}` : `errand ${raise.errand} ${round}`;
    if (turn.session.raised.includes(mark)) continue;
    patch(turn, { raised: [...turn.session.raised, mark] });
    const stepId = turn.session.at;
    if ('alert' in raise) turn.effects.push({ kind: 'alert', code: raise.alert, stepId });
    else turn.effects.push({ kind: 'errand', code: raise.errand, stepId, round });
  }
}

/** How an answer was given, beside its value. */
export type Given = { readonly by: AnswerGiven['by']; readonly keys: string; readonly promptAtMs?: number | undefined };

/** Records an answer under the first free round from `round` on: an answer is never overwritten. */
export function recordAnswer(turn: Turn, value: AnswerValue, given: Given, round: number): void {
  const stepId = turn.session.at;
  const taken = new Set(turn.session.answers.filter((answer) => answer.stepId === stepId).map((answer) => answer.round));
  let free = round;
  while (taken.has(free)) free++;
  const { by, keys, promptAtMs } = given;
  const answer: AnswerGiven = {
    stepId,
    round: free,
    value,
    by,
    keys,
    ...(promptAtMs === undefined || promptAtMs < 0 ? {} : { promptAtMs }),
  };
  patch(turn, { answers: [...turn.session.answers, answer], unansweredInARow: 0 });
  turn.effects.push({ kind: 'answer', answer });
}

/** Ends the session. Nothing follows. */
export function end(turn: Turn, outcome: DialogueOutcome): Move {
  patch(turn, { outcome });
  turn.effects.push({ kind: 'end', outcome });
  return 'stay';
}
