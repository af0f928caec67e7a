import { type Cell, type RosterPlan, type RowResult, readPlannedRow } from '@truyvet/outbreak';
import type { RowSource, SheetRow } from './listFile.ts';

/** A list that is open for reading, in this process or another. `close` it when done, also after a failure. */
export type OpenedList = Pick<RowSource, 'format' | 'encoding' | 'sheets'> & {
  /** The filled rows of a sheet as they stand; `each` is awaited. Tells the row at which only blank ones followed, or null. */
  readonly rows: (sheet: number, each: (rows: readonly SheetRow[]) => Promise<void>) => Promise<number | null>;
  /** What the rows below the header say, read by the plan, in order. */
  readonly results: (
    sheet: number,
    plan: RosterPlan,
    each: (results: readonly RowResult[]) => Promise<void>,
  ) => Promise<number | null>;
  readonly close: () => void;
};

/** A source of this process as an opened list. */
export function openHere(source: RowSource): OpenedList {
  return {
    format: source.format,
    encoding: source.encoding,
    sheets: source.sheets,
    rows: source.read,
    results: (sheet, plan, each) =>
      source.read(sheet, async (rows) => {
        await each(rows.flatMap(([index, cells]) => resultOf(plan, index, cells) ?? []));
      }),
    close: () => {},
  };
}

export const resultOf = (plan: RosterPlan, index: number, cells: readonly Cell[]): RowResult | null =>
  index < plan.header.lastRow ? null : readPlannedRow(plan, cells, index + 1);
