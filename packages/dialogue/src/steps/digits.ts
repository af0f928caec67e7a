import * as z from 'zod';
import { ask, askFields, noAnswerExit, promptsOf } from '../ask.ts';
import { acceptAndGoOn, receiveEntry } from '../entry.ts';
import { stepIdSchema } from '../frame.ts';
import type { StepBehaviour } from '../turn.ts';

/**
 * Digits kept as text (a phone number), finished with #. With `emptyIsUnknown`, # alone means "I do not know" and is the answer ''.
 *
 * @example { "type": "digits", "prompt": "A5p", "label": { "vi": "Số điện thoại", "en": "Phone number" }, "minDigits": 9, "maxDigits": 12,
 *   "emptyIsUnknown": true, "next": "A5r", "onNoAnswer": "A5r" }
 */
export const digitsSchema = z.strictObject({
  type: z.literal('digits'),
  ...askFields,
  minDigits: z.int().positive(),
  maxDigits: z.int().positive().max(15),
  emptyIsUnknown: z.boolean(),
  next: stepIdSchema,
});
export type DigitsStep = z.infer<typeof digitsSchema>;

export const digits: StepBehaviour<DigitsStep> = {
  exits: (step) => [{ to: step.next }, noAnswerExit(step)],
  prompts: promptsOf,
  enter: (turn, step) => ask(turn, step),
  receive: (turn, step, input) => receiveEntry(turn, step, input, { read: readDigits, accept: acceptAndGoOn }),
};

function readDigits(keys: string, step: DigitsStep): { type: 'digits'; value: string } | null {
  const fits = keys === '' ? step.emptyIsUnknown : keys.length >= step.minDigits && keys.length <= step.maxDigits;
  return fits ? { type: 'digits', value: keys } : null;
}
