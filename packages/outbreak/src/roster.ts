import { type Cell, cellText } from './cell.ts';
import type { FieldCode } from './data/importFields.ts';
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
  /^(?:tong (?:cong|so)|tong|cong|nguoi lap|lap bieu|thu truong|truong tram|giam doc|t\/?m\.|ghi chu|luu y|noi nhan|xac nhan|ky ten|chu tich)(?:\s*[:(.]|\s*\d|\s+(?:bieu|danh sach|don vi|ubnd)|$)|(?:^|, ?)ngay\s+\S* ?thang/u;

const vital: readonly FieldCode[] = ['phone', 'birth', 'nationalId'];
/** With its marks, for Tô and Bàn are family names. */
const heading = /^(?:thôn|xóm|khu|tổ|bản|phố|tiểu khu|đội|làng|thon|xom)(?: |$)/u;

/**
 * Is a row about a person? Blank when only the running number is filled. Without a running number, a total or a signature is a note (unless
 * a name stands beside it), and so is a heading: a hamlet in the name's column, or at most two cells without a name.
 */
function kindOf(cells: readonly Cell[], columns: readonly Column[], first: boolean): 'person' | 'note' | 'blank' {
  const filled = cells.map((cell, index) => ({ text: fold(cellText(cell)), index })).filter(({ text }) => text !== '');
  const textIn = (field: FieldCode) =>
    filled.find(({ index }) => columns.find((column) => column.index === index)?.field === field)?.text;
  const numbered = /^\d+\.?$/u.test(textIn('stt') ?? '');
  if (filled.length === 0 || (numbered && filled.length === 1)) return 'blank';
  if (first && isNumbering(cells)) return 'note';
  const name = textIn('fullName');
  const ending = filled.some(({ text }) => footer.test(text)) && (name === undefined || footer.test(name));
  if (!numbered && ending) return 'note';
  if (vital.some((field) => textIn(field) !== undefined)) return 'person';
  const markedName = cellText(cells[columns.find((column) => column.field === 'fullName')?.index ?? -1]).toLowerCase();
  if (name !== undefined) return !numbered && filled.length <= 2 && heading.test(markedName) ? 'note' : 'person';
  return filled.length <= 2 ? 'note' : 'person';
}

const textOf = (cells: readonly Cell[]): string =>
  cells
    .map(cellText)
    .filter((text) => text !== '')
    .join(' ')
    .slice(0, 300);
