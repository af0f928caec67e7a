/**
 * The registers of a commune and what changed in them.
 * - `GET /api/registers/levels/:level?unitId=&…` page of `levelEntry` (0 cases, 1 their contacts, 2 contacts of contacts)
 * - `GET /api/registers/returnees?unitId=&since=&…` page of `returneeEntry`
 * - `GET /api/registers/away?unitId=&reason=&…` page of `awayEntry`
 * - `GET /api/registers/households?unitId=&reviewed=&since=` page of `householdRegisterEntry`
 * - `GET /api/registers/:register/workbook.xlsx` the same rows as a workbook, numbers of phones in full
 * - `GET /api/registers/:register/changes?unitId=&day=` page of `registerChange`: what is new, changed, closed between two cuts
 */
import { z } from 'zod';
import { personName } from './alerts.ts';
import { type Bilingual, flag, id, instant, localDate, pageOf, pageQuery, unitName } from './common.ts';

export const registerName = z.enum(['f0', 'f1', 'f2', 'returnees', 'away', 'households']);
export type RegisterName = z.infer<typeof registerName>;

export const registerWords: Readonly<Record<RegisterName, Bilingual>> = {
  f0: { vi: 'Ca bệnh (F0)', en: 'Cases (F0)' },
  f1: { vi: 'Tiếp xúc gần (F1)', en: 'Close contacts (F1)' },
  f2: { vi: 'Tiếp xúc của F1 (F2)', en: 'Contacts of contacts (F2)' },
  returnees: { vi: 'Người về từ vùng dịch', en: 'Returnees from risk areas' },
  away: { vi: 'Người địa phương đi xa', en: 'Locals who are away' },
  households: { vi: 'Hộ đã rà soát', en: 'Households reviewed' },
};

export const absenceReason = z.enum(['work', 'study', 'treatment', 'visit', 'travel', 'other']);
export const absenceDestination = z.enum(['province', 'country', 'industrial_park', 'factory', 'other']);
export const riskGrade = z.enum(['low', 'medium', 'high', 'very_high']);
export const isolationMeasure = z.enum(['hospital', 'central', 'home', 'isolation', 'homeMonitor', 'selfMonitor']);

const unitId = z.coerce.number().int().positive();
const common = pageQuery.extend({
  unitId: unitId.optional(),
  outbreakId: unitId.optional(),
  /** Part of a name, with or without marks. */
  q: z.string().trim().max(100).optional(),
});
/** `open` in the register now, `closed` left it. */
const state = z.enum(['open', 'closed', 'all']).default('open');

export const levelQuery = common;
export const levelParams = z.object({ level: z.coerce.number().int().min(0).max(2) });
export const levelEntry = z.object({
  person: personName,
  unit: unitName,
  level: z.number().int(),
  /** `stated`: only a list says so, nothing was derived. */
  basis: z.enum(['derived', 'stated']),
  exposedOn: localDate.nullable(),
  lapsesOn: localDate.nullable(),
  source: z.string().nullable(),
  isolation: z.object({ measure: isolationMeasure, startOn: localDate, endOn: localDate }).nullable(),
  /** When the person got this level, as far as it is known. */
  knownSince: instant.nullable(),
});
export type LevelEntry = z.infer<typeof levelEntry>;
export const levelPage = pageOf(levelEntry);

export const returneeQuery = common.extend({
  /** Arrived on this day or later. @default the unit's setting `returnees.since` */
  since: localDate.optional(),
  /** `risk`: from an area of risk or from a place that nobody has resolved yet; `all`: whoever arrived. */
  from: z.enum(['risk', 'all']).default('risk'),
  state,
});
export const returneeEntry = z.object({
  id,
  version: z.number().int(),
  person: personName,
  unit: unitName,
  from: z.object({ unit: unitName.nullable(), text: z.string().nullable() }),
  /** `unknown`: the place is only words so far. Null: not an area of risk on that day. */
  risk: z.union([riskGrade, z.literal('unknown')]).nullable(),
  leftOn: localDate.nullable(),
  arrivedOn: localDate.nullable(),
  vehicle: z.string().nullable(),
  companions: z.string().nullable(),
  reason: z.string().nullable(),
  createdAt: instant,
  closedAt: instant.nullable(),
  closedBecause: z.string().nullable(),
});
export type ReturneeEntry = z.infer<typeof returneeEntry>;
export const returneePage = pageOf(returneeEntry);

export const awayQuery = common.extend({
  reason: absenceReason.optional(),
  destination: absenceDestination.optional(),
  /** In this unit or below it (a province, an industrial park's district). */
  placeUnitId: unitId.optional(),
  expectedFrom: localDate.optional(),
  expectedUntil: localDate.optional(),
  state,
});
export const awayEntry = z.object({
  id,
  version: z.number().int(),
  person: personName,
  unit: unitName,
  reason: absenceReason,
  destination: absenceDestination,
  place: z.object({ unit: unitName.nullable(), text: z.string().nullable() }),
  leftOn: localDate.nullable(),
  expectedBackOn: localDate.nullable(),
  returnedOn: localDate.nullable(),
  createdAt: instant,
  closedAt: instant.nullable(),
  closedBecause: z.string().nullable(),
});
export type AwayEntry = z.infer<typeof awayEntry>;
export const awayPage = pageOf(awayEntry);

export const householdRegisterQuery = common.extend({
  /** With or without a review since `since`; everything if absent. */
  reviewed: flag.optional(),
  since: localDate.optional(),
});
export const householdReview = z.object({
  id,
  version: z.number().int(),
  householdId: id,
  reviewedOn: localDate,
  team: z.string(),
  peopleHome: z.number().int().nullable(),
  peopleAway: z.number().int().nullable(),
  findings: z.string().nullable(),
});
export type HouseholdReview = z.infer<typeof householdReview>;
export const householdRegisterEntry = z.object({
  household: z.object({
    id,
    code: z.string(),
    head: z.string().nullable(),
    hamlet: z.string().nullable(),
    address: z.string().nullable(),
  }),
  unit: unitName,
  lastReview: householdReview.nullable(),
});
export type HouseholdRegisterEntry = z.infer<typeof householdRegisterEntry>;
export const householdRegisterPage = pageOf(householdRegisterEntry);

export const registerParams = z.object({ register: registerName });
/** Filters of a workbook are those of its register, without pages. */
export const registerWorkbookQuery = z.object({
  unitId,
  outbreakId: unitId.optional(),
  since: localDate.optional(),
});

export const changeQuery = pageQuery.extend({ unitId, outbreakId: unitId.optional(), day: localDate.optional() });
export const registerChange = z.object({
  kind: z.enum(['new', 'changed', 'closed', 'reopened']),
  at: instant,
  unit: unitName,
  /** The person of F0, F1, F2; the journey, the absence, the review of the others. */
  subjectId: id,
  personId: id.nullable(),
  name: z.string(),
  birthYear: z.number().int().nullable(),
  fields: z.array(z.string()),
});
export type RegisterChange = z.infer<typeof registerChange>;
export const changePage = pageOf(registerChange).extend({ day: localDate, from: instant, until: instant });
