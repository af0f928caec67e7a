import { Problem } from '@truyvet/contract';
import { type Roster, type RosterOptions, type RosterRefusal, readRoster } from '@truyvet/outbreak';
import type { ListFile } from './listFile.ts';

export type ChosenSheet = {
  readonly sheetName: string | null;
  readonly roster: Roster;
  /** Sheets with content that are no list: instructions, sums. */
  readonly otherSheets: readonly string[];
  readonly stoppedAtRow: number | null;
};

/**
 * The one sheet of a file that is a list. Several lists in one file are refused, so that nobody on the second is missed silently;
 * hidden sheets count only when nothing else is there.
 *
 * @throws Problem `list.*`
 */
export function chooseSheet(file: ListFile, fileName: string, options: RosterOptions): ChosenSheet {
  const filled = file.sheets.filter((sheet) => sheet.rows.length > 0);
  const visible = filled.filter((sheet) => !sheet.hidden);
  const read = (visible.length > 0 ? visible : filled).map((sheet) => ({
    sheet,
    roster: readRoster(sheet.rows, { ...options, sheetName: sheet.name }),
  }));
  const lists = read.flatMap(({ sheet, roster }) => (roster.ok ? [{ sheet, roster }] : []));
  const [list] = lists;
  if (list === undefined)
    throw refusalOf(
      read.flatMap(({ roster }) => (roster.ok ? [] : [roster])),
      fileName,
    );
  if (lists.length > 1) {
    throw new Problem('list.manySheets', { file: fileName, sheets: lists.map(({ sheet }) => sheet.name).join(', ') });
  }
  return {
    sheetName: list.sheet.name === '' ? null : list.sheet.name,
    roster: list.roster,
    otherSheets: filled.filter((sheet) => sheet !== list.sheet).map((sheet) => sheet.name),
    stoppedAtRow: list.sheet.stoppedAtRow,
  };
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
