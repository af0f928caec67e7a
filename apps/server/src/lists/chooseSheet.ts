import { Problem } from '@truyvet/contract';
import {
  type Cell,
  type FieldCode,
  findHeader,
  type Header,
  planRoster,
  type RosterOptions,
  type RosterPlan,
  type RosterRefusal,
  readPlannedRow,
} from '@truyvet/outbreak';
import type { RowSource, SheetHead } from './listFile.ts';

export type ChosenSheet = {
  readonly index: number;
  readonly sheetName: string | null;
  readonly plan: RosterPlan;
  /** The first rows, as `SheetHead` has them. */
  readonly head: ReadonlyArray<readonly Cell[]>;
  /** The columns as somebody decided earlier, when that is why they are read so. */
  readonly remembered: boolean;
  /** Sheets with content that are no list: instructions, sums. */
  readonly otherSheets: readonly string[];
  /** About how many rows it has, for a progress bar. */
  readonly expectedRows: number | null;
};

export type ChooseOptions = Omit<RosterOptions, 'fields' | 'sheetName'> & {
  /** How columns under this header were read before, if they were. */
  readonly remember?: (header: Header) => ReadonlyArray<FieldCode | null> | null;
};

/**
 * The one sheet of a file that is a list. Several lists in one file are refused, so that nobody on the second is missed silently;
 * hidden sheets count only when nothing else is there.
 *
 * @throws Problem `list.*`
 */
export function chooseSheet(file: Pick<RowSource, 'sheets'>, fileName: string, options: ChooseOptions): ChosenSheet {
  const filled = file.sheets.map((sheet, index) => ({ sheet, index })).filter(({ sheet }) => sheet.rows.length > 0);
  const visible = filled.filter(({ sheet }) => !sheet.hidden);
  const read = (visible.length > 0 ? visible : filled).map(({ sheet, index }) => ({
    sheet,
    index,
    found: planOf(sheet, options),
  }));
  const lists = read.flatMap(({ sheet, index, found }) => (found.ok ? [{ sheet, index, ...found }] : []));
  const [list] = lists;
  if (list === undefined) {
    throw refusalOf(
      read.flatMap(({ found }) => (found.ok ? [] : [found])),
      fileName,
    );
  }
  if (lists.length > 1) {
    throw new Problem('list.manySheets', { file: fileName, sheets: lists.map(({ sheet }) => sheet.name).join(', ') });
  }
  return {
    index: list.index,
    sheetName: list.sheet.name === '' ? null : list.sheet.name,
    plan: list.plan,
    head: list.sheet.rows,
    remembered: list.remembered,
    expectedRows: list.sheet.expectedRows,
    otherSheets: filled.filter(({ index }) => index !== list.index).map(({ sheet }) => sheet.name),
  };
}

/** How a sheet is to be read; a header without any row of a person below is no list. */
function planOf(
  sheet: SheetHead,
  { remember, ...options }: ChooseOptions,
): { readonly ok: true; readonly plan: RosterPlan; readonly remembered: boolean } | RosterRefusal {
  const { header } = findHeader(sheet.rows);
  const fields = header === null ? null : (remember?.(header) ?? null);
  const found = planRoster(sheet.rows, { ...options, sheetName: sheet.name, ...(fields !== null && { fields }) });
  if (!found.ok) return found;
  const { plan } = found;
  const people = sheet.rows.some((cells, index) => {
    const kind = index < plan.header.lastRow ? undefined : readPlannedRow(plan, cells, index + 1)?.kind;
    return kind === 'person' || kind === 'rejected';
  });
  if (!people && !sheet.more) return { ok: false, code: 'list.noRows', header: plan.header };
  return { ok: true, plan, remembered: fields !== null };
}

/** The refusal that says most: a sheet that was nearly a list before one that was none. */
const order = ['list.noRows', 'list.noPhoneColumn', 'list.noNameColumn', 'list.noHeader'] as const;

function refusalOf(refusals: readonly RosterRefusal[], file: string): Problem {
  for (const code of order) {
    const refusal = refusals.find((one) => one.code === code);
    if (refusal) return new Problem(code, { file, row: refusal.header?.row ?? null });
  }
  return new Problem('file.empty', { file });
}
