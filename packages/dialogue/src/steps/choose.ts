import * as z from 'zod';
import { ask, askFields, hearAgain, noAnswerExit, notUnderstood, promptsOf, raiseForAnswer } from '../ask.ts';
import { labelSchema, stepIdSchema } from '../frame.ts';
import { raisesSchema } from '../raise.ts';
import { type Move, recordAnswer, roundOf, type StepBehaviour, type StepInput, type Turn, to } from '../turn.ts';
import type { AnswerValue } from '../types.ts';

const optionSchema = z.strictObject({
  value: z.string().min(1),
  label: labelSchema,
  raise: raisesSchema.optional(),
  next: stepIdSchema,
});

/**
 * One key out of a few. `yesNo`: 1 yes, 2 no, 3 not sure. `choice`: 1–4 as the author says. In both 9 repeats, 0 is an officer,
 * * ends, and # means nothing. Legal keys are checked at publishing.
 *
 * @example { "type": "choose", "answer": "yesNo", "prompt": "A3", "label": { "vi": "Ra khỏi xã", "en": "Left the commune" }, "onNoAnswer": "A4",
 *   "options": { "1": { "value": "yes", "label": { "vi": "Có", "en": "Yes" }, "next": "A3r" }, "2": …, "3": … } }
 */
export const chooseSchema = z.strictObject({
  type: z.literal('choose'),
  ...askFields,
  answer: z.enum(['yesNo', 'choice']),
  options: z.record(z.string(), optionSchema),
});
export type ChooseStep = z.infer<typeof chooseSchema>;

/** The keys of a yes/no question and what they mean. */
export const yesNoKeys: Readonly<Record<string, 'yes' | 'no' | 'unsure'>> = { '1': 'yes', '2': 'no', '3': 'unsure' };

export const choose: StepBehaviour<ChooseStep> = {
  exits: (step) => [...Object.values(step.options).map((option) => ({ to: option.next })), noAnswerExit(step)],
  prompts: promptsOf,
  enter: (turn, step) => ask(turn, step),
  receive,
};

function receive(turn: Turn, step: ChooseStep, input: StepInput): Move {
  if (input.kind === 'silence') return notUnderstood(turn, step);
  if (input.kind !== 'key' || input.key === '#') return 'stay';
  if (input.key === '9') return hearAgain(turn, step);
  if (input.key === '0') return to(turn.frame.commands.officer);
  if (input.key === '*') return to(turn.frame.commands.stop);
  const option = Object.hasOwn(step.options, input.key) ? step.options[input.key] : undefined;
  const value = option && typed(step, input.key, option.value);
  if (!option || !value) return notUnderstood(turn, step);
  recordAnswer(turn, value, { by: 'key', keys: input.key, promptAtMs: input.promptAtMs }, roundOf(turn, step.loop));
  raiseForAnswer(turn, step, option.raise);
  return to(option.next);
}

function typed(step: ChooseStep, key: string, value: string): AnswerValue | null {
  if (step.answer === 'choice') return { type: 'choice', value };
  const meaning = yesNoKeys[key];
  return meaning ? { type: 'yesNo', value: meaning } : null;
}
