import { addDays, type LocalDate } from '../localDate.ts';
import type { Measure, RulePhase } from './rule.ts';

/** A phase in the calendar. Both days belong to it; the person may leave on the day after `endOn`. */
export type PlannedPhase = {
  /** Place among the rule's phases, from 1. */
  readonly number: number;
  readonly measure: Measure;
  readonly days: number;
  readonly startOn: LocalDate;
  readonly endOn: LocalDate;
  /** Null: the document's test days are not known here. */
  readonly tests: readonly PlannedTest[] | null;
};
export type PlannedTest = { readonly day: number; readonly plannedOn: LocalDate };

/**
 * Puts a rule's phases into the calendar. The base day is day 0; a phase of N days lasts through base + N, and its test of day n falls on
 * base + n. What lies before `today` has passed: a phase that is over drops out, one under way starts today, and a test whose
 * day has passed is due today.
 */
export function planPhases(
  phases: readonly RulePhase[],
  baseOn: LocalDate,
  today: LocalDate,
): { readonly planned: PlannedPhase[]; readonly endOn: LocalDate } {
  const planned: PlannedPhase[] = [];
  let endBefore = baseOn;
  phases.forEach(({ measure, days, base, testDays }, place) => {
    const dayZero = base === 'endOfPhaseBefore' ? endBefore : baseOn;
    const length = days ?? 0;
    const endOn = addDays(dayZero, length);
    const startOn = later(place === 0 ? dayZero : addDays(endBefore, 1), today);
    endBefore = endOn;
    if (endOn < today) return;
    const tests = testDays?.map((day) => ({ day, plannedOn: later(addDays(dayZero, day), today) })) ?? null;
    planned.push({ number: place + 1, measure, days: length, startOn, endOn, tests });
  });
  return { planned, endOn: endBefore };
}

/** A sample to be taken: on one day for one or more days of the rule (`1:14` is day 14 of phase 1). */
export type PlannedSample = { readonly plannedOn: LocalDate; readonly ruleDays: readonly string[] };

/** The samples of an order, the first first. Days that have passed and fall on the same date share one sample. */
export function sampleCalendar(phases: readonly PlannedPhase[]): PlannedSample[] {
  const byDate = new Map<LocalDate, string[]>();
  for (const { number, tests } of phases) {
    for (const { day, plannedOn } of tests ?? []) byDate.set(plannedOn, [...(byDate.get(plannedOn) ?? []), `${number}:${day}`]);
  }
  return [...byDate]
    .map(([plannedOn, ruleDays]) => ({ plannedOn, ruleDays }))
    .sort((a, b) => a.plannedOn.localeCompare(b.plannedOn));
}

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
