import * as z from 'zod';
import { conditionSchema } from './condition.ts';

const alerts = ['severeSign', 'vulnerableWithFever'] as const;
const errands = [
  'symptoms',
  'askedForOfficer',
  'identityFailed',
  'identityUnknown',
  'wrongNumber',
  'noUsableAnswer',
  'namedContact',
  'refusedToAnswer',
] as const;

export const errandSchema = z.enum(errands);

/**
 * What an answer or a step calls a human for. Raised at the key, before anything more is spoken (design invariant 12).
 *
 * @example { "alert": "severeSign" }
 * @example { "alert": "vulnerableWithFever", "when": { "variable": "tuoi", "atLeast": 65 } }
 */
export const raiseSchema = z.union([
  z.strictObject({ alert: z.enum(alerts), when: conditionSchema.optional() }),
  z.strictObject({ errand: errandSchema, when: conditionSchema.optional() }),
]);
export type Raise = z.infer<typeof raiseSchema>;

export const raisesSchema = z.array(raiseSchema);
