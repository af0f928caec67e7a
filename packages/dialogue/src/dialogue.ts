import * as z from 'zod';
import { frameFields, stepIdSchema } from './frame.ts';
import { branch, branchSchema } from './steps/branch.ts';
import { callback, callbackSchema } from './steps/callback.ts';
import { choose, chooseSchema } from './steps/choose.ts';
import { digits, digitsSchema } from './steps/digits.ts';
import { end, endSchema } from './steps/end.ts';
import { identity, identitySchema } from './steps/identity.ts';
import { loop, loopSchema } from './steps/loop.ts';
import { number, numberSchema } from './steps/number.ts';
import { record, recordSchema } from './steps/record.ts';
import { say, saySchema } from './steps/say.ts';
import { set, setSchema } from './steps/set.ts';
import { transfer, transferSchema } from './steps/transfer.ts';
import { wait, waitSchema } from './steps/wait.ts';
import { year, yearSchema } from './steps/year.ts';
import type { Exit, Move, StepBehaviour, StepInput, Turn } from './turn.ts';

const stepSchema = z.discriminatedUnion('type', [
  saySchema,
  chooseSchema,
  numberSchema,
  yearSchema,
  identitySchema,
  digitsSchema,
  recordSchema,
  branchSchema,
  setSchema,
  loopSchema,
  waitSchema,
  transferSchema,
  callbackSchema,
  endSchema,
]);

/** One step of a dialogue; each kind is described in its own file under `steps/`. */
export type Step = z.infer<typeof stepSchema>;

/** A call script: a versioned document. A published version never changes; a change is a new version. */
export const dialogueSchema = z.strictObject({ ...frameFields, steps: z.record(stepIdSchema, stepSchema) });
export type Dialogue = z.infer<typeof dialogueSchema>;

/** A step together with what its kind does. */
export type BoundStep = {
  readonly exits: readonly Exit[];
  readonly prompts: readonly string[];
  /** Waits for the outside: a prompt to end, a key, a recording. */
  readonly waits: boolean;
  /** Expects an answer. */
  readonly asks: boolean;
  readonly enter: (turn: Turn) => Move;
  readonly receive: (turn: Turn, input: StepInput) => Move;
};

function bind<S extends Step>(behaviour: StepBehaviour<S>, step: S): BoundStep {
  return {
    exits: behaviour.exits(step),
    prompts: behaviour.prompts(step),
    waits: behaviour.receive !== undefined,
    asks: 'onNoAnswer' in step,
    enter: (turn) => behaviour.enter(turn, step),
    receive: (turn, input) => behaviour.receive?.(turn, step, input) ?? 'stay',
  };
}

/** Finds the behaviour of a step's kind. */
export function boundStep(step: Step): BoundStep {
  switch (step.type) {
    case 'say':
      return bind(say, step);
    case 'choose':
      return bind(choose, step);
    case 'number':
      return bind(number, step);
    case 'year':
      return bind(year, step);
    case 'identity':
      return bind(identity, step);
    case 'digits':
      return bind(digits, step);
    case 'record':
      return bind(record, step);
    case 'branch':
      return bind(branch, step);
    case 'set':
      return bind(set, step);
    case 'loop':
      return bind(loop, step);
    case 'wait':
      return bind(wait, step);
    case 'transfer':
      return bind(transfer, step);
    case 'callback':
      return bind(callback, step);
    case 'end':
      return bind(end, step);
  }
}
