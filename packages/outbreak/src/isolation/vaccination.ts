import { addDays, type LocalDate, makeDate } from '../localDate.ts';
import type { FullCourse, VaccinationPredicate } from './rule.ts';

/** What is recorded of a person. A dose without a date counts as a dose, but never as one long enough ago. */
export type VaccinationRecord = {
  readonly doses: readonly { readonly dose: number; readonly givenOn: LocalDate | null }[];
  readonly recoveredOn: LocalDate | null;
};

/** Whether a person fits the predicate on a day. Doses given later do not count; nothing recorded means no dose: the stricter rule applies. */
export function fitsVaccination(predicate: VaccinationPredicate, record: VaccinationRecord, on: LocalDate): boolean {
  switch (predicate.kind) {
    case 'any':
      return true;
    case 'full':
      return isFull(predicate.course, record, on);
    case 'notFull':
      return !isFull(predicate.course, record, on);
    case 'partial':
      return !isFull(predicate.course, record, on) && dosesBy(record, on).length > 0;
    case 'none':
      return !isFull(predicate.course, record, on) && dosesBy(record, on).length === 0;
  }
}

function isFull(course: FullCourse, record: VaccinationRecord, on: LocalDate): boolean {
  return hasRecovered(course, record, on) || hasCourse(course, record, on);
}

function hasRecovered({ recoveredMaxMonths }: FullCourse, { recoveredOn }: VaccinationRecord, on: LocalDate): boolean {
  return (
    recoveredMaxMonths !== null && recoveredOn !== null && recoveredOn <= on && recoveredOn >= addMonths(on, -recoveredMaxMonths)
  );
}

function hasCourse(
  { minDoses, lastDoseMinDays, lastDoseMaxMonths }: FullCourse,
  record: VaccinationRecord,
  on: LocalDate,
): boolean {
  const doses = dosesBy(record, on);
  if (doses.length < minDoses) return false;
  const last = doses
    .flatMap(({ givenOn }) => givenOn ?? [])
    .sort()
    .at(-1);
  const dated = lastDoseMinDays !== null || lastDoseMaxMonths !== null;
  if (last === undefined || doses.some(({ givenOn }) => givenOn === null)) return !dated;
  return (
    (lastDoseMinDays === null || addDays(last, lastDoseMinDays) <= on) &&
    (lastDoseMaxMonths === null || last >= addMonths(on, -lastDoseMaxMonths))
  );
}

const dosesBy = ({ doses }: VaccinationRecord, on: LocalDate) => doses.filter(({ givenOn }) => givenOn === null || givenOn <= on);

/** The same day of another month; the last day of that month where it has no such day (31 August − 6 months = 28 February). */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const whole = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(whole / 12), (whole % 12) + 1];
  for (let last = day; last > 27; last--) {
    const found = makeDate(toYear, toMonth, last);
    if (found !== null) return found;
  }
  return makeDate(toYear, toMonth, day) ?? date;
}
