import { boundStep, type Dialogue, type Step } from '../dialogue.ts';
import type { Exit } from '../turn.ts';

/** A step as it may be met: with the gate passed or not. */
export type Met = { readonly stepId: string; readonly identified: boolean };

/** Every way out of a step: its own, the command keys, a detected machine, and giving up after questions left unanswered. */
export function allExits(dialogue: Dialogue, step: Step): readonly Exit[] {
  const bound = boundStep(step);
  if (!bound.waits) return bound.exits;
  const { officer, stop, machine } = dialogue.commands;
  const givingUp = bound.asks ? [dialogue.noAnswer.end] : [];
  return [...bound.exits, ...[officer, stop, machine, ...givingUp].map((to) => ({ to }))];
}

/**
 * Each step that can be met from the first one, and whether the gate was passed on the way; nearest first. Exits to nowhere are passed
 * over.
 */
export function metSteps(dialogue: Dialogue): readonly Met[] {
  const seen = new Map<string, Met>();
  const open: Met[] = [{ stepId: dialogue.first, identified: false }];
  for (let met = open.shift(); met; met = open.shift()) {
    const key = `${met.stepId} ${met.identified}`;
    const step = stepAt(dialogue, met.stepId);
    if (!step || seen.has(key)) continue;
    seen.set(key, met);
    // Entering the gate closes it: whoever passes it next passes for themselves.
    const before = step.type === 'identity' ? false : met.identified;
    for (const exit of allExits(dialogue, step)) open.push({ stepId: exit.to, identified: exit.identifies ?? before });
  }
  return [...seen.values()];
}

/** Steps from which some path leads to an `end`. */
export function endingSteps(dialogue: Dialogue): ReadonlySet<string> {
  const ends = (step: Step, known: ReadonlySet<string>) =>
    step.type === 'end' || boundStep(step).exits.some((exit) => known.has(exit.to));
  return grow(dialogue, ends);
}

/**
 * Steps from which every path soon waits for the outside or ends. What is missing from it goes round by itself.
 */
export function settlingSteps(dialogue: Dialogue): ReadonlySet<string> {
  const settles = (step: Step, known: ReadonlySet<string>) =>
    step.type === 'end' || boundStep(step).waits || boundStep(step).exits.every((exit) => known.has(exit.to));
  return grow(dialogue, settles);
}

function grow(dialogue: Dialogue, belongs: (step: Step, known: ReadonlySet<string>) => boolean): ReadonlySet<string> {
  const known = new Set<string>();
  for (let before = -1; before < known.size; ) {
    before = known.size;
    for (const [id, step] of Object.entries(dialogue.steps)) if (belongs(step, known)) known.add(id);
  }
  return known;
}

/** The step of that name, if there is one. */
export function stepAt(dialogue: Dialogue, stepId: string): Step | undefined {
  return Object.hasOwn(dialogue.steps, stepId) ? dialogue.steps[stepId] : undefined;
}
