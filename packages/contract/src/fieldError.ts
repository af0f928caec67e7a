/** One field of a request that cannot be used. */
import { z } from 'zod';
import { bilingual } from './common.ts';

export const fieldError = z.object({
  /** Where it is: `fullName`, `phones.0.phone`; of a query or an address likewise. */
  field: z.string(),
  /** What is wrong: `missing`, `type`, `tooSmall`, `tooBig`, `format`, `choice`, `unknown`, `unfit`, `notFound`. */
  code: z.enum(['missing', 'type', 'tooSmall', 'tooBig', 'format', 'choice', 'unknown', 'unfit', 'notFound']),
  /** Without the field's name: "phải là số nguyên". */
  message: bilingual,
});
export type FieldError = z.infer<typeof fieldError>;
