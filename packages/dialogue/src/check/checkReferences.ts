import { type Condition, readsOf } from '../condition.ts';
import { boundStep, type Dialogue, type Step } from '../dialogue.ts';
import type { Raise } from '../raise.ts';
import { stepAt } from './graph.ts';
import type { DialogueProblem } from './problems.ts';

type Path = readonly (string | number)[];

/** Everything that is named exists: steps, prompts, loops, variables and answers in conditions. */
export function checkReferences(dialogue: Dialogue): readonly DialogueProblem[] {
  const { officer, stop, machine } = dialogue.commands;
  const tops: readonly (readonly [Path, string])[] = [
    [['first'], dialogue.first],
    [['noAnswer', 'end'], dialogue.noAnswer.end],
    [['commands', 'officer'], officer],
    [['commands', 'stop'], stop],
    [['commands', 'machine'], machine],
  ];
  return [
    ...tops.flatMap(([path, id]) => missingStep(dialogue, path, id)),
    ...Object.entries(dialogue.steps).flatMap(([id, step]) => checkStep(dialogue, ['steps', id], step)),
  ];
}

function missingStep(dialogue: Dialogue, path: Path, stepId: string): readonly DialogueProblem[] {
  return stepAt(dialogue, stepId) ? [] : [{ code: 'step.unknown', path, detail: stepId }];
}

function checkStep(dialogue: Dialogue, path: Path, step: Step): readonly DialogueProblem[] {
  const bound = boundStep(step);
  const prompts = bound.prompts.filter((id) => !Object.hasOwn(dialogue.prompts, id));
  const loop = 'loop' in step && step.loop !== undefined && stepAt(dialogue, step.loop)?.type !== 'loop' ? [step.loop] : [];
  return [
    ...bound.exits.flatMap((exit) => missingStep(dialogue, path, exit.to)),
    ...prompts.map((detail) => ({ code: 'prompt.unknown', path, detail }) as const),
    ...loop.map((detail) => ({ code: 'loop.unknown', path, detail }) as const),
    ...(step.type === 'set' ? missingVariables(dialogue, path, [step.variable]) : []),
    ...conditionsOf(step).flatMap((condition) => checkCondition(dialogue, path, condition)),
  ];
}

export function missingVariables(dialogue: Dialogue, path: Path, names: readonly string[]): readonly DialogueProblem[] {
  return names
    .filter((name) => !Object.hasOwn(dialogue.variables, name))
    .map((detail) => ({ code: 'variable.unknown', path, detail }));
}

function checkCondition(dialogue: Dialogue, path: Path, condition: Condition): readonly DialogueProblem[] {
  const reads = readsOf(condition);
  const asks = (id: string) => {
    const step = stepAt(dialogue, id);
    return step !== undefined && boundStep(step).asks;
  };
  return [
    ...missingVariables(dialogue, path, reads.variables),
    ...reads.answers.filter((id) => !asks(id)).map((detail) => ({ code: 'answer.unknown', path, detail }) as const),
  ];
}

function conditionsOf(step: Step): readonly Condition[] {
  const steering =
    step.type === 'branch' ? step.cases : 'promptWhen' in step && step.promptWhen !== undefined ? step.promptWhen : [];
  const raises: readonly Raise[] = [
    ...('raise' in step ? (step.raise ?? []) : []),
    ...(step.type === 'choose' ? Object.values(step.options).flatMap((option) => option.raise ?? []) : []),
  ];
  return [...steering.map((item) => item.when), ...raises.flatMap((raise) => (raise.when ? [raise.when] : []))];
}
