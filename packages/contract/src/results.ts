/**
 * What is known of each person after the calls.
 * - `GET /api/results?unitId=&outbreakId=&…` page of `resultRow`, with the number of all rows that match, counted up to 10,000
 * - `GET /api/results/workbook.xlsx?unitId=&outbreakId=` the commune's results workbook
 */
import { z } from 'zod';
import { personName } from './alerts.ts';
import { flag, id, instant, localDate, pageOf, pageQuery, unitName } from './common.ts';

export const yesNo = z.enum(['yes', 'no', 'unsure']);

/** The tracing answers by meaning; null: not asked or not answered. */
export const tracingAnswers = z.object({
  remembersContact: yesNo.nullable(),
  symptoms: yesNo.nullable(),
  severe: yesNo.nullable(),
  vulnerable: yesNo.nullable(),
  leftCommune: yesNo.nullable(),
  householdSize: z.number().int().nullable(),
  metOthers: yesNo.nullable(),
  whereNow: z.string().nullable(),
});
export type TracingAnswers = z.infer<typeof tracingAnswers>;

/** `waiting` due or to be called again, `underWay` on the telephone, `done` reached, `givenUp` for an officer, `notCalled` no campaign yet. */
export const reach = z.enum(['notCalled', 'waiting', 'underWay', 'done', 'givenUp']);
export type Reach = z.infer<typeof reach>;

export const resultRow = z.object({
  person: personName.extend({ sex: z.enum(['male', 'female']).nullable() }),
  unit: unitName,
  level: z.number().int().nullable(),
  sourceCase: z.string().nullable(),
  lastContactOn: localDate.nullable(),
  reach,
  disposition: z.string().nullable(),
  attempts: z.number().int(),
  lastAttemptAt: instant.nullable(),
  nextCallAt: instant.nullable(),
  identified: z.enum(['strong', 'weak']).nullable(),
  answers: tracingAnswers,
  openAlerts: z.array(z.object({ id, code: z.string(), dueAt: instant })),
  openErrands: z.array(z.object({ id, code: z.string(), dueAt: instant })),
});
export type ResultRow = z.infer<typeof resultRow>;

export const resultQuery = pageQuery.extend({
  unitId: z.coerce.number().int().positive().optional(),
  outbreakId: z.coerce.number().int().positive().optional(),
  disposition: z.string().max(40).optional(),
  reach: reach.optional(),
  symptoms: yesNo.optional(),
  openAlert: flag.optional(),
  openErrand: flag.optional(),
  /** As `search` of `GET /api/people`: words of a name (with or without marks) or the last digits of a phone, at least four. */
  q: z.string().trim().max(100).optional(),
});
/** So many of those that match are counted at most. */
export const mostResultsCounted = 10_000;
/** `totalIsMore`: more than `total` match; how many was not counted. */
export const resultPage = pageOf(resultRow).extend({
  total: z.number().int().max(mostResultsCounted),
  totalIsMore: z.boolean(),
});

export const workbookQuery = z.object({
  unitId: z.coerce.number().int().positive(),
  outbreakId: z.coerce.number().int().positive().optional(),
});
