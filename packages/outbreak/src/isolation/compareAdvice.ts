import type { Advice } from './advice.ts';

/** What of a person's advice would change. */
export const adviceParts = ['rule', 'measures', 'dates', 'tests'] as const;
export type AdvicePart = (typeof adviceParts)[number];

/**
 * What is different between the advice that stands and the one the rules of today give; empty when nothing is. The day from which a phase is still to
 * be spent moves on with every day, so that only its last day counts.
 */
export function changedParts(before: Advice, after: Advice): AdvicePart[] {
  if (before.kind === 'none' || after.kind === 'none') return before.kind === after.kind ? [] : [...adviceParts];
  const changed: AdvicePart[] = [];
  if (before.ruleCode !== after.ruleCode || before.ruleVersion !== after.ruleVersion) changed.push('rule');
  const left = before.phases.filter(({ endOn }) => endOn >= after.advisedOn);
  const differs = (part: (phase: (typeof left)[number]) => unknown) =>
    JSON.stringify(left.map(part)) !== JSON.stringify(after.phases.map(part));
  if (differs(({ measure }) => measure)) changed.push('measures');
  if (before.endOn !== after.endOn || differs(({ endOn }) => endOn)) changed.push('dates');
  if (differs(({ tests }) => tests?.map(({ day }) => day) ?? null)) changed.push('tests');
  return changed;
}
