import { type ResolvedAddress, resolveAddress } from '@truyvet/outbreak';
import type { Db } from '../../db/connect.ts';
import type { LocalDate } from '../../db/schema.ts';
import { inScope, type Scope } from '../../db/scope.ts';
import { type NamedUnit, namer } from '../../db/units/namedUnits.ts';
import { readUnitIndex, readUnitLine } from '../../db/units/unitTree.ts';

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
