import { type Cell, cellText } from './cell.ts';
import type { FieldCode } from './data/importFields.ts';
import { type Column, findHeader, type Header, isNumbering, withFields } from './findHeader.ts';
import { levelInTitle } from './fLevel.ts';
import type { LocalDate } from './localDate.ts';
import { type RosterRow, readRow, type SourceRow, trimmed } from './rosterRow.ts';
import { fold } from './text.ts';

export type RosterOptions = {
  readonly today: LocalDate;
  /** For lists without a level column and without a level in their title. */
  readonly defaultLevel?: number;
  readonly communeName?: string;
  readonly sheetName?: string;
  /** Fields by column from 0, as somebody decided; null for columns that are not read. Instead of what the headings say. */
  readonly fields?: ReadonlyArray<FieldCode | null>;
};

/** How a sheet is to be read; plain JSON. */
export type RosterPlan = {
  readonly header: Header;
  readonly titles: readonly string[];
  readonly today: LocalDate;
  readonly defaultLevel: number | null;
  readonly communeName: string | null;
};

export type RosterRefusal = {
  readonly ok: false;
  readonly code: 'list.noHeader' | 'list.noNameColumn' | 'list.noPhoneColumn' | 'list.noRows';
  readonly header: Header | null;
};

/** What one row below the header is. */
export type RowResult =
  | { readonly kind: 'person'; readonly row: RosterRow }
  | ({ readonly kind: 'rejected' } & SourceRow)
  | { readonly kind: 'note'; readonly rowNumber: number; readonly text: string };

/** Finds the header in the first rows of a sheet and says how the rest is to be read. */
export function planRoster(
  head: ReadonlyArray<readonly Cell[]>,
  options: RosterOptions,
): { readonly ok: true; readonly plan: RosterPlan } | RosterRefusal {
  const search = findHeader(head, options.fields);
  if (!search.ok) return search;
  const { header, titles } = search;
  return {
    ok: true,
    plan: {
      header: options.fields === undefined ? header : withFields(header, options.fields),
      titles,
      today: options.today,
      communeName: options.communeName ?? null,
      defaultLevel: options.defaultLevel ?? levelInTitle([...titles, options.sheetName ?? ''].join(' ')),
    },
  };
}

/** Reads one row below the header; null for a blank one. `rowNumber` counts from 1, as Excel does. */
export function readPlannedRow(plan: RosterPlan, cells: readonly Cell[], rowNumber: number): RowResult | null {
  const { columns, lastRow } = plan.header;
  const kind = kindOf(cells, columns, rowNumber === lastRow + 1);
  if (kind === 'blank') return null;
  if (kind === 'note') return { kind: 'note', rowNumber, text: textOf(cells) };
  const reading = readRow(cells, rowNumber, columns, plan);
  if (reading.ok) return { kind: 'person', row: reading.row };
  return { kind: 'rejected', rowNumber, cells: trimmed(cells), problems: reading.problems };
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
  const filled = cells.filter(isFilled);
  const numbered = /^\d+\.?$/u.test(fold(cellText(cellOf(cells, columns, 'stt'))));
  if (filled.length === 0 || (numbered && filled.length === 1)) return 'blank';
  if (first && isNumbering(cells)) return 'note';
  const name = cellOf(cells, columns, 'fullName');
  if (!numbered && filled.some(isFooter) && (!isFilled(name) || isFooter(name))) return 'note';
  if (columns.some(({ field, index }) => field !== null && vital.includes(field) && isFilled(cells[index]))) return 'person';
  const few = filled.length <= 2;
  if (isFilled(name)) return !numbered && few && heading.test(cellText(name).toLowerCase()) ? 'note' : 'person';
  return few ? 'note' : 'person';
}

/** The cell in a field's only column. */
const cellOf = (cells: readonly Cell[], columns: readonly Column[], field: FieldCode): Cell | undefined =>
  cells[columns.find((column) => column.field === field)?.index ?? -1];

/** Does anything stand there that could be read? Marks without their letter do not. */
const isFilled = (cell: Cell | undefined): boolean => {
  const text = cellText(cell);
  return text !== '' && (/[!-~]/u.test(text) || fold(text) !== '');
};
const isFooter = (cell: Cell | undefined): boolean => footer.test(fold(cellText(cell)));

const textOf = (cells: readonly Cell[]): string =>
  cells
    .map(cellText)
    .filter((text) => text !== '')
    .join(' ')
    .slice(0, 300);
