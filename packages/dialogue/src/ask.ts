import * as z from 'zod';
import { conditionSchema, holds } from './condition.ts';
import { labelSchema, stepIdSchema } from './frame.ts';
import { type Raise, raisesSchema } from './raise.ts';
import { type Exit, listen, type Move, patch, play, raiseAll, roundOf, type Turn, to } from './turn.ts';
import type { Pace } from './types.ts';

/**
 * What every asking step has: its prompt (or, by the first condition that holds, another wording of the same question), a label for staff,
 * where to go when no usable answer comes, the loop it belongs to, and what an answer raises.
 */
export const askFields = {
  prompt: z.string(),
  promptWhen: z.array(z.strictObject({ when: conditionSchema, prompt: z.string() })).optional(),
  label: labelSchema,
  onNoAnswer: stepIdSchema,
  loop: stepIdSchema.optional(),
  raise: raisesSchema.optional(),
};

const askSchema = z.object(askFields);
export type Asking = z.infer<typeof askSchema>;

/** Times a person may ask to hear one question again (key 9) before it counts as no answer. */
export const maxReplays = 5;

export function promptOf(turn: Turn, step: Asking): string {
  return step.promptWhen?.find((choice) => holds(choice.when, turn.session))?.prompt ?? step.prompt;
}

export const promptsOf = (step: Asking): readonly string[] => [
  step.prompt,
  ...(step.promptWhen ?? []).map((choice) => choice.prompt),
];

export const noAnswerExit = (step: Asking): Exit => ({ to: step.onNoAnswer });

/** Asks and waits for a key. */
export function ask(turn: Turn, step: Asking, pace: Pace = 'normal'): Move {
  patch(turn, { keys: '' });
  play(turn, promptOf(turn, step), pace);
  listen(turn);
  return 'stay';
}

/** How a step asks again; `ask`, unless it does more than play and listen. */
export type AskAgain<S> = (turn: Turn, step: S, pace: Pace) => Move;

/**
 * Silence, or a key without meaning: the question again, slower; after the last repeat an errand, and on without it. Too many questions
 * left one after another end the call politely.
 */
export function notUnderstood<S extends Asking>(turn: Turn, step: S, again: AskAgain<S> = ask): Move {
  if (turn.session.repeats < turn.frame.noAnswer.repeats) {
    patch(turn, { repeats: turn.session.repeats + 1 });
    return again(turn, step, 'slow');
  }
  raiseAll(turn, [{ errand: 'noUsableAnswer' }]);
  patch(turn, { unansweredInARow: turn.session.unansweredInARow + 1 });
  const enough = turn.session.unansweredInARow >= turn.frame.noAnswer.endAfterInARow;
  return to(enough ? turn.frame.noAnswer.end : step.onNoAnswer);
}

/** Key 9. */
export function hearAgain<S extends Asking>(turn: Turn, step: S): Move {
  if (turn.session.replays >= maxReplays) return notUnderstood(turn, step);
  patch(turn, { replays: turn.session.replays + 1 });
  return ask(turn, step);
}

/** Raises what the step and the option chosen call for, in the step's round. */
export function raiseForAnswer(turn: Turn, step: Asking, more: readonly Raise[] = []): void {
  raiseAll(turn, [...more, ...(step.raise ?? [])], roundOf(turn, step.loop));
}
