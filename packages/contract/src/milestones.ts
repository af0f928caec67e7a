/**
 * Milestones: a place and a time in which people were at risk.
 * - `GET /api/milestones?outbreakId=&unitId=` page of `milestone`, the latest first; `POST /api/milestones` `newMilestone`
 * - `PATCH /api/milestones/:id` (If-Match) `milestoneChange`
 * - `GET /api/milestones/:id/visits` `visitList`; `PUT /api/milestones/:id/visits` `visits` adds or changes who was there and when
 * - `POST /api/milestones/:id/exposures` → `milestoneExposed`: everybody there is exposed to the cases who were there at the same time
 */
import { z } from 'zod';
import { id, instant, pageOf, pageQuery, unitName } from './common.ts';
import { levelsMoved } from './levels.ts';

const name = z.string().trim().min(1).max(200);
export const milestone = z.object({
  id,
  version: z.number().int(),
  outbreakId: id,
  unit: unitName,
  place: z.object({ id, name: z.string() }).nullable(),
  name: z.string(),
  startsAt: instant,
  endsAt: instant,
  sourceCase: z.object({ id, code: z.string() }).nullable(),
  visits: z.number().int(),
  exposures: z.number().int(),
  createdAt: instant,
});
export type Milestone = z.infer<typeof milestone>;
export const milestonePage = pageOf(milestone);
export const milestoneQuery = pageQuery.extend({
  outbreakId: z.coerce.number().int().positive(),
  unitId: z.coerce.number().int().positive().optional(),
});
export const newMilestone = z.object({
  outbreakId: id,
  unitId: id,
  placeId: id.nullable().default(null),
  name,
  startsAt: instant,
  endsAt: instant,
  /** The case whose presence made it one; more cases can be among the visits. */
  sourceCaseId: id.nullable().default(null),
});
export const milestoneChange = z
  .object({ placeId: id.nullable(), name, startsAt: instant, endsAt: instant, sourceCaseId: id.nullable() })
  .partial();

export const visit = z.object({
  person: z.object({ id, fullName: z.string() }),
  /** Null: the whole time. */
  fromAt: instant.nullable(),
  untilAt: instant.nullable(),
});
export const visitList = z.object({ items: z.array(visit), elsewhere: z.number().int() });
export const visits = z.object({
  visits: z
    .array(z.object({ personId: id, fromAt: instant.nullable().default(null), untilAt: instant.nullable().default(null) }))
    .min(1)
    .max(1000),
});
export const milestoneExposed = z.object({ exposures: z.number().int(), moved: levelsMoved });
