import { addDays, type LocalDate } from '../localDate.ts';
import { holdsOn, type ReferenceUnit } from './referenceUnit.ts';
import { referenceUnits } from './thanhHoa.ts';

/** The unit that bore this code on this day; undefined before the tree is known or after it ended. */
export function unitAt(code: string, on: LocalDate, units: readonly ReferenceUnit[] = referenceUnits): ReferenceUnit | undefined {
  return units.find((unit) => unit.code === code && holdsOn(unit, on));
}

/** The children of a unit on a day, in code order. */
export function childrenAt(code: string, on: LocalDate, units: readonly ReferenceUnit[] = referenceUnits): ReferenceUnit[] {
  return units.filter((unit) => unit.parentCode === code && holdsOn(unit, on));
}

/** Where a unit's area went, followed to a given day. More than one: a person's address has to decide. None: nobody knows. */
export function successorsAt(
  unit: ReferenceUnit,
  on: LocalDate,
  units: readonly ReferenceUnit[] = referenceUnits,
): ReferenceUnit[] {
  if (unit.validTo === null || on <= unit.validTo) return on >= unit.validFrom ? [unit] : [];
  const next = addDays(unit.validTo, 1);
  const found = unit.successors.flatMap(({ code }) => {
    const successor = unitAt(code, next, units);
    return successor === undefined ? [] : successorsAt(successor, on, units);
  });
  return [...new Set(found)];
}
