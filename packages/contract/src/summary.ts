/** `GET /api/summary?unitId=&outbreakId=` what a director reads: figures, and the same in sentences. */
import { z } from 'zod';
import { bilingual, instant, unitName } from './common.ts';
import { dispositionCounts } from './dispositions.ts';

export const summaryQuery = z.object({
  unitId: z.coerce.number().int().positive().optional(),
  outbreakId: z.coerce.number().int().positive().optional(),
});

const count = z.number().int();

export const summaryFigures = z.object({
  people: count,
  /** By stated level: `{ "1": 120, "2": 80 }`; `unknown` when the list said none. */
  levels: z.record(z.string(), count),
  /** People with at least one attempt. */
  called: count,
  /** People who answered the questions to the end, or asked for help at once. */
  completed: count,
  /** People who were identified and gave at least one answer. */
  reached: count,
  waiting: count,
  givenUp: count,
  notCalled: count,
  withoutPhone: count,
  attempts: count,
  symptoms: count,
  severe: count,
  leftCommune: count,
  metOthers: count,
  openAlerts: count,
  lateAlerts: count,
  openErrands: count,
  lateErrands: count,
  dispositions: dispositionCounts,
});
export type SummaryFigures = z.infer<typeof summaryFigures>;

export const summary = z.object({
  /** Of which moment the figures are; the same as `countedAt`. */
  at: instant,
  /** Now, or, of a question too wide to be counted while somebody waits, up to two hours ago. */
  countedAt: instant,
  outbreak: z.object({ id: z.number().int(), name: z.string() }),
  /** Null: all the units the user sees. */
  unit: unitName.nullable(),
  figures: summaryFigures,
  sentences: z.array(bilingual),
  /** One line a commune, the one with most open alerts first. */
  units: z.array(
    z.object({
      unit: unitName,
      people: count,
      reached: count,
      symptoms: count,
      openAlerts: count,
      openErrands: count,
      waiting: count,
      givenUp: count,
    }),
  ),
});
export type Summary = z.infer<typeof summary>;
