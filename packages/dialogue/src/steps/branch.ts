import * as z from 'zod';
import { conditionSchema, holds } from '../condition.ts';
import { stepIdSchema } from '../frame.ts';
import { type StepBehaviour, to } from '../turn.ts';

/**
 * Goes where the first condition that holds says, without a word.
 *
 * @example { "type": "branch", "cases": [{ "when": { "variable": "tuoi", "below": 18 }, "next": "guardian" }], "otherwise": "M2" }
 */
export const branchSchema = z.strictObject({
  type: z.literal('branch'),
  cases: z.array(z.strictObject({ when: conditionSchema, next: stepIdSchema })).min(1),
  otherwise: stepIdSchema,
});
export type BranchStep = z.infer<typeof branchSchema>;

export const branch: StepBehaviour<BranchStep> = {
  exits: (step) => [...step.cases.map((item) => ({ to: item.next })), { to: step.otherwise }],
  prompts: () => [],
  enter: (turn, step) => to(step.cases.find((item) => holds(item.when, turn.session))?.next ?? step.otherwise),
};
