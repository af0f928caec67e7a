/**
 * `POST /api/people/:id/erase` (If-Match) erases what names a person, on their request; contacts and cases stay without a name.
 * `GET /api/retention` how long what is kept, on which ground, and how much is over its time.
 */
import { z } from 'zod';
import { instant, words } from './common.ts';

export const erasure = z.object({ reason: words(500, 3) });

export const retentionList = z.object({
  items: z.array(
    z.object({
      legalBasis: z.string(),
      subject: z.enum(['recordings', 'importFiles', 'checkIns', 'callDetails', 'people']),
      keepDays: z.number().int(),
      document: z.string().nullable(),
      /** Null: a proposal; nothing is erased by it. */
      confirmedAt: instant.nullable(),
      /** Older than that. */
      due: z.number().int(),
    }),
  ),
});
