import { Problem } from '@truyvet/contract';
import { planRoster } from '@truyvet/outbreak';
import type { Fields } from '../../db/imports/mappings.ts';
import type { ChosenSheet } from '../../lists/chooseSheet.ts';
import type { OpenedList } from '../../lists/openedList.ts';

/** The sheet of a draft, with its columns read as they were settled. */
export function settledSheet(
  list: OpenedList,
  draft: { readonly sheetName: string | null; readonly fileName: string; readonly fields: Fields },
  options: { readonly today: string; readonly communeName: string; readonly defaultLevel?: number },
): ChosenSheet {
  const index = list.sheets.findIndex(({ name }) => (name === '' ? null : name) === draft.sheetName);
  const sheet = list.sheets[index];
  if (!sheet) throw new Problem('file.unreadable', { file: draft.fileName });
  const found = planRoster(sheet.rows, { ...options, sheetName: sheet.name, fields: draft.fields });
  if (!found.ok) throw new Problem(found.code, { file: draft.fileName, row: found.header?.row ?? null });
  const otherSheets = list.sheets.flatMap(({ name, rows }, i) => (i === index || rows.length === 0 ? [] : [name]));
  return {
    index,
    sheetName: draft.sheetName,
    plan: found.plan,
    head: sheet.rows,
    remembered: true,
    otherSheets,
    expectedRows: sheet.expectedRows,
  };
}
