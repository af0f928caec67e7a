/** `GET /api/audit` who read and changed what, newest first, for administrators. */
import { z } from 'zod';
import { id, instant, pageOf, pageQuery } from './common.ts';

export const auditEntry = z.object({
  id,
  at: instant,
  /** Null for the system itself. */
  user: z.object({ id, username: z.string(), displayName: z.string() }).nullable(),
  unitId: id.nullable(),
  action: z.string(),
  subject: z.string(),
  subjectId: z.string().nullable(),
  details: z.unknown(),
  /** The row's place in the sealed chain; null until the sealer has passed. */
  seal: z.number().int().nullable(),
});
export const auditPage = pageOf(auditEntry);
export const auditQuery = pageQuery.extend({
  userId: z.coerce.number().int().positive().optional(),
  subject: z.string().max(50).optional(),
  subjectId: z.string().max(100).optional(),
  action: z.string().max(50).optional(),
  from: instant.optional(),
  until: instant.optional(),
});
