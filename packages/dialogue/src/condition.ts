import * as z from 'zod';
import { lastAnswer, type Session } from './session.ts';

/**
 * A question to what is known, as data: no expression language, so a script can be checked and drawn.
 *
 * @example { "variable": "level", "is": "F2" }
 * @example { "any": [{ "variable": "tuoi", "atLeast": 65 }, { "variable": "tuoi", "below": 5 }] }
 * @example { "answer": "A2", "is": "yes" }
 */
export type Condition =
  | { readonly variable: string; readonly is: string | number | boolean }
  | { readonly variable: string; readonly known: boolean }
  | { readonly variable: string; readonly atLeast: number }
  | { readonly variable: string; readonly below: number }
  | { readonly answer: string; readonly is: string | number }
  | { readonly any: readonly Condition[] }
  | { readonly all: readonly Condition[] }
  | { readonly not: Condition };

const name = z.string().min(1);

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ variable: name, is: z.union([z.string(), z.number(), z.boolean()]) }),
    z.strictObject({ variable: name, known: z.boolean() }),
    z.strictObject({ variable: name, atLeast: z.number() }),
    z.strictObject({ variable: name, below: z.number() }),
    z.strictObject({ answer: name, is: z.union([z.string(), z.number()]) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ not: conditionSchema }),
  ]),
);

/** Whether a condition holds now. What is not known is never equal, never at least, never below. */
export function holds(condition: Condition, session: Session): boolean {
  if ('any' in condition) return condition.any.some((part) => holds(part, session));
  if ('all' in condition) return condition.all.every((part) => holds(part, session));
  if ('not' in condition) return !holds(condition.not, session);
  if ('answer' in condition) return lastAnswer(session, condition.answer)?.value.value === condition.is;
  const value = session.variables[condition.variable] ?? null;
  if ('known' in condition) return isKnown(value) === condition.known;
  if ('is' in condition) return value === condition.is;
  if (typeof value !== 'number') return false;
  return 'atLeast' in condition ? value >= condition.atLeast : value < condition.below;
}

/** Empty text, `false` and null all count as not known: a sentence that hangs on them is left out. */
export function isKnown(value: string | number | boolean | null | undefined): boolean {
  return value !== undefined && value !== null && value !== '' && value !== false;
}

/** What a condition reads: names of variables, ids of steps. */
export function readsOf(condition: Condition): { readonly variables: readonly string[]; readonly answers: readonly string[] } {
  if ('variable' in condition) return { variables: [condition.variable], answers: [] };
  if ('answer' in condition) return { variables: [], answers: [condition.answer] };
  const parts = 'not' in condition ? [condition.not] : 'any' in condition ? condition.any : condition.all;
  const reads = parts.map(readsOf);
  return { variables: reads.flatMap((read) => read.variables), answers: reads.flatMap((read) => read.answers) };
}
