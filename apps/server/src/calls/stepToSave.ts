import type { Effect } from '@truyvet/dialogue';
import type { StepToSave } from '../commands/saveStep.ts';

/** What a list of effects leaves behind; what is heard or waited for leaves nothing. */
export function stepToSave(
  base: Pick<StepToSave, 'attemptId' | 'at' | 'session' | 'recording'>,
  effects: readonly Effect[],
): StepToSave {
  const of = <K extends Effect['kind']>(kind: K) => effects.filter((e): e is Extract<Effect, { kind: K }> => e.kind === kind);
  const [identified] = of('identified');
  return {
    ...base,
    answers: of('answer').map(({ answer }) => answer),
    alerts: of('alert').map(({ code }) => code),
    errands: of('errand').map(({ code, round }) => ({ code, round })),
    identified: identified ? (identified.weak ? 'weak' : 'strong') : null,
  };
}

/** True when something was said or raised that must be safe before the next prompt. A mere change of place need not be. */
export function mustBeCommitted({ answers, alerts, errands, identified, recording }: StepToSave): boolean {
  return answers.length + alerts.length + errands.length > 0 || identified !== null || recording !== null;
}
