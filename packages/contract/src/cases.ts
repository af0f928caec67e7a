/**
 * Cases (F0).
 * - `GET /api/cases?outbreakId=&unitId=&status=` page of `caseView`, the latest first
 * - `POST /api/cases` `newCase` → `caseOutcome`: with a person, or by a code only
 * - `PATCH /api/cases/:id` (If-Match) `caseChange` → `caseOutcome`: onset, isolation, status; everyone behind moves
 * - `GET /api/cases/:id/co-travellers` who arrived in the same vehicle on the same day; `POST` confirms some of them
 * - `GET /api/cases/:id/co-present` who was at a registered place while the case was there, with the overlap; `POST` confirms some of them
 */
import { z } from 'zod';
import { id, instant, localDate, pageOf, pageQuery, unitName } from './common.ts';
import { levelsMoved } from './levels.ts';

export const caseStatus = z.enum(['confirmed', 'probable', 'suspect', 'discarded']);
export const caseOutcomeOf = z.enum(['ill', 'recovered', 'died']);
export const caseView = z.object({
  id,
  version: z.number().int(),
  outbreakId: id,
  code: z.string(),
  status: caseStatus,
  /** Null: known by its code only, or somebody the reader may not see. */
  person: z.object({ id, fullName: z.string() }).nullable(),
  unit: unitName.nullable(),
  onsetOn: localDate.nullable(),
  firstPositiveOn: localDate.nullable(),
  isolatedOn: localDate.nullable(),
  confirmedAt: instant.nullable(),
  outcome: caseOutcomeOf.nullable(),
  /** What made it a case. */
  basis: z.enum(['list', 'sample', 'officer']),
});
export type CaseView = z.infer<typeof caseView>;
export const casePage = pageOf(caseView);
export const caseQuery = pageQuery.extend({
  outbreakId: z.coerce.number().int().positive(),
  unitId: z.coerce.number().int().positive().optional(),
  status: caseStatus.optional(),
});

const facts = {
  status: caseStatus,
  onsetOn: localDate.nullable(),
  firstPositiveOn: localDate.nullable(),
  isolatedOn: localDate.nullable(),
  outcome: caseOutcomeOf.nullable(),
};
export const newCase = z.object({
  outbreakId: id,
  personId: id.nullable().default(null),
  /** As the health service numbers it (BN 12345); needed without a person. */
  code: z.string().trim().min(1).max(60).optional(),
  status: facts.status.default('confirmed'),
  onsetOn: facts.onsetOn.default(null),
  firstPositiveOn: facts.firstPositiveOn.default(null),
  isolatedOn: facts.isolatedOn.default(null),
});
/** `personId` gives a case known by its code only the person it is. */
export const caseChange = z.object({ ...facts, personId: id }).partial();
export const caseOutcome = z.object({ case: caseView, moved: levelsMoved });

/** Somebody who was where the case was. */
export const coPresent = z.object({
  person: z.object({ id, fullName: z.string() }),
  unit: unitName,
  place: z.object({ id, name: z.string() }),
  checkInId: id,
  from: instant,
  until: instant,
  /** An end that nobody checked out at is taken as some hours after the beginning. */
  assumedEnd: z.boolean(),
  overlapMinutes: z.number().int(),
  day: localDate,
  /** A contact with this case at this place on this day is written down already. */
  known: z.boolean(),
});
export type CoPresent = z.infer<typeof coPresent>;
export const coPresentList = z.object({
  items: z.array(coPresent),
  /** Others who were there and are of other units, or not matched to a person yet. */
  others: z.number().int(),
});
export const coPresentConfirm = z.object({ checkInIds: z.array(id).min(1).max(500) });
export const coPresentConfirmed = z.object({ exposures: z.number().int(), moved: levelsMoved });

/** Somebody who arrived in the same vehicle as the case, on the same day. */
export const coTraveller = z.object({
  person: z.object({ id, fullName: z.string() }),
  unit: unitName,
  journeyId: id,
  vehicle: z.string(),
  day: localDate,
  known: z.boolean(),
});
export const coTravellerList = z.object({ items: z.array(coTraveller), others: z.number().int() });
export const coTravellerConfirm = z.object({ journeyIds: z.array(id).min(1).max(500) });
