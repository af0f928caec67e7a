/**
 * Today's work, quick finding, and the day's work in figures.
 * - `GET /api/work-list?unitId=&…` page of `workItem`: who is due today, the most urgent first
 * - `GET /api/people?search=&unitId=&…` page of `foundPerson`, the best fit first
 * - `GET /api/reports/work?unitId=&day=` `dayWork`: calls, follow-up, alerts and errands of a report day by commune
 */
import { z } from 'zod';
import { personName } from './alerts.ts';
import { instant, localDate, pageOf, pageQuery, unitName } from './common.ts';
import { reach } from './results.ts';

const unitId = z.coerce.number().int().positive();

/** Why somebody is on the list, the most urgent first: an open alert, symptoms when last seen, an errand, calls given up, a day of follow-up. */
export const workUrgency = z.enum(['alert', 'symptoms', 'errand', 'unreached', 'followUp']);
export type WorkUrgency = z.infer<typeof workUrgency>;

export const workListQuery = pageQuery.extend({
  unitId: unitId.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export const workItem = z.object({
  person: personName,
  unit: unitName,
  urgency: workUrgency,
  /** The earliest of what waits: the alert's or errand's deadline, the morning of the first day not seen. */
  dueAt: instant,
  level: z.number().int().nullable(),
  /** Of the latest call task. */
  reach,
  disposition: z.string().nullable(),
  attempts: z.number().int(),
  nextCallAt: instant.nullable(),
  alerts: z.array(z.string()),
  errands: z.array(z.string()),
  followUp: z.object({ startOn: localDate, endOn: localDate, lastSeenOn: localDate.nullable() }).nullable(),
});
export type WorkItem = z.infer<typeof workItem>;
export const workPage = pageOf(workItem);

export const peopleSearchQuery = pageQuery.extend({
  /**
   * Words of a name, the last may be unfinished: with marks they are meant with their marks, without any they fit all; or the last digits of a phone,
   * at least four.
   */
  search: z.string().trim().min(1).max(100),
  unitId: unitId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(25),
});
export const foundPerson = z.object({
  person: personName,
  unit: unitName,
  level: z.number().int().nullable(),
  reach,
  disposition: z.string().nullable(),
});
export type FoundPerson = z.infer<typeof foundPerson>;
export const foundPeoplePage = pageOf(foundPerson);

const count = z.number().int();
/** Counted in the report day that runs from cut to cut; those that begin with `open` are what stands open at this moment. */
export const dayWorkFigures = z.object({
  peopleAdded: count,
  exposuresAdded: count,
  /** Calls begun that day, and how far they came: picked up, person identified, questions answered to the end. */
  attempts: count,
  answered: count,
  reached: count,
  completed: count,
  followUpsDone: count,
  followUpsMissed: count,
  alertsRaised: count,
  alertsAcknowledged: count,
  errandsOpened: count,
  errandsDone: count,
  samplesTaken: count,
  samplesPositive: count,
  casesConfirmed: count,
  openFollowUps: count,
  openAlerts: count,
  openErrands: count,
});
export type DayWorkFigures = z.infer<typeof dayWorkFigures>;
export const dayWorkQuery = z.object({ unitId: unitId.optional(), day: localDate.optional() });
export const dayWork = z.object({
  day: localDate,
  total: dayWorkFigures,
  /** Communes with any figure, by code. */
  units: z.array(dayWorkFigures.extend({ unit: unitName })),
});
export type DayWork = z.infer<typeof dayWork>;
