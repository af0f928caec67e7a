import type { RecordedOutcome } from '../commands/recordOutcome.ts';
import type { StepToSave } from '../commands/saveStep.ts';
import type { Db } from '../db/connect.ts';
import { inScope, systemScope } from '../db/scope.ts';

/** Ways to break the server on purpose, to prove that the comparison with the citizens' own log sees it. Never set in real use. */
export const sabotages = ['drop-answer', 'swap-key', 'call-twice', 'lose-alert'] as const;
export type SabotageKind = (typeof sabotages)[number];

/** The places where a dialer can be broken. All of them do nothing without sabotage. */
export type Sabotage = {
  /** The key as the dialogue shall see it. */
  readonly key: (digit: string) => string;
  /** The step as it shall be saved. */
  readonly step: (step: StepToSave) => StepToSave;
  readonly afterOutcome: (outcome: RecordedOutcome, e164: string) => Promise<void>;
};

export type SabotageTools = { readonly db: Db; readonly dial: (e164: string) => void };

const none: Sabotage = { key: (digit) => digit, step: (step) => step, afterOutcome: async () => undefined };

/** Breaks one thing: every third answer, every seventh 1 or 2, every alert, or a second call to whom already answered. */
export function createSabotage(kind: SabotageKind | undefined, { db, dial }: SabotageTools): Sabotage {
  let count = 0;
  switch (kind) {
    case undefined:
      return none;
    case 'drop-answer':
      return { ...none, step: (step) => (step.answers.length > 0 && ++count % 3 === 0 ? { ...step, answers: [] } : step) };
    case 'swap-key':
      return { ...none, key: (digit) => ((digit === '1' || digit === '2') && ++count % 7 === 0 ? swapped[digit] : digit) };
    case 'lose-alert':
      return {
        ...none,
        step: (step) => ({ ...step, alerts: [], errands: step.errands.filter(({ code }) => code !== 'symptoms') }),
        afterOutcome: async ({ attemptId }) => {
          await inScope(db, systemScope, (tx) => tx.deleteFrom('alert').where('attempt_id', '=', attemptId).execute());
        },
      };
    case 'call-twice':
      return {
        ...none,
        afterOutcome: async ({ disposition }, e164) => {
          if (disposition === 'completed' && count++ === 0) dial(e164);
        },
      };
  }
}

const swapped = { '1': '2', '2': '1' } as const;
