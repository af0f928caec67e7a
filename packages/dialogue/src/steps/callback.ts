import * as z from 'zod';
import { stepIdSchema } from '../frame.ts';
import { play, type StepBehaviour } from '../turn.ts';
import { receiveWhileSpeaking } from './say.ts';

/**
 * Asks for another call later, then says so.
 *
 * @example { "type": "callback", "reason": "awayFromPhone", "prompt": "M2later", "next": "endCallBack" }
 */
export const callbackSchema = z.strictObject({
  type: z.literal('callback'),
  reason: z.enum(['awayFromPhone', 'busy', 'driving']),
  prompt: z.string(),
  next: stepIdSchema,
});
export type CallbackStep = z.infer<typeof callbackSchema>;

export const callback: StepBehaviour<CallbackStep> = {
  exits: (step) => [{ to: step.next }],
  prompts: (step) => [step.prompt],
  enter: (turn, step) => {
    turn.effects.push({ kind: 'callBackLater', reason: step.reason });
    play(turn, step.prompt, 'normal');
    return 'stay';
  },
  receive: (turn, step, input) => (input.kind === 'key' && input.key !== '9' ? 'stay' : receiveWhileSpeaking(turn, step, input)),
};
