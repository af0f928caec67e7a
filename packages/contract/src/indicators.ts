/**
 * What the numbers say: `GET /api/indicators?outbreakId=&unitId=&date=&days=` → `indicators`. Definitions, numerators, denominators and sources
 * stand in docs/indicators.md. Only what the asker may see is counted.
 */
import { z } from 'zod';
import { id, instant, localDate, unitName } from './common.ts';

export const indicatorQuery = z.object({
  outbreakId: z.coerce.number().int().positive().optional(),
  unitId: z.coerce.number().int().positive().optional(),
  /** A report day; the running one when absent. */
  date: localDate.optional(),
  /** How many report days, up to `date`, newly reported cases, contacts and calls are taken from. */
  days: z.coerce.number().int().min(1).max(366).default(7),
});

const count = z.number().int().nonnegative();
/** A part of a whole; `share` is 0…1, null of nothing. */
export const share = z.object({ numerator: count, denominator: count, share: z.number().nullable() });
const number = z.number().nullable();

/** `mean` and `median` in `unit`; `within` is the share that took at most `limit`; `negative` lie the wrong way round and count nowhere else. */
export const delayIndicator = z.object({
  unit: z.enum(['day', 'hour']),
  limit: z.number(),
  known: count,
  mean: number,
  median: number,
  within: share,
  negative: count,
});

const completeness = { completeness: z.number(), truncated: z.boolean() };

export const indicators = z.object({
  /** Of which moment the figures are: now, or, of a question too wide to be counted while somebody waits, up to two hours ago. */
  countedAt: instant,
  outbreak: z.object({ id, name: z.string() }),
  /** Null: everything the asker may see. */
  unit: unitName.nullable(),
  /** Between which instants the report day and the period lie. */
  report: z.object({ day: localDate, days: count, from: instant, until: instant, cutHour: count }),
  contacts: z.object({
    cases: count,
    contacts: count,
    mean: number,
    median: number,
    withoutContacts: share,
    becameCase: share,
  }),
  newCases: z.object({ cases: count, knownContacts: share, withoutSource: share }),
  followUp: z.object({ reached: share, followed: share, notSeenFor3Days: share, neverSeen: share, lost: share }),
  delays: z.object({
    onsetToReport: delayIndicator,
    onsetToSample: delayIndicator,
    onsetToIsolation: delayIndicator,
    sampleToResult: delayIndicator,
    reportToInterview: delayIndicator,
    listedToReached: delayIndicator,
  }),
  attackRates: z.array(share.extend({ setting: z.string(), low: number, high: number })),
  transmission: z.object({
    serialInterval: z.object({ pairs: count, meanDays: number, medianDays: number, deviationDays: number, negative: count }),
    /** `k` null with `chanceAlone` true: the differences are no greater than chance. */
    offspring: z
      .object({
        cases: count,
        mean: z.number(),
        k: number,
        chanceAlone: z.boolean(),
        largest: count,
        shareOf80Percent: number,
      })
      .nullable(),
    clusters: z.object({ count, largest: count, single: count, sizes: z.array(z.object({ size: count, clusters: count })) }),
    byOnset: z.array(
      z.object({ onsetOn: localDate, cases: count, offspring: count, mean: z.number(), corrected: number, ...completeness }),
    ),
    cohort: z.array(z.object({ onsetOn: localDate, cases: count, r: z.number(), ...completeness })),
    instant: z.array(
      z.object({ endsOn: localDate, cases: count, r: z.number(), low: z.number(), high: z.number(), few: z.boolean() }),
    ),
  }),
  calls: z.object({
    attempts: count,
    faults: count,
    answered: share,
    completed: share,
    refused: share,
    reached: share,
    wrongNumber: share,
    attemptsPerReach: number,
  }),
});
export type Indicators = z.infer<typeof indicators>;
