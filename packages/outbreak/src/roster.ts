import { type Cell, cellText, isBlank } from './cell.ts';
import { type Column, findHeader, type Header, isNumbering } from './findHeader.ts';
import { levelInTitle } from './fLevel.ts';
import type { LocalDate } from './localDate.ts';
import { mergeRows } from './mergeRows.ts';
import { type RosterRow, readRow, trimmed } from './rosterRow.ts';
import type { RowProblem } from './rowProblems.ts';
import { fold } from './text.ts';

export type RosterOptions = {
  readonly today: LocalDate;
  /** For lists without a level column and without a level in their title. */
  readonly defaultLevel?: number;
  readonly communeName?: string;
  readonly sheetName?: string;
};

export type RejectedRow = {
  readonly rowNumber: number;
  readonly cells: readonly Cell[];
  readonly problems: readonly RowProblem[];
};

export type Roster = {
  readonly ok: true;
  readonly headerRow: number;
  readonly columns: readonly Column[];
  readonly titles: readonly string[];
  /** Every person once, in the order of their first row. */
  readonly people: readonly RosterRow[];
  readonly rejected: readonly RejectedRow[];
  /** Rows below the header that are not about a person: headings, totals, signatures. */
  readonly notes: ReadonlyArray<{ readonly rowNumber: number; readonly text: string }>;
  /** People rows read: those of `people` and `rejected` together. */
  readonly rowCount: number;
};
export type RosterRefusal = {
  readonly ok: false;
  readonly code: 'list.noHeader' | 'list.noNameColumn' | 'list.noPhoneColumn' | 'list.noRows';
  readonly header: Header | null;
};

/**
 * Reads a sheet: finds the header, reads each row below it, and makes one person of the rows that are one person's.
 * Every row that says anything comes back: among `people`, `rejected` with its reasons, or `notes`.
 */
export function readRoster(rows: ReadonlyArray<readonly Cell[]>, options: RosterOptions): Roster | RosterRefusal {
  const search = findHeader(rows);
  if (!search.ok) return search;
  const { header, titles } = search;
  const context = {
    today: options.today,
    communeName: options.communeName ?? null,
    defaultLevel: options.defaultLevel ?? levelInTitle([...titles, options.sheetName ?? ''].join(' ')),
  };
  const read: RosterRow[] = [];
  const rejected: RejectedRow[] = [];
  const notes: Array<{ rowNumber: number; text: string }> = [];
  for (let index = header.lastRow; index < rows.length; index++) {
    const cells = rows[index] ?? [];
    const kind = kindOf(cells, header.columns, index === header.lastRow);
    if (kind === 'note') notes.push({ rowNumber: index + 1, text: textOf(cells) });
    if (kind !== 'person') continue;
    const reading = readRow(cells, index + 1, header.columns, context);
    if (reading.ok) read.push(reading.row);
    else rejected.push({ rowNumber: index + 1, cells: trimmed(cells), problems: reading.problems });
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

const footer =
  /^(?:tong(?: cong| so)?|cong|nguoi lap|lap bieu|thu truong|truong tram|giam doc|t\/?m\.?|ghi chu|luu y|noi nhan|xac nhan|ky ten|duyet|chu tich|ngay\s+\d* ?thang|.{2,30},? ngay \S* ?thang)(?:[^a-z]|$)/u;

/**
 * Is a row about a person? Blank when only the running number is filled; a note when it has no phone and no birth and is a heading
 * (one filled cell, not the name's) or starts like a total or a signature.
 */
function kindOf(cells: readonly Cell[], columns: readonly Column[], first: boolean): 'person' | 'note' | 'blank' {
  const filled = cells.map((cell, index) => ({ cell, index })).filter(({ cell }) => !isBlank(cell));
  const fieldAt = (index: number) => columns.find((column) => column.index === index)?.field ?? null;
  if (filled.every(({ index }) => fieldAt(index) === 'stt'))
    return filled.some(({ cell }) => /\p{L}/u.test(cellText(cell))) ? 'note' : 'blank';
  if (first && isNumbering(cells)) return 'note';
  const vital = filled.some(({ index }) => ['phone', 'birth', 'nationalId'].includes(fieldAt(index) ?? ''));
  if (vital) return 'person';
  const named = filled.some(({ index }) => fieldAt(index) === 'fullName');
  if (filled.some(({ cell }) => footer.test(fold(cellText(cell))))) return 'note';
  return !named && filled.length <= 2 ? 'note' : 'person';
}

const textOf = (cells: readonly Cell[]): string =>
  cells
    .map(cellText)
    .filter((text) => text !== '')
    .join(' ')
    .slice(0, 300);
