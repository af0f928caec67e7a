/**
 * Entries of the registers. A change names the version that was seen in If-Match (`resource.changed` else); each leaves an audit row.
 * - `POST /api/journeys` `newJourney` → `journey`; `PATCH /api/journeys/:id`; `POST /api/journeys/:id/close` `closing`
 * - `POST /api/absences` `newAbsence` → `absence`; `PATCH /api/absences/:id`; `POST /api/absences/:id/close` `absenceClosing`
 * - `POST /api/household-reviews` `newHouseholdReview`; `PATCH /api/household-reviews/:id`
 * - `GET|POST /api/risk-areas`, `PATCH /api/risk-areas/:id`
 */
import { z } from 'zod';
import { id, instant, localDate, unitName, words } from './common.ts';
import { absenceDestination, absenceReason, riskGrade } from './registers.ts';

const version = z.number().int();

const journeyFields = z.object({
  fromUnitId: id.nullable().default(null),
  fromText: words(200).nullable().default(null),
  leftOn: localDate.nullable().default(null),
  arrivedOn: localDate.nullable().default(null),
  vehicle: words(200).nullable().default(null),
  companions: words(500).nullable().default(null),
  reason: words(200).nullable().default(null),
});
const inOrder = ({ leftOn, arrivedOn }: { leftOn?: string | null | undefined; arrivedOn?: string | null | undefined }) =>
  !leftOn || !arrivedOn || leftOn <= arrivedOn;
const fromSomewhere = ({ fromUnitId, fromText }: { fromUnitId: number | null; fromText: string | null }) =>
  fromUnitId !== null || fromText !== null;

export const newJourney = journeyFields
  .extend({ personId: id, outbreakId: id.optional() })
  .refine(inOrder, { path: ['arrivedOn'], error: 'before leftOn' })
  .refine(fromSomewhere, { path: ['fromText'], error: 'unit or words needed' });
export type NewJourney = z.infer<typeof newJourney>;
/** What is left out stays as it is. */
export const journeyChange = z
  .object({
    fromUnitId: id.nullable(),
    fromText: words(200).nullable(),
    leftOn: localDate.nullable(),
    arrivedOn: localDate.nullable(),
    vehicle: words(200).nullable(),
    companions: words(500).nullable(),
    reason: words(200).nullable(),
  })
  .partial();
export type JourneyChange = z.infer<typeof journeyChange>;
export const journey = z.object({
  id,
  version,
  personId: id,
  unit: unitName,
  fromUnitId: id.nullable(),
  fromText: z.string().nullable(),
  leftOn: localDate.nullable(),
  arrivedOn: localDate.nullable(),
  vehicle: z.string().nullable(),
  companions: z.string().nullable(),
  reason: z.string().nullable(),
  createdAt: instant,
  closedAt: instant.nullable(),
  closedBecause: z.string().nullable(),
});
export type Journey = z.infer<typeof journey>;

/** `mistake`: it was never so; `cleared`: nothing more to watch; `left`: gone again. */
export const closing = z.object({ because: z.enum(['cleared', 'left', 'mistake']) });

const absenceFields = z.object({
  reason: absenceReason,
  destination: absenceDestination,
  placeUnitId: id.nullable().default(null),
  placeText: words(200).nullable().default(null),
  leftOn: localDate.nullable().default(null),
  expectedBackOn: localDate.nullable().default(null),
});
export const newAbsence = absenceFields.extend({ personId: id });
export type NewAbsence = z.infer<typeof newAbsence>;
export const absenceChange = z
  .object({
    reason: absenceReason,
    destination: absenceDestination,
    placeUnitId: id.nullable(),
    placeText: words(200).nullable(),
    leftOn: localDate.nullable(),
    expectedBackOn: localDate.nullable(),
  })
  .partial();
export type AbsenceChange = z.infer<typeof absenceChange>;
export const absence = z.object({
  id,
  version,
  personId: id,
  unit: unitName,
  reason: absenceReason,
  destination: absenceDestination,
  placeUnitId: id.nullable(),
  placeText: z.string().nullable(),
  leftOn: localDate.nullable(),
  expectedBackOn: localDate.nullable(),
  returnedOn: localDate.nullable(),
  createdAt: instant,
  closedAt: instant.nullable(),
  closedBecause: z.string().nullable(),
});
export type Absence = z.infer<typeof absence>;
/** Someone who returned enters the register of returnees with the place they were away at. */
export const absenceClosing = z.discriminatedUnion('because', [
  z.object({ because: z.literal('returned'), returnedOn: localDate, outbreakId: id.optional() }),
  z.object({ because: z.enum(['moved', 'mistake']) }),
]);
export type AbsenceClosing = z.infer<typeof absenceClosing>;
export const absenceClosed = z.object({ absence, journeyId: id.nullable() });

export const newHouseholdReview = z.object({
  householdId: id,
  reviewedOn: localDate,
  team: words(200),
  peopleHome: z.number().int().min(0).max(200).nullable().default(null),
  peopleAway: z.number().int().min(0).max(200).nullable().default(null),
  findings: words(2000).nullable().default(null),
});
export type NewHouseholdReview = z.infer<typeof newHouseholdReview>;
export const householdReviewChange = z
  .object({
    team: words(200),
    peopleHome: z.number().int().min(0).max(200).nullable(),
    peopleAway: z.number().int().min(0).max(200).nullable(),
    findings: words(2000).nullable(),
  })
  .partial();
export type HouseholdReviewChange = z.infer<typeof householdReviewChange>;

const riskAreaFields = z.object({
  grade: riskGrade,
  validFrom: localDate,
  validTo: localDate.nullable().default(null),
  document: words(200).nullable().default(null),
});
export const newRiskArea = riskAreaFields.extend({ unitId: id, outbreakId: id.optional() });
export type NewRiskArea = z.infer<typeof newRiskArea>;
export const riskAreaChange = z
  .object({ grade: riskGrade, validTo: localDate.nullable(), document: words(200).nullable() })
  .partial();
export type RiskAreaChange = z.infer<typeof riskAreaChange>;
export const riskArea = z.object({
  id,
  version,
  unit: unitName,
  grade: riskGrade,
  validFrom: localDate,
  validTo: localDate.nullable(),
  document: z.string().nullable(),
});
export const riskAreaList = z.object({ items: z.array(riskArea) });
