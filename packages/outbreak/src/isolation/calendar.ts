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
/** `dueOn` is day n of the phase, or the day on which advice or order begin where day n had passed by then (`testsFrom`). */
export type PlannedTest = { readonly day: number; readonly dueOn: LocalDate };

/**
 * Puts a rule's phases into the calendar. The base day is day 0; a phase of N days lasts through base + N, and its test of day n falls on
 * base + n. What lies before `from` has passed: a phase that is over drops out, and one under way starts on that day, as do its missed tests.
 */
export function planPhases(
  phases: readonly RulePhase[],
  baseOn: LocalDate,
  from: LocalDate,
): { readonly planned: PlannedPhase[]; readonly endOn: LocalDate } {
  const planned: PlannedPhase[] = [];
  let endBefore = baseOn;
  phases.forEach(({ measure, days, base, testDays }, place) => {
    const dayZero = base === 'endOfPhaseBefore' ? endBefore : baseOn;
    const length = days ?? 0;
    const endOn = addDays(dayZero, length);
    const startOn = later(place === 0 ? dayZero : addDays(endBefore, 1), from);
    endBefore = endOn;
    if (endOn < from) return;
    const tests = testDays && testsFrom(testDays, dayZero, from);
    planned.push({ number: place + 1, measure, days: length, startOn, endOn, tests });
  });
  return { planned, endOn: endBefore };
}

/**
 * The same phases for an order that begins on another day: what is over by then drops out, and the first one left begins that day. Its tests are
 * counted again from its day 0, because they may have been moved to the day of the advice.
 */
export function beginOn(phases: readonly PlannedPhase[], startOn: LocalDate): PlannedPhase[] {
  return phases
    .filter(({ endOn }) => endOn >= startOn)
    .map((phase, place) => {
      const days = phase.tests?.map(({ day }) => day) ?? null;
      const tests = days && testsFrom(days, addDays(phase.endOn, -phase.days), startOn);
      return { ...phase, startOn: place === 0 ? startOn : phase.startOn, tests };
    });
}

/** Where a phase's tests fall: each on its day of the phase, those whose day has passed on the day that all begins. */
function testsFrom(testDays: readonly number[], dayZero: LocalDate, from: LocalDate): PlannedTest[] {
  return testDays.map((day) => ({ day, dueOn: dueFrom(addDays(dayZero, day), from) }));
}

/** A sample to be taken: on one day for one or more days of the rule (`1:14` is day 14 of phase 1). */
export type PlannedSample = { readonly plannedOn: LocalDate; readonly ruleDays: readonly string[] };

/**
 * The samples of an order that begins on `startOn`, the first first. Days that had passed by then are due on that day, and share
 * one sample.
 */
export function sampleCalendar(phases: readonly PlannedPhase[], startOn: LocalDate): PlannedSample[] {
  const byDate = new Map<LocalDate, string[]>();
  for (const { number, tests } of phases) {
    for (const { day, dueOn } of tests ?? []) {
      const plannedOn = dueFrom(dueOn, startOn);
      byDate.set(plannedOn, [...(byDate.get(plannedOn) ?? []), `${number}:${day}`]);
    }
  }
  return [...byDate]
    .map(([plannedOn, ruleDays]) => ({ plannedOn, ruleDays }))
    .sort((a, b) => a.plannedOn.localeCompare(b.plannedOn));
}

/** When a test is due for somebody whose days begin on `from`: nothing can be taken before. */
const dueFrom = (dayOn: LocalDate, from: LocalDate): LocalDate => later(dayOn, from);

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
