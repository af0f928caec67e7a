import type { LocalDate } from '../localDate.ts';
import type { ReferenceUnit } from './referenceUnit.ts';
import type { UnitIndex } from './unitIndex.ts';
import { compareUnitNames } from './unitName.ts';

/** A hamlet that outlived its commune says where in the commune it is; its commune of today is meant. */
export function todaysUnits<U extends ReferenceUnit>(units: readonly U[], index: UnitIndex<U>, today: LocalDate): U[] {
  const found = units.flatMap((unit) => index.followed(unit, today));
  const communes = found.map((unit) => (unit.kind === 'hamlet' ? (index.parent(unit) ?? unit) : unit));
  return [...new Set(communes.flatMap((unit) => index.followed(unit, today)))];
}

/** The hamlet of a commune that is written, where the commune's hamlets are kept as units. */
export function hamletOf<U extends ReferenceUnit>(commune: U, written: string | null, index: UnitIndex<U>): U | null {
  if (written === null) return null;
  const fitting = index
    .children(commune)
    .filter(({ kind, name }) => kind === 'hamlet' && compareUnitNames(written, name) === 'same');
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Where an address in a known commune is today: its hamlet decides where the commune was split. */
export function followCommune<U extends ReferenceUnit>(
  commune: U,
  hamlet: string | null,
  index: UnitIndex<U>,
  today: LocalDate,
): U[] {
  return todaysUnits([hamletOf(commune, hamlet, index) ?? commune], index, today);
}

export const sameUnits = (a: readonly ReferenceUnit[], b: readonly ReferenceUnit[]): boolean =>
  a.length === b.length && a.every((unit) => b.includes(unit));
