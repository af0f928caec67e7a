import { type ResolvedAddress, resolveAddress, type UnitIndex } from '@truyvet/outbreak';
import type { Db } from '../../db/connect.ts';
import type { LocalDate } from '../../db/schema.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { readUnitIndex, readUnitLine, type StoredUnit } from '../../db/units/unitTree.ts';

/** A unit as an answer names it: with the names above it, the nearest first. */
export type NamedUnit = {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly path: readonly string[];
};
export type AddressAnswer = Pick<ResolvedAddress, 'status' | 'doubt' | 'written' | 'precision'> & {
  readonly meant: readonly NamedUnit[];
  readonly today: readonly NamedUnit[];
};

/** Where a written address is: the unit of its time and the one of today. Units are public; nothing about people is read. */
export async function resolveText(
  db: Db,
  scope: Scope,
  question: {
    readonly text: string;
    readonly on: LocalDate;
    readonly today: LocalDate;
    readonly nearUnitId?: number | undefined;
  },
): Promise<AddressAnswer> {
  const { text, on, today, nearUnitId } = question;
  return await inScope(db, scope, async (tx) => {
    const { index } = await readUnitIndex(tx);
    const within = nearUnitId === undefined ? [] : await readUnitLine(tx, nearUnitId);
    const found = resolveAddress(text, index, { on, today, within });
    const name = namer(index);
    const { status, doubt, written, precision } = found;
    return { status, doubt, written, precision, meant: found.meant.map(name), today: found.today.map(name) };
  });
}

/** A unit of the index as answers name it. */
export function namer(index: UnitIndex<StoredUnit>): (unit: StoredUnit) => NamedUnit {
  return (unit) => {
    const path: string[] = [];
    for (let above = index.parent(unit); above; above = index.parent(above)) path.push(above.name);
    const { id, code, name, validFrom, validTo } = unit;
    return { id, code, name, validFrom, validTo, path };
  };
}
