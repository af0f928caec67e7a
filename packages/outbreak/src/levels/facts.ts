import type { LocalDate } from '../localDate.ts';
import { always, type DayNumber, dayNumber, never } from './days.ts';
import type { LevelProfile } from './profile.ts';

/** Days from `from` to `until`, both included. */
export type Interval = { readonly from: DayNumber; readonly until: DayNumber };

export type CaseDates = {
  readonly onsetOn: LocalDate | null;
  readonly firstPositiveOn: LocalDate | null;
  readonly isolatedOn: LocalDate | null;
};

/** The same dates as days. */
export type CaseDays = {
  readonly onset: DayNumber | null;
  readonly firstPositive: DayNumber | null;
  readonly isolated: DayNumber | null;
};

const dayOrNull = (date: LocalDate | null): DayNumber | null => (date === null ? null : dayNumber(date));

/**
 * When a case may have infected others (design invariant 7): from `lookbackDays` before onset, else before the first positive sample, until
 * the day of isolation (what happened earlier that day counts). A positive sample before that is proof enough, so it moves the beginning
 * forward. A case without any date may have infected at any time.
 */
function infectiousWindow({ onset, firstPositive, isolated }: CaseDays, { lookbackDays }: LevelProfile): Interval {
  const sample = firstPositive ?? never;
  const begin = onset ?? sample;
  const from = begin === never ? always : Math.min(begin - lookbackDays, sample);
  return { from, until: isolated ?? never };
}

export type ContactDates = {
  readonly first: LocalDate | null;
  readonly last: LocalDate | null;
  /** The local day on which the contact was written down. */
  readonly recordedOn: LocalDate;
};

/**
 * When a contact may have taken place. Explicit and on the safe side, because lists often give no date:
 * a last day alone is that day; a first day alone goes on until it was written down; no day at all is any day until it was written down.
 */
export function contactInterval({ first, last, recordedOn }: ContactDates): Interval {
  const until = dayNumber(last ?? recordedOn);
  const from = first ?? last;
  return { from: from === null ? always : dayNumber(from), until };
}

/** A time in which somebody is kept from others; `isolatedUntil` (the last day) null while no end is set. */
export type Isolation = { readonly isolatedOn: LocalDate; readonly isolatedUntil: LocalDate | null };

/** The day of isolation itself counts as before it: what happened earlier that day is not known. */
function isolatedDays(isolations: readonly Isolation[]): Interval[] {
  return isolations.map(({ isolatedOn, isolatedUntil }) => ({
    from: dayNumber(isolatedOn) + 1,
    until: isolatedUntil === null ? never : dayNumber(isolatedUntil),
  }));
}

/** When a case can have infected others: the infectious window without the days in isolation (somebody may have been isolated as a contact). */
export function infectiousWindows(dates: CaseDates, isolations: readonly Isolation[], profile: LevelProfile): Interval[] {
  const { onsetOn, firstPositiveOn, isolatedOn } = dates;
  const days = { onset: dayOrNull(onsetOn), firstPositive: dayOrNull(firstPositiveOn), isolated: dayOrNull(isolatedOn) };
  return infectiousDays(days, isolations, profile);
}

/** As `infectiousWindows`, of days that are numbers already. */
export function infectiousDays(days: CaseDays, isolations: readonly Isolation[], profile: LevelProfile): Interval[] {
  return without(infectiousWindow(days, profile), isolatedDays(isolations));
}

export type ContactFacts = {
  readonly isolations: readonly Isolation[];
  /** When PCR samples were taken whose result is negative. */
  readonly negativeOn: readonly LocalDate[];
};

/** On which days a contact passes nothing on: in isolation, and where a negative sample says so. */
export function blockedDays({ isolations, negativeOn }: ContactFacts, { clearedDays }: LevelProfile): Interval[] {
  return [...isolatedDays(isolations), ...negativeOn.map((date) => clearedBy(dayNumber(date), { clearedDays }))];
}

/** The days for which a negative sample of that day speaks; none (it ends before it begins) where the disease has no such rule. */
export function clearedBy(day: DayNumber, { clearedDays }: Pick<LevelProfile, 'clearedDays'>): Interval {
  return { from: day - clearedDays, until: clearedDays > 0 ? day : day - 1 };
}

/** The parts of an interval that none of `blocked` covers, in order. */
export function without(interval: Interval, blocked: readonly Interval[]): Interval[] {
  let parts = [interval];
  for (const block of blocked) {
    if (block.until < block.from) continue;
    parts = parts.flatMap((part) =>
      block.until < part.from || part.until < block.from
        ? [part]
        : [
            { from: part.from, until: block.from - 1 },
            { from: block.until + 1, until: part.until },
          ],
    );
  }
  return parts.filter(({ from, until }) => from <= until).sort((a, b) => a.from - b.from);
}

/**
 * How far from its source a contact puts its target. 1, but a list that calls somebody F2 and names a case by its code (not the F1 between)
 * says that the case is two steps away: that is not a meeting with the case. A source named as a person is always one step away.
 */
export function contactDistance(statedLevel: number | null, namedByCode: boolean): number {
  return namedByCode && statedLevel !== null && statedLevel > 1 ? statedLevel : 1;
}

/** How sure a contact is; decides which of two equal exposures is named. */
export const certaintyRank = { certain: 3, likely: 2, none: 1, unsure: 0 } as const;
