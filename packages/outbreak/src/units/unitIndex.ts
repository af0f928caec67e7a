import { addDays, type LocalDate } from '../localDate.ts';
import { holdsOn, type ReferenceUnit } from './referenceUnit.ts';
import { type NamedPart, namedPart } from './unitName.ts';

/** A name by which a unit is known: its own, or an alias. */
export type KnownName<U extends ReferenceUnit = ReferenceUnit> = NamedPart & { readonly unit: U; readonly isAlias: boolean };

/** A tree made quick to ask. Build it once for many addresses. */
export type UnitIndex<U extends ReferenceUnit = ReferenceUnit> = {
  /** By the name's `key` (see `namedPart`). */
  readonly named: (key: string) => ReadonlyArray<KnownName<U>>;
  readonly at: (code: string, on: LocalDate) => U | undefined;
  readonly parent: (unit: U) => U | undefined;
  readonly children: (unit: U) => readonly U[];
  /** The units above those that went into this one: the districts in which a commune of today lay. */
  readonly pastParents: (unit: U) => readonly U[];
  /** The units that hold this one's area on a day; several where it was split, none where nobody knows. */
  readonly followed: (unit: U, on: LocalDate) => readonly U[];
};

export function createUnitIndex<U extends ReferenceUnit>(units: readonly U[]): UnitIndex<U> {
  const byCode = groupBy(units, ({ code }) => code);
  const byParent = groupBy(units, ({ parentCode }) => parentCode ?? '');
  const names = units.flatMap((unit) => [
    { unit, isAlias: false, ...namedPart(unit.name) },
    ...unit.aliases.map((alias) => ({ unit, isAlias: true, ...namedPart(alias) })),
  ]);
  const byName = groupBy(names, ({ key }) => key);
  const at = (code: string, on: LocalDate) => byCode.get(code)?.find((unit) => holdsOn(unit, on));
  const followed = (unit: U, on: LocalDate): U[] => {
    if (unit.validTo === null || on <= unit.validTo) return [unit];
    const next = addDays(unit.validTo, 1);
    const found = unit.successors.flatMap(({ code }) => {
      const successor = at(code, next);
      return successor ? followed(successor, on) : [];
    });
    return [...new Set(found)];
  };
  const parent = ({ parentCode, validFrom }: U) => (parentCode === null ? undefined : at(parentCode, validFrom));
  const ended = units.flatMap((unit) =>
    unit.successors.map(({ code }) => ({ unit, key: `${code} ${addDays(unit.validTo ?? unit.validFrom, 1)}` })),
  );
  const bySuccessor = groupBy(ended, ({ key }) => key);
  const pastParents = (unit: U) =>
    (bySuccessor.get(`${unit.code} ${unit.validFrom}`) ?? []).flatMap((one) => parent(one.unit) ?? []);
  return {
    named: (key) => byName.get(key) ?? [],
    at,
    parent,
    children: (unit) => (byParent.get(unit.code) ?? []).filter((child) => at(unit.code, child.validFrom) === unit),
    pastParents,
    followed,
  };
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
