import * as z from 'zod';
import { stepIdSchema } from '../frame.ts';
import { patch, type StepBehaviour, to } from '../turn.ts';

/**
 * Gives a declared variable a fixed value. Never copies another variable, so that nothing sensitive gets a harmless name.
 *
 * @example { "type": "set", "variable": "phan_mot_xong", "value": true, "next": "B1" }
 */
export const setSchema = z.strictObject({
  type: z.literal('set'),
  variable: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  next: stepIdSchema,
});
export type SetStep = z.infer<typeof setSchema>;

export const set: StepBehaviour<SetStep> = {
  exits: (step) => [{ to: step.next }],
  prompts: () => [],
  enter: (turn, step) => {
    patch(turn, { variables: { ...turn.session.variables, [step.variable]: step.value } });
    return to(step.next);
  },
};
