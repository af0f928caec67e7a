import * as z from 'zod';
import { stepIdSchema } from '../frame.ts';
import { errandSchema } from '../raise.ts';
import { play, raiseAll, type StepBehaviour, to } from '../turn.ts';

/**
 * Hands the person over to a human: the errand is raised first, then the prompt tells them that somebody will call. Whatever is
 * pressed meanwhile changes nothing.
 *
 * @example { "type": "transfer", "errand": "askedForOfficer", "prompt": "OFFICER", "next": "endOfficer" }
 */
export const transferSchema = z.strictObject({
  type: z.literal('transfer'),
  errand: errandSchema,
  prompt: z.string(),
  next: stepIdSchema,
});
export type TransferStep = z.infer<typeof transferSchema>;

export const transfer: StepBehaviour<TransferStep> = {
  exits: (step) => [{ to: step.next }],
  prompts: (step) => [step.prompt],
  enter: (turn, step) => {
    raiseAll(turn, [{ errand: step.errand }]);
    play(turn, step.prompt, 'normal');
    return 'stay';
  },
  receive: (_, step, input) => (input.kind === 'promptEnded' ? to(step.next) : 'stay'),
};
