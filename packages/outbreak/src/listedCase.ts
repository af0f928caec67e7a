import { type Cell, cellText, isBlank } from './cell.ts';
import { readContactDate } from './contactDate.ts';
import type { FieldCode } from './data/importFields.ts';
import type { LocalDate } from './localDate.ts';
import { type RowProblem, rowProblem } from './rowProblems.ts';
import { fold } from './text.ts';

/** What a list says of a case (F0) of its own: when they may have infected others depends on it. */
export type ListedCase = {
  readonly onsetOn: LocalDate | null;
  /** When the sample was taken that was positive. */
  readonly firstPositiveOn: LocalDate | null;
  readonly isolatedOn: LocalDate | null;
};

export const unknownCase: ListedCase = { onsetOn: null, firstPositiveOn: null, isolatedOn: null };

type ColumnReader = { readonly at: (field: FieldCode) => Cell; readonly headingOf: (field: FieldCode) => string };

/**
 * Reads the dates of a case out of its row. A sample counts when the list says that it was positive, or says nothing of its result: the person is
 * listed as a case. Kept from others they are from the first day of quarantine, else of hospital.
 */
export function readListedCase(
  { at, headingOf }: ColumnReader,
  today: LocalDate,
): { readonly listed: ListedCase; readonly problems: RowProblem[] } {
  const problems: RowProblem[] = [];
  const day = (field: FieldCode): LocalDate | null => {
    const cell = at(field);
    const { on } = readContactDate(cell, today);
    const value = cellText(cell);
    if (on === null && !isBlank(cell) && !nothing.test(fold(value))) {
      problems.push(rowProblem('caseDate.unreadable', field, { column: headingOf(field), value }));
    }
    return on;
  };
  const sampledOn = day('sampleDate');
  const listed = {
    onsetOn: day('onsetDate'),
    firstPositiveOn: saysNegative(cellText(at('result'))) ? null : sampledOn,
    isolatedOn: day('quarantineStart') ?? day('admissionDate'),
  };
  return { listed, problems };
}

const nothing = /^(?:-+|\?+|x+|khong|khong ro|chua ro|chua|khong co(?: trieu chung)?)$/u;
const saysNegative = (text: string): boolean => /am tinh|^-$|^\(-\)$|neg/u.test(fold(text));

/** What one row leaves open is taken from the other. */
export const completedCase = (first: ListedCase, second: ListedCase): ListedCase => ({
  onsetOn: first.onsetOn ?? second.onsetOn,
  firstPositiveOn: first.firstPositiveOn ?? second.firstPositiveOn,
  isolatedOn: first.isolatedOn ?? second.isolatedOn,
});
