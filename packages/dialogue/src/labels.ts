import type { Dialogue } from './dialogue.ts';
import type { Label } from './frame.ts';

/** What a step asks, in a few words for staff; null for a step that asks nothing or does not exist. */
export function questionLabel(dialogue: Dialogue, stepId: string): Label | null {
  const step = Object.hasOwn(dialogue.steps, stepId) ? dialogue.steps[stepId] : undefined;
  return step && 'label' in step ? step.label : null;
}

/**
 * What a chosen value means, in words; the same value may mean different things at different steps.
 *
 * @example optionLabel(f1Tracing, 'A6', 'elsewhere') // { vi: 'Nơi khác', en: 'Elsewhere' }
 */
export function optionLabel(dialogue: Dialogue, stepId: string, value: string): Label | null {
  const step = Object.hasOwn(dialogue.steps, stepId) ? dialogue.steps[stepId] : undefined;
  if (step?.type !== 'choose') return null;
  return Object.values(step.options).find((option) => option.value === value)?.label ?? null;
}
