import type { Cell } from './cell.ts';
import type { Column } from './findHeader.ts';
import { mergeRows } from './mergeRows.ts';
import { planRoster, type RosterOptions, type RosterRefusal, readPlannedRow } from './rosterPlan.ts';
import type { RosterRow, SourceRow } from './rosterRow.ts';

export type Roster = {
  readonly ok: true;
  readonly headerRow: number;
  readonly columns: readonly Column[];
  readonly titles: readonly string[];
  /** Every person once, in the order of their first row. */
  readonly people: readonly RosterRow[];
  readonly rejected: readonly SourceRow[];
  /** Rows below the header that are not about a person: headings, totals, signatures. */
  readonly notes: ReadonlyArray<{ readonly rowNumber: number; readonly text: string }>;
  /** People rows read: those of `people` and `rejected` together. */
  readonly rowCount: number;
};

/**
 * Reads a whole sheet: finds the header, reads each row below it, and makes one person of the rows that are one person's.
 * Every row that says anything comes back: among `people`, `rejected` with its reasons, or `notes`.
 */
export function readRoster(rows: ReadonlyArray<readonly Cell[]>, options: RosterOptions): Roster | RosterRefusal {
  const found = planRoster(rows, options);
  if (!found.ok) return found;
  const { header, titles } = found.plan;
  const read: RosterRow[] = [];
  const rejected: SourceRow[] = [];
  const notes: Array<{ rowNumber: number; text: string }> = [];
  for (let index = header.lastRow; index < rows.length; index++) {
    const result = readPlannedRow(found.plan, rows[index] ?? [], index + 1);
    if (result?.kind === 'note') notes.push({ rowNumber: result.rowNumber, text: result.text });
    if (result?.kind === 'person') read.push(result.row);
    if (result?.kind === 'rejected') {
      rejected.push({ rowNumber: result.rowNumber, cells: result.cells, problems: result.problems });
    }
  }
  if (read.length + rejected.length === 0) return { ok: false, code: 'list.noRows', header };
  const { people, conflicts } = mergeRows(read);
  return {
    ok: true,
    headerRow: header.row,
    columns: header.columns,
    titles,
    people,
    rejected: [...rejected, ...conflicts].sort((a, b) => a.rowNumber - b.rowNumber),
    notes,
    rowCount: read.length + rejected.length,
  };
}
