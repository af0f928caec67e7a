import { addDays, type LocalDate } from '../localDate.ts';
import { holdsOn, type ReferenceUnit } from './referenceUnit.ts';
import type { UnitRowProblem } from './unitFile.ts';

type Row = ReferenceUnit & { readonly rowNumber: number };

/**
 * Judges the rows of a file against each other and against the units that are there: parents and successors must exist on their day, one
 * code stands for one unit at a time. A row with the code and day of a unit that is there corrects that unit.
 */
export function checkUnits(rows: readonly Row[], known: readonly ReferenceUnit[]): UnitRowProblem[] {
  const corrected = new Set(rows.map(keyOf));
  const byCode = new Map<string, ReferenceUnit[]>();
  for (const unit of [...known.filter((one) => !corrected.has(keyOf(one))), ...rows]) {
    byCode.set(unit.code, [...(byCode.get(unit.code) ?? []), unit]);
  }
  const at = (code: string, on: LocalDate) => byCode.get(code)?.find((unit) => holdsOn(unit, on));
  return rows.flatMap((row) => {
    const { rowNumber, parentCode, validFrom, validTo } = row;
    const found: UnitRowProblem[] = [];
    if (parentCode !== null && !at(parentCode, validFrom)) {
      found.push({ rowNumber, reason: 'parentUnknown', values: { value: parentCode, day: validFrom } });
    }
    const next = validTo === null ? null : addDays(validTo, 1);
    for (const { code } of row.successors) {
      if (next !== null && !at(code, next))
        found.push({ rowNumber, reason: 'successorUnknown', values: { value: code, day: next } });
    }
    const other = (byCode.get(row.code) ?? []).find((unit) => keyOf(unit) !== keyOf(row) && overlap(unit, row));
    if (other) found.push({ rowNumber, reason: 'overlaps', values: { value: row.code } });
    return found;
  });
}

const keyOf = ({ code, validFrom }: ReferenceUnit): string => `${code} ${validFrom}`;

const overlap = (a: ReferenceUnit, b: ReferenceUnit): boolean =>
  (b.validTo === null || a.validFrom <= b.validTo) && (a.validTo === null || b.validFrom <= a.validTo);
