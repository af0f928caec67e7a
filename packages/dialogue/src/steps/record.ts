import * as z from 'zod';
import { askFields, noAnswerExit, notUnderstood, promptOf, promptsOf, raiseForAnswer } from '../ask.ts';
import { stepIdSchema } from '../frame.ts';
import { type Move, patch, play, recordAnswer, roundOf, type StepBehaviour, type StepInput, type Turn, to } from '../turn.ts';
import type { Pace } from '../types.ts';

/** The clip heard before a recording begins. */
export const beepClip = 'beep';

/**
 * Records what the person says after a beep, until #, silence or `maxMs`. Shorter than `minMs` counts as nothing said. During the prompt # skips
 * to the beep; * ends the call; other keys mean nothing.
 *
 * @example { "type": "record", "prompt": "A3r", "label": { "vi": "Nơi đã đến", "en": "Places visited" }, "maxMs": 30000, "minMs": 500,
 *   "next": "A4", "onNoAnswer": "A4" }
 */
export const recordSchema = z.strictObject({
  type: z.literal('record'),
  ...askFields,
  maxMs: z.int().positive().max(300_000),
  minMs: z.int().positive(),
  next: stepIdSchema,
});
export type RecordStep = z.infer<typeof recordSchema>;

export const record: StepBehaviour<RecordStep> = {
  exits: (step) => [{ to: step.next }, noAnswerExit(step)],
  prompts: promptsOf,
  enter: (turn, step) => askToSpeak(turn, step, 'normal'),
  receive,
};

function askToSpeak(turn: Turn, step: RecordStep, pace: Pace): Move {
  play(turn, promptOf(turn, step), pace, [{ clip: beepClip }]);
  return startRecording(turn, step);
}

function startRecording(turn: Turn, step: RecordStep): Move {
  turn.effects.push({ kind: 'record', name: turn.session.at, maxMs: step.maxMs, finishKey: '#' });
  return 'stay';
}

function receive(turn: Turn, step: RecordStep, input: StepInput): Move {
  if (input.kind === 'key') return receiveKey(turn, step, input.key);
  if (input.kind === 'promptEnded') return 'stay';
  if (input.kind === 'silence' || input.durationMs < step.minMs) return notUnderstood(turn, step, askToSpeak);
  const value = { type: 'recording', value: input.recordingId, durationMs: input.durationMs } as const;
  recordAnswer(turn, value, { by: 'voice', keys: '' }, roundOf(turn, step.loop));
  raiseForAnswer(turn, step);
  return to(step.next);
}

function receiveKey(turn: Turn, step: RecordStep, key: string): Move {
  if (key === '*') return to(turn.frame.commands.stop);
  if (key !== '#' || turn.session.phase !== 'prompt') return 'stay';
  turn.effects.push({
    kind: 'play',
    promptId: promptOf(turn, step),
    pieces: [{ clip: beepClip }],
    bargeIn: false,
    pace: 'normal',
  });
  patch(turn, { bargeIn: false });
  return startRecording(turn, step);
}
