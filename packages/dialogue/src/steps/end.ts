import * as z from 'zod';
import { end as endWith, type StepBehaviour } from '../turn.ts';

/**
 * Hangs up with an outcome.
 *
 * @example { "type": "end", "outcome": "completed" }
 */
export const endSchema = z.strictObject({
  type: z.literal('end'),
  outcome: z.enum([
    'completed',
    'partial',
    'identityFailed',
    'wrongNumber',
    'refused',
    'callBackLater',
    'machine',
    'officer',
    'urgent',
    'abandoned',
    'noUsableAnswer',
  ]),
});
export type EndStep = z.infer<typeof endSchema>;

export const end: StepBehaviour<EndStep> = {
  exits: () => [],
  prompts: () => [],
  enter: (turn, step) => endWith(turn, step.outcome),
};
