import * as z from 'zod';
import { ask, askFields, noAnswerExit, promptOf, promptsOf } from '../ask.ts';
import { receiveEntry } from '../entry.ts';
import { ageVariable, birthYearVariable, stepIdSchema } from '../frame.ts';
import type { Identified, Session } from '../session.ts';
import { listen, type Move, patch, play, raiseAll, type StepBehaviour, type Turn, to } from '../turn.ts';
import type { AnswerValue } from '../types.ts';
import { readYear, yearDigits } from './year.ts';

/**
 * The identity gate: the four digits of the birth year, compared with the record. The exact year passes as `strong`; a record with only an
 * age accepts one year more or less and passes as `weak`. After `tries` wrong years, or without year and age on record, an errand is raised
 * and nothing of the content is spoken. Entering the step closes the gate: each person who shares a phone passes for themselves.
 *
 * Reads the variables `nam_sinh` and `tuoi`. Each year keyed is an answer, right or wrong.
 *
 * @example { "type": "identity", "prompt": "M3", "wrongPrompt": "WRONG", "tries": 2, "label": { "vi": "Năm sinh", "en": "Birth year" },
 *   "next": "A1", "onFailed": "identityFailed", "onUnknown": "identityUnknown", "onNoAnswer": "noAnswer" }
 */
export const identitySchema = z.strictObject({
  type: z.literal('identity'),
  ...askFields,
  /** Said before the question is asked again after a wrong year. */
  wrongPrompt: z.string(),
  tries: z.int().min(1).max(3),
  next: stepIdSchema,
  onFailed: stepIdSchema,
  onUnknown: stepIdSchema,
});
export type IdentityStep = z.infer<typeof identitySchema>;

export const identity: StepBehaviour<IdentityStep> = {
  exits: (step) => [{ to: step.next, identifies: true }, { to: step.onFailed }, { to: step.onUnknown }, noAnswerExit(step)],
  prompts: (step) => [...promptsOf(step), step.wrongPrompt],
  enter: (turn, step) => {
    patch(turn, { identified: 'no', wrongTries: 0 });
    if (gateOf(turn.session) !== 'none') return ask(turn, step);
    raiseAll(turn, [{ errand: 'identityUnknown' }]);
    return to(step.onUnknown);
  },
  receive: (turn, step, input) =>
    receiveEntry(turn, step, input, { completeAt: yearDigits, read: (keys, _, now) => readYear(keys, now), accept }),
};

function gateOf(session: Session): 'year' | 'age' | 'none' {
  if (typeof session.variables[birthYearVariable] === 'number') return 'year';
  return typeof session.variables[ageVariable] === 'number' ? 'age' : 'none';
}

/** How surely a birth year fits the record. */
function identify(session: Session, keyed: number): Identified {
  if (gateOf(session) === 'year') return keyed === session.variables[birthYearVariable] ? 'strong' : 'no';
  const age = session.variables[ageVariable];
  return typeof age === 'number' && Math.abs(session.todayYear - age - keyed) <= 1 ? 'weak' : 'no';
}

function accept(turn: Turn, step: IdentityStep, value: AnswerValue): Move {
  const identified = value.type === 'year' ? identify(turn.session, value.value) : 'no';
  if (identified === 'no') return wrongYear(turn, step);
  const next = turn.session.resumeAt ?? step.next;
  patch(turn, { identified, resumeAt: null });
  turn.effects.push({ kind: 'identified', weak: identified === 'weak' });
  return to(next);
}

function wrongYear(turn: Turn, step: IdentityStep): Move {
  patch(turn, { wrongTries: turn.session.wrongTries + 1, keys: '', repeats: 0 });
  if (turn.session.wrongTries >= step.tries) {
    raiseAll(turn, [{ errand: 'identityFailed' }]);
    return to(step.onFailed);
  }
  play(turn, step.wrongPrompt, 'normal');
  play(turn, promptOf(turn, step), 'normal');
  listen(turn);
  return 'stay';
}
