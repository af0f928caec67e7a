import * as z from 'zod';
import { stepIdSchema } from '../frame.ts';
import { patch, type StepBehaviour, to } from '../turn.ts';

/**
 * The head of a loop: each arrival begins a round (0, 1, 2…) and leads to `body`; after `maxRounds` it leads to `next`. Steps that name it as
 * their `loop` answer in its round; the last of them leads back here or on.
 *
 * @example { "type": "loop", "body": "A5n", "maxRounds": 10, "next": "A6" }
 */
export const loopSchema = z.strictObject({
  type: z.literal('loop'),
  body: stepIdSchema,
  maxRounds: z.int().positive().max(50),
  next: stepIdSchema,
});
export type LoopStep = z.infer<typeof loopSchema>;

export const loop: StepBehaviour<LoopStep> = {
  exits: (step) => [{ to: step.body }, { to: step.next }],
  prompts: () => [],
  enter: (turn, step) => {
    const { at, rounds } = turn.session;
    const round = Object.hasOwn(rounds, at) ? (rounds[at] ?? 0) + 1 : 0;
    if (round >= step.maxRounds) return to(step.next);
    patch(turn, { rounds: { ...rounds, [at]: round } });
    return to(step.body);
  },
};
