/**
 * Reporting day by day; a day runs from cut to cut (`report.cutHour` of the unit, 16:00 unless set).
 * - `POST /api/registers/:register/reports` `newRegisterReport` → `registerReport`: "reported", also when nothing is new; again replaces
 * - `GET /api/reports/missing?unitId=&day=` who has not reported what, `missingReports`
 * - `GET /api/reports/day?unitId=&day=` the day's figures by commune, `dayFigures`; `/api/reports/day.xlsx` the same as a workbook
 * - `GET /api/reports/returnees.xlsx|.docx?unitId=&day=` the list of returnees in the prescribed form, and its cover letter
 */
import { z } from 'zod';
import { id, instant, localDate, unitName, words } from './common.ts';
import { registerName } from './registers.ts';

export const newRegisterReport = z.object({
  unitId: id,
  outbreakId: id.optional(),
  /** @default the report day that is running */
  day: localDate.optional(),
  note: words(1000).nullable().default(null),
});
export const registerReport = z.object({
  unit: unitName,
  register: registerName,
  day: localDate,
  counts: z.object({
    new: z.number().int(),
    changed: z.number().int(),
    closed: z.number().int(),
    total: z.number().int(),
  }),
  /** Nothing new, nothing changed, nothing closed. */
  nothingNew: z.boolean(),
  note: z.string().nullable(),
  reportedAt: instant,
  /** After the day's cut. */
  late: z.boolean(),
  version: z.number().int(),
});
export type RegisterReport = z.infer<typeof registerReport>;

const unitId = z.coerce.number().int().positive();
export const reportQuery = z.object({ unitId, outbreakId: unitId.optional(), day: localDate.optional() });
export const missingQuery = reportQuery.extend({
  /** Whose reports: the communes below, or the village teams. @default communes; the hamlets of a commune */
  of: z.enum(['commune', 'hamlet']).optional(),
});
export const missingReports = z.object({
  day: localDate,
  cutAt: instant,
  /** True once the day's cut has passed. */
  closed: z.boolean(),
  registers: z.array(registerName),
  expectedUnits: z.number().int(),
  units: z.array(
    z.object({
      unit: unitName,
      missing: z.array(registerName),
      /** The latest day for which the unit reported anything. */
      lastReportDay: localDate.nullable(),
    }),
  ),
});
export type MissingReports = z.infer<typeof missingReports>;

export const unitDayFigures = z.object({
  unit: unitName,
  cases: z.number().int(),
  newCases: z.number().int(),
  /** Of the new cases: already isolated, returned within 21 days, neither. */
  newCasesIsolated: z.number().int(),
  newCasesReturned: z.number().int(),
  newCasesCommunity: z.number().int(),
  f1: z.number().int(),
  newF1: z.number().int(),
  f2: z.number().int(),
  newF2: z.number().int(),
  /** Everybody who came back since `returnees.since` and was written down before the cut: as many as the prescribed list has lines. */
  returnees: z.number().int(),
  newReturnees: z.number().int(),
  away: z.number().int(),
  expectedBack: z.number().int(),
  householdsReviewed: z.number().int(),
  declarations: z.number().int(),
  reported: z.number().int(),
});
export type UnitDayFigures = z.infer<typeof unitDayFigures>;
export const dayFigures = z.object({
  day: localDate,
  from: instant,
  until: instant,
  /** The figures are of this moment or later: those of a wide unit may be some seconds old. */
  countedAt: instant,
  unit: unitName,
  /** How many registers each unit has to report. */
  registers: z.number().int(),
  total: unitDayFigures.omit({ unit: true }),
  units: z.array(unitDayFigures),
});
export type DayFigures = z.infer<typeof dayFigures>;
