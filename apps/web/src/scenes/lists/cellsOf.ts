import type { ImportDetail, ImportRow } from '@truyvet/contract';

type ShownCell = { readonly position: number; readonly heading: string; readonly text: string; readonly hasProblem: boolean };

/** What stood in a row: every cell that has something in it, and the empty ones that a problem speaks of. */
export function cellsOf(row: ImportRow, columns: ImportDetail['columns']): ShownCell[] {
  const fields = new Set(row.problems.map((problem) => problem.field));
  const width = Math.max(row.cells.length, columns.length);
  const cells = Array.from({ length: width }, (_, position) => {
    const column = columns[position];
    const hasProblem = column !== undefined && column.field !== null && fields.has(column.field);
    return { position, heading: column?.heading ?? '', text: (row.cells[position] ?? '').trim(), hasProblem };
  });
  return cells.filter((cell) => cell.text !== '' || cell.hasProblem);
}
