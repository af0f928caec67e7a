import * as z from 'zod';
import { ask, askFields, noAnswerExit, promptsOf } from '../ask.ts';
import { acceptAndGoOn, receiveEntry } from '../entry.ts';
import { stepIdSchema } from '../frame.ts';
import type { StepBehaviour } from '../turn.ts';

/**
 * A whole number, finished with #.
 *
 * @example { "type": "number", "prompt": "A4", "label": { "vi": "Số người trong nhà", "en": "Household size" }, "min": 0, "max": 50,
 *   "next": "A5", "onNoAnswer": "A5" }
 */
export const numberSchema = z.strictObject({
  type: z.literal('number'),
  ...askFields,
  min: z.int().min(0),
  max: z.int().positive(),
  next: stepIdSchema,
});
export type NumberStep = z.infer<typeof numberSchema>;

export const number: StepBehaviour<NumberStep> = {
  exits: (step) => [{ to: step.next }, noAnswerExit(step)],
  prompts: promptsOf,
  enter: (turn, step) => ask(turn, step),
  receive: (turn, step, input) => receiveEntry(turn, step, input, { read: readNumber, accept: acceptAndGoOn }),
};

function readNumber(keys: string, step: NumberStep): { type: 'number'; value: number } | null {
  const value = Number(keys);
  return keys !== '' && value >= step.min && value <= step.max ? { type: 'number', value } : null;
}
