import type { UnitIndex } from '@truyvet/outbreak';
import type { LocalDate } from '../schema.ts';
import type { StoredUnit } from './unitTree.ts';

/** A unit as an answer names it: with the names above it, the nearest first. */
export type NamedUnit = {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly path: readonly string[];
};
/** A unit of the index as answers name it. */
export function namer(index: UnitIndex<StoredUnit>): (unit: StoredUnit) => NamedUnit {
  return (unit) => {
    const path: string[] = [];
    for (let above = index.parent(unit); above; above = index.parent(above)) path.push(above.name);
    const { id, code, name, validFrom, validTo } = unit;
    return { id, code, name, validFrom, validTo, path };
  };
}
