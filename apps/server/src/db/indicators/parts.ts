import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../connect.ts';
import type { LocalDate } from '../schema.ts';
import { type AskedUnits, fewUnits } from '../search/askedUnits.ts';

/** What indicators are about, as it was known when the report day was cut. Rows that row-level security hides are not counted. */
export type IndicatorFrame = {
  readonly outbreakId: number;
  /** The unit asked for and all below it, or the few units of the asker; everything visible when undefined. */
  readonly units: AskedUnits;
  readonly day: LocalDate;
  /** The period that newly reported cases, contacts and calls are taken from; `until` is the cut of `day`. */
  readonly from: Date;
  readonly until: Date;
};

type Units = Pick<IndicatorFrame, 'units'>;
const isWide = ({ units }: Units) => units === undefined || units.length > fewUnits;

/** `column` lies in the frame's units; what is counted is bound to the asker's own already, by row-level security. */
export function inUnits(frame: Units, column: RawBuilder<unknown>): RawBuilder<boolean> {
  if (frame.units === undefined) return sql<boolean>`true`;
  const units = sql`${[...frame.units]}::bigint[]`;
  return isWide(frame) ? sql<boolean>`${column} in (select unnest(${units}))` : sql<boolean>`${column} = any (${units})`;
}

/** The unit of case `k` is the frame's, and the asker's own: everybody may read the codes of cases, to name them as sources. */
export function caseInUnits(frame: IndicatorFrame): RawBuilder<boolean> {
  return sql<boolean>`(((select sees_all()) or k.unit_id in (select unnest(seen_units()))) and ${inUnits(frame, sql`k.unit_id`)})`;
}

/**
 * Attempt `a` was made to somebody of the frame's units. With few units it goes by the people who live there now, because their attempts are found by
 * person; with many by the unit at the time of the call. The two differ only for people who moved meanwhile.
 */
export function calledInUnits(frame: IndicatorFrame): RawBuilder<boolean> {
  if (frame.units === undefined || isWide(frame)) return inUnits(frame, sql`a.unit_id`);
  return sql<boolean>`a.person_id in (select p.id from person p where ${inUnits(frame, sql`p.unit_id`)})`;
}

/** Sums over millions of people are made in memory; back to the server's own setting when the transaction ends. */
export async function allowMemory(tx: Tx, frame: Units): Promise<void> {
  if (isWide(frame)) await sql`select set_config('work_mem', '192MB', true)`.execute(tx);
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
