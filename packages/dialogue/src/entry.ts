import { type Asking, notUnderstood, raiseForAnswer } from './ask.ts';
import { listen, type Move, patch, recordAnswer, roundOf, type StepInput, type Turn, to } from './turn.ts';
import type { AnswerValue } from './types.ts';

/** More digits than any number, year or phone number has: the rest is dropped. */
const maxKeys = 20;

/**
 * How digits are read. While they are keyed every digit is data; only # (done) and * (end) command (design §6).
 *
 * - `completeAt`: so many digits need no #.
 * - `read`: the typed value, or null if these digits cannot be one.
 * - `accept`: what follows.
 */
export type Entry<S> = {
  readonly completeAt?: number;
  readonly read: (keys: string, step: S, turn: Turn) => AnswerValue | null;
  readonly accept: (turn: Turn, step: S, value: AnswerValue) => Move;
};

/** Keys, silence and the end of the prompt at a step where digits are keyed. Silence after digits counts as #. */
export function receiveEntry<S extends Asking>(turn: Turn, step: S, input: StepInput, entry: Entry<S>): Move {
  if (input.kind === 'silence') return turn.session.keys === '' ? notUnderstood(turn, step) : finish(turn, step, entry);
  if (input.kind !== 'key') return 'stay';
  if (input.key === '*') return to(turn.frame.commands.stop);
  if (input.key === '#') return finish(turn, step, entry, input.promptAtMs);
  const keys = (turn.session.keys + input.key).slice(0, maxKeys);
  patch(turn, { keys, phase: 'waiting' });
  if (keys.length !== entry.completeAt) {
    listen(turn);
    return 'stay';
  }
  const move = finish(turn, step, entry, input.promptAtMs);
  patch(turn, { swallowHash: true });
  return move;
}

function finish<S extends Asking>(turn: Turn, step: S, entry: Entry<S>, promptAtMs?: number): Move {
  const { keys } = turn.session;
  const value = entry.read(keys, step, turn);
  if (value === null) return notUnderstood(turn, step);
  recordAnswer(turn, value, { by: 'key', keys, promptAtMs }, roundOf(turn, step.loop));
  return entry.accept(turn, step, value);
}

/** The plain way to accept: raise what the answer calls for, then the next step. */
export function acceptAndGoOn<S extends Asking & { readonly next: string }>(turn: Turn, step: S): Move {
  raiseForAnswer(turn, step);
  return to(step.next);
}
