import { readsOf } from '../condition.ts';
import { boundStep, type Dialogue, type Step } from '../dialogue.ts';
import { promptIsSensitive, variableIsSensitive } from '../promptIsSensitive.ts';
import { metSteps, stepAt } from './graph.ts';
import type { DialogueProblem } from './problems.ts';

/**
 * Design invariant 3: nothing about health before the gate, on any path. Neither spoken, nor told by what is asked or said next: a branch on
 * something private discloses it as well.
 */
export function checkGate(dialogue: Dialogue): readonly DialogueProblem[] {
  return metSteps(dialogue)
    .filter((met) => !met.identified)
    .flatMap(({ stepId }) => {
      const step = stepAt(dialogue, stepId);
      return step ? [...openPrompts(dialogue, stepId, step), ...openBranches(dialogue, stepId, step)] : [];
    });
}

function openPrompts(dialogue: Dialogue, stepId: string, step: Step): readonly DialogueProblem[] {
  return boundStep(step)
    .prompts.filter((promptId) => promptIsSensitive(dialogue, promptId))
    .map((promptId) => ({ code: 'gate.sensitivePrompt', path: ['steps', stepId], detail: promptId }));
}

function openBranches(dialogue: Dialogue, stepId: string, step: Step): readonly DialogueProblem[] {
  return steeringConditions(step).flatMap((condition) => {
    const { variables, answers } = readsOf(condition);
    const told = [
      ...variables.filter((name) => variableIsSensitive(dialogue, name)),
      ...answers.filter((asked) => answerIsSensitive(dialogue, asked)),
    ];
    return told.map((detail) => ({ code: 'gate.sensitiveBranch', path: ['steps', stepId], detail }));
  });
}

/** Conditions that decide what is spoken next. What they raise for staff is not heard. */
function steeringConditions(step: Step) {
  if (step.type === 'branch') return step.cases.map((item) => item.when);
  return 'promptWhen' in step ? (step.promptWhen ?? []).map((choice) => choice.when) : [];
}

/** An answer is as private as its question. */
function answerIsSensitive(dialogue: Dialogue, stepId: string): boolean {
  const step = stepAt(dialogue, stepId);
  return step !== undefined && boundStep(step).prompts.some((promptId) => promptIsSensitive(dialogue, promptId));
}
