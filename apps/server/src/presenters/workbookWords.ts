import { f1Tracing, optionLabel } from '@truyvet/dialogue';

/** Heading of the column that is left out in the workbook of one commune. */
export const unitHeading = 'Đơn vị';

/** The word for a code; a code that is newer than the catalogue shows as itself. */
export const wordOf = (words: Readonly<Record<string, { vi: string }>>, code: string): string => words[code]?.vi ?? code;

/** A choice of the tracing script in words; one that the script does not have any more shows its code. */
export function choiceText(stepId: string, value: string | null | undefined): string | null {
  return value ? (optionLabel(f1Tracing, stepId, value)?.vi ?? value) : null;
}
