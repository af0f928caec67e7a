import {
  changes2024,
  communes2025,
  districts2021,
  knownFrom,
  province,
  successors2025,
  twoLevelFrom,
} from './data/thanhHoaUnits.ts';
import { addDays, type LocalDate } from './localDate.ts';

/**
 * An administrative unit of a published tree. Codes were reused on 1 July 2025 (15835 was Thiệu Lý, is Thiệu Trung):
 * the key is (code, validFrom), and a folded name alone never identifies a unit (xã Đồng Tiến, phường Đông Tiến).
 */
export type ReferenceUnit = {
  readonly code: string;
  readonly name: string;
  readonly kind: 'province' | 'district' | 'commune';
  readonly validFrom: LocalDate;
  /** The last day it holds; null while it does. */
  readonly validTo: LocalDate | null;
  readonly parentCode: string | null;
  /** Codes of the units that took over on the day after validTo; empty where not known or not ended. */
  readonly successors: readonly string[];
};

const lastThreeLevelDay = addDays(twoLevelFrom, -1);

/** The tables of data/thanhHoaUnits.ts as units, parents before children. */
export const referenceUnits: readonly ReferenceUnit[] = [
  { ...province, kind: 'province', validFrom: knownFrom, validTo: null, parentCode: null, successors: [] },
  ...lines(districts2021).flatMap(districtWithCommunes),
  ...pairs(communes2025).map(
    ([code, name]): ReferenceUnit => ({
      code,
      name,
      kind: 'commune',
      validFrom: twoLevelFrom,
      validTo: null,
      parentCode: province.code,
      successors: [],
    }),
  ),
];

function districtWithCommunes(line: string): ReferenceUnit[] {
  const [head = '', tail = ''] = line.split(': ');
  const [[code, name] = ['', '']] = pairs(head);
  const validity = { validFrom: knownFrom, validTo: lastThreeLevelDay };
  const district: ReferenceUnit = { code, name, kind: 'district', ...validity, parentCode: province.code, successors: [] };
  return [district, ...pairs(tail).flatMap(([communeCode, communeName]) => communeStages(communeCode, communeName, code))];
}

/** A commune of 2021, cut where the changes of 2024 touched it. */
function communeStages(code: string, name: string, parentCode: string): ReferenceUnit[] {
  const base = { code, kind: 'commune', parentCode } as const;
  const toTwoLevel = { validTo: lastThreeLevelDay, successors: successors2025[code] ?? [] };
  const change = changes2024.find((one) => one.code === code);
  if (change === undefined) return [{ ...base, name, validFrom: knownFrom, ...toTwoLevel }];
  const first: ReferenceUnit = { ...base, name, validFrom: knownFrom, validTo: change.ended, successors: change.successors };
  if (!('renamed' in change)) return [first];
  return [first, { ...base, name: change.renamed, validFrom: addDays(change.ended, 1), ...toTwoLevel }];
}

function lines(table: string): string[] {
  return table.split('\n').filter((line) => line.trim() !== '');
}

function pairs(text: string): Array<readonly [code: string, name: string]> {
  return text
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => [pair.slice(0, pair.indexOf(' ')), pair.slice(pair.indexOf(' ') + 1)] as const);
}

const holdsOn = (unit: ReferenceUnit, on: LocalDate): boolean =>
  unit.validFrom <= on && (unit.validTo === null || on <= unit.validTo);

/** The unit that bore this code on this day; undefined before the tree is known or after it ended. */
export function unitAt(code: string, on: LocalDate, units: readonly ReferenceUnit[] = referenceUnits): ReferenceUnit | undefined {
  return units.find((unit) => unit.code === code && holdsOn(unit, on));
}

/** The children of a unit on a day, in code order. */
export function childrenAt(code: string, on: LocalDate, units: readonly ReferenceUnit[] = referenceUnits): ReferenceUnit[] {
  return units.filter((unit) => unit.parentCode === code && holdsOn(unit, on));
}

/** Where a unit's area went, followed to a given day. More than one: a person's address has to decide. */
export function successorsAt(
  unit: ReferenceUnit,
  on: LocalDate,
  units: readonly ReferenceUnit[] = referenceUnits,
): ReferenceUnit[] {
  if (unit.validTo === null || on <= unit.validTo) return on >= unit.validFrom ? [unit] : [];
  const next = addDays(unit.validTo, 1);
  const found = unit.successors.flatMap((code) => {
    const successor = unitAt(code, next, units);
    return successor === undefined ? [] : successorsAt(successor, on, units);
  });
  return [...new Set(found)];
}
