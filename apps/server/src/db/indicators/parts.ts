import { type RawBuilder, sql } from 'kysely';
import { unitsBelow } from '../resultFilter.ts';
import type { LocalDate } from '../schema.ts';

/** What indicators are about, as it was known when the report day was cut. Rows that row-level security hides are not counted. */
export type IndicatorFrame = {
  readonly outbreakId: number;
  /** This unit and everything below it; everything visible when absent. */
  readonly unitId?: number | undefined;
  readonly day: LocalDate;
  /** The period that newly reported cases, contacts and calls are taken from; `until` is the cut of `day`. */
  readonly from: Date;
  readonly until: Date;
};

/** `column` lies in the frame's units; without one, in the asker's own: cases are not hidden by row-level security. */
export function inUnits({ unitId }: IndicatorFrame, column: RawBuilder<unknown>): RawBuilder<boolean> {
  return unitId === undefined
    ? sql<boolean>`((select sees_all()) or ${column} = any ((select seen_units())::bigint[]))`
    : sql<boolean>`${column} in ${unitsBelow(unitId)}`;
}

/** When a case was reported; lists without a time count as known from the start. */
export const reportedAt = sql<Date | null>`coalesce(k.confirmed_at, k.recorded_at)`;

/** Case `k` counts: confirmed or probable, and known at the cut. */
export function counts({ outbreakId, until }: IndicatorFrame): RawBuilder<boolean> {
  return sql<boolean>`(k.outbreak_id = ${outbreakId} and k.status in ('confirmed', 'probable')
    and coalesce(k.confirmed_at, k.recorded_at, '-infinity') < ${until})`;
}

/** Contact `e` counts: known at the cut, and not found wrong since. */
export function listed({ outbreakId, until }: IndicatorFrame): RawBuilder<boolean> {
  return sql<boolean>`(e.outbreak_id = ${outbreakId} and e.negated_at is null and e.created_at < ${until})`;
}

/** A local date as the case fell ill or, failing that, was found: `k`. */
export const fellIllOn = sql<LocalDate | null>`coalesce(k.onset_on, k.first_positive_on, (k.confirmed_at at time zone 'Asia/Ho_Chi_Minh')::date)`;

/** People who are cases, each with the first day: `person_id`, `fell_on`. */
export function peopleWhoAreCases(frame: IndicatorFrame): RawBuilder<unknown> {
  return sql`select k.person_id, min(${fellIllOn}) as fell_on from case_record k
    where ${counts(frame)} and k.person_id is not null group by k.person_id`;
}

export type TallyRow = { readonly value: number; readonly count: number };
export const tallyFrom = (rows: readonly TallyRow[]) => new Map(rows.map(({ value, count }) => [value, count]));
