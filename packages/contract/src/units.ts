/** `GET /api/units` the units the user sees. */
import { z } from 'zod';
import { id, localDate } from './common.ts';

export const unit = z.object({
  id,
  code: z.string(),
  validFrom: localDate,
  validTo: localDate.nullable(),
  name: z.string(),
  kind: z.enum(['country', 'province', 'district', 'commune', 'hamlet', 'health']),
  parentId: id.nullable(),
});
export type Unit = z.infer<typeof unit>;
export const unitList = z.object({ items: z.array(unit) });
