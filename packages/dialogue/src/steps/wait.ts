import * as z from 'zod';
import { stepIdSchema } from '../frame.ts';
import { listen, type Move, play, type StepBehaviour, type StepInput, type Turn, to } from '../turn.ts';

/**
 * Says something and waits without asking, while the phone is handed over; any digit ends the wait early.
 *
 * @example { "type": "wait", "prompt": "M2wait", "ms": 30000, "next": "M1" }
 */
export const waitSchema = z.strictObject({
  type: z.literal('wait'),
  prompt: z.string(),
  ms: z.int().positive().max(120_000),
  next: stepIdSchema,
});
export type WaitStep = z.infer<typeof waitSchema>;

export const wait: StepBehaviour<WaitStep> = {
  exits: (step) => [{ to: step.next }],
  prompts: (step) => [step.prompt],
  enter: (turn, step) => {
    play(turn, step.prompt, 'normal');
    listen(turn, step.ms);
    return 'stay';
  },
  receive,
};

function receive(turn: Turn, step: WaitStep, input: StepInput): Move {
  if (input.kind === 'silence') return to(step.next);
  if (input.kind !== 'key') return 'stay';
  if (input.key === '0') return to(turn.frame.commands.officer);
  if (input.key === '*') return to(turn.frame.commands.stop);
  const justBegun = turn.session.phase === 'prompt';
  return justBegun || input.key === '#' ? 'stay' : to(step.next);
}
