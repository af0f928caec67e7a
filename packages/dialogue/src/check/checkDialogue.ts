import type { Dialogue } from '../dialogue.ts';
import { checkGate } from './checkGate.ts';
import { checkKeys } from './checkKeys.ts';
import { checkReferences } from './checkReferences.ts';
import { checkTexts } from './checkTexts.ts';
import { endingSteps, metSteps, settlingSteps } from './graph.ts';
import type { DialogueProblem } from './problems.ts';

/**
 * The publishing check. Empty: the dialogue may be published. Otherwise every problem found, each with its path; a dialogue with
 * problems is never run. What it proves, on every path: nothing private before the identity gate (design invariant 3), no step missing,
 * unreachable or without an end, no text with an unknown variable, no key with two meanings.
 */
export function checkDialogue(dialogue: Dialogue): readonly DialogueProblem[] {
  const found = [
    ...checkReferences(dialogue),
    ...checkTexts(dialogue),
    ...checkKeys(dialogue),
    ...checkPaths(dialogue),
    ...checkGate(dialogue),
  ];
  const unique = new Map(found.map((problem) => [JSON.stringify(problem), problem]));
  return [...unique.values()];
}

function checkPaths(dialogue: Dialogue): readonly DialogueProblem[] {
  const met = new Set(metSteps(dialogue).map((step) => step.stepId));
  const ending = endingSteps(dialogue);
  const settling = settlingSteps(dialogue);
  return Object.keys(dialogue.steps).flatMap((detail): readonly DialogueProblem[] => {
    const path = ['steps', detail];
    if (!met.has(detail)) return [{ code: 'step.unreachable', path, detail }];
    return [
      ...(ending.has(detail) ? [] : [{ code: 'step.neverEnds', path, detail } as const]),
      ...(settling.has(detail) ? [] : [{ code: 'step.spins', path, detail } as const]),
    ];
  });
}
