import { missing, Problem } from '@truyvet/contract';
import type { Tx } from '../../db/connect.ts';
import { readPersonUnit } from '../../db/registers/parts.ts';
import type { Scope } from '../../db/scope.ts';
import { localDate } from '../../localTime.ts';

/** On whose behalf a command runs, and when. */
export type Actor = { readonly scope: Scope; readonly userId: number | null; readonly now: Date };

/** The unit of the person whom a request names in `personId`. Throws `resource.missing` for somebody who is not seen, or is merged into another. */
export async function personUnit(tx: Tx, personId: number): Promise<number> {
  const unitId = await readPersonUnit(tx, personId);
  if (unitId === undefined) throw missing('personId');
  return unitId;
}

/** Throws `register.future` when a day that `field` says has been is still to come. */
export function requireCame(day: string | null, now: Date, field: string): void {
  if (day !== null && day > localDate(now)) throw new Problem('register.future', { day, field });
}

/** Throws `register.dates` when the second day, which `field` gives, is before the first. */
export function requireOrder(earlier: string | null, later: string | null, field: string): void {
  if (earlier !== null && later !== null && later < earlier) throw new Problem('register.dates', { earlier, later, field });
}

/** Which columns a change really changes: their names in words of the API, what to set, and what was there. */
export function changedFields<Row extends object, Columns extends { readonly [K in keyof Row]?: Row[K] | undefined }>(
  before: Row,
  columns: Columns,
): { readonly fields: string[]; readonly set: Partial<Row>; readonly was: Partial<Row> } {
  const names = (Object.keys(columns) as Array<keyof Columns & keyof Row>).filter(
    (name) => columns[name] !== undefined && columns[name] !== before[name],
  );
  return {
    fields: names.map((name) => camelCase(String(name))),
    set: Object.fromEntries(names.map((name) => [name, columns[name]])) as unknown as Partial<Row>,
    was: Object.fromEntries(names.map((name) => [name, before[name]])) as Partial<Row>,
  };
}

const camelCase = (column: string): string => column.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
