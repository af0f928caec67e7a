/**
 * Contacts between people: source → target, with days.
 * - `GET /api/exposures?personId=&caseId=&milestoneId=` page of `exposureView`: whom a person met, either way
 * - `POST /api/exposures` `newExposure` → `exposureOutcome`
 * - `PATCH /api/exposures/:id` (If-Match) `exposureChange` → `exposureOutcome`
 * - `POST /api/exposures/:id/negate` (If-Match) `negation` → `exposureOutcome`: it did not happen, or does not count; `/restore` takes that back
 */
import { z } from 'zod';
import { id, instant, localDate, pageOf, pageQuery, unitName, words } from './common.ts';
import { levelsMoved } from './levels.ts';

export const closeness = z.enum(['close', 'casual', 'unknown']);
export const certainty = z.enum(['certain', 'likely', 'unsure']);
export const learntFrom = z.enum(['list', 'call', 'officer', 'milestone', 'household', 'workplace', 'checkIn', 'declaration']);
export const exposureView = z.object({
  id,
  version: z.number().int(),
  outbreakId: id,
  unit: unitName,
  target: z.object({ id, fullName: z.string() }),
  /** Null: known by a case’s code or in words only, or somebody the reader may not see. */
  sourcePerson: z.object({ id, fullName: z.string() }).nullable(),
  sourceCase: z.object({ id, code: z.string() }).nullable(),
  sourceText: z.string().nullable(),
  statedLevel: z.number().int().nullable(),
  firstContactOn: localDate.nullable(),
  lastContactOn: localDate.nullable(),
  setting: z.string().nullable(),
  closeness: closeness.nullable(),
  certainty: certainty.nullable(),
  learntFrom,
  milestoneId: id.nullable(),
  overlapMinutes: z.number().int().nullable(),
  negatedAt: instant.nullable(),
  negatedBecause: z.string().nullable(),
  createdAt: instant,
});
export type ExposureView = z.infer<typeof exposureView>;
export const exposurePage = pageOf(exposureView);
export const exposureQuery = pageQuery.extend({
  personId: z.coerce.number().int().positive().optional(),
  caseId: z.coerce.number().int().positive().optional(),
  milestoneId: z.coerce.number().int().positive().optional(),
});

const facts = {
  firstContactOn: localDate.nullable(),
  lastContactOn: localDate.nullable(),
  setting: words(200).nullable(),
  closeness: closeness.nullable(),
  certainty: certainty.nullable(),
};
export const newExposure = z.object({
  outbreakId: id,
  targetPersonId: id,
  /** Exactly one of the three. */
  sourcePersonId: id.optional(),
  sourceCaseId: id.optional(),
  sourceText: words(200).optional(),
  firstContactOn: facts.firstContactOn.default(null),
  lastContactOn: facts.lastContactOn.default(null),
  setting: facts.setting.default(null),
  closeness: facts.closeness.default(null),
  certainty: facts.certainty.default(null),
  learntFrom: z.enum(['officer', 'call', 'declaration']).default('officer'),
  /** The errand that verified somebody named in a call. */
  errandId: id.optional(),
});
export const exposureChange = z.object(facts).partial();
export const negation = z.object({ because: words(500) });
export const exposureOutcome = z.object({ exposure: exposureView, moved: levelsMoved });
