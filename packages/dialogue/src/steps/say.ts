import * as z from 'zod';
import { stepIdSchema } from '../frame.ts';
import { raisesSchema } from '../raise.ts';
import { type Move, patch, play, raiseAll, type StepBehaviour, type StepInput, type Turn, to } from '../turn.ts';

/**
 * Says something, then goes on. What it raises is raised before the first word. While it speaks 9, 0 and * are understood (if the prompt may
 * be interrupted); other keys mean nothing here and do not cut it short.
 *
 * @example { "type": "say", "prompt": "A7", "next": "end" }
 * @example { "type": "say", "prompt": "M2sorry", "raise": [{ "errand": "wrongNumber" }], "next": "endWrongNumber" }
 */
export const saySchema = z.strictObject({
  type: z.literal('say'),
  prompt: z.string(),
  raise: raisesSchema.optional(),
  next: stepIdSchema,
});
export type SayStep = z.infer<typeof saySchema>;

/** Times a person may ask to hear one thing again. */
const maxSayReplays = 5;

export const say: StepBehaviour<SayStep> = {
  exits: (step) => [{ to: step.next }],
  prompts: (step) => [step.prompt],
  enter: (turn, step) => {
    raiseAll(turn, step.raise);
    play(turn, step.prompt, 'normal');
    return 'stay';
  },
  receive: (turn, step, input) => receiveWhileSpeaking(turn, step, input),
};

/** Shared by the steps that speak without asking. */
export function receiveWhileSpeaking(
  turn: Turn,
  step: { readonly prompt: string; readonly next: string },
  input: StepInput,
): Move {
  if (input.kind === 'promptEnded') return to(step.next);
  if (input.kind !== 'key') return 'stay';
  if (input.key === '0') return to(turn.frame.commands.officer);
  if (input.key === '*') return to(turn.frame.commands.stop);
  if (input.key !== '9' || turn.session.replays >= maxSayReplays) return 'stay';
  patch(turn, { replays: turn.session.replays + 1 });
  play(turn, step.prompt, 'normal');
  return 'stay';
}
