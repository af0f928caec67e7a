import * as z from 'zod';
import { ask, askFields, noAnswerExit, promptsOf } from '../ask.ts';
import { acceptAndGoOn, receiveEntry } from '../entry.ts';
import { stepIdSchema } from '../frame.ts';
import type { StepBehaviour, Turn } from '../turn.ts';

/**
 * A year in four digits, which need no #; from 1900 to the year of the call. For the birth year that opens the identity gate see `identity`.
 *
 * @example { "type": "year", "prompt": "C2y", "label": { "vi": "Năm sinh", "en": "Birth year" }, "next": "C2w", "onNoAnswer": "C2w" }
 */
export const yearSchema = z.strictObject({ type: z.literal('year'), ...askFields, next: stepIdSchema });
export type YearStep = z.infer<typeof yearSchema>;

export const yearDigits = 4;

export const year: StepBehaviour<YearStep> = {
  exits: (step) => [{ to: step.next }, noAnswerExit(step)],
  prompts: promptsOf,
  enter: (turn, step) => ask(turn, step),
  receive: (turn, step, input) =>
    receiveEntry(turn, step, input, {
      completeAt: yearDigits,
      read: (keys, _, now) => readYear(keys, now),
      accept: acceptAndGoOn,
    }),
};

/** Nobody alive was born before 1900. */
export function readYear(keys: string, turn: Turn): { type: 'year'; value: number } | null {
  const value = Number(keys);
  return keys.length === yearDigits && value >= 1900 && value <= turn.session.todayYear ? { type: 'year', value } : null;
}
