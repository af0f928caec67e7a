import { CsvError, parse } from 'csv-parse/sync';
import { decodeText } from './decodeText.ts';
import { encodingName, LegacyCells } from './legacyCells.ts';
import { limits } from './limits.ts';
import { type RowSource, type SheetRow, Unreadable } from './listFile.ts';
import { wholeSource } from './wholeSource.ts';

/** In the order of preference when two cut equally well: a comma may stand inside a cell, a tab hardly. */
const delimiters = ['\t', '|', ';', ','] as const;

/** Text with separated values: .csv of any usual separator, or Excel's "Unicode text". All cells are text. */
export function openCsv(bytes: Buffer): RowSource {
  const { text, encoding } = decodeText(bytes);
  const bare = text.replace(/^\uFEFF/u, '');
  const declared = /^sep=(.)\r?\n/iu.exec(bare);
  const body = declared ? bare.slice(declared[0].length) : bare;
  const rows = records(body, declared?.[1] ?? delimiterOf(body));
  if (declared) rows.unshift([]);
  if (rows.length > limits.rows) throw new Unreadable('list.tooManyRows', { limit: limits.rows });
  const legacy = new LegacyCells();
  for (const row of rows.slice(0, 200)) for (const cell of row) legacy.read(cell, null);
  legacy.settle();
  const filled = rows.flatMap((cells, index): SheetRow[] =>
    cells.length === 0 ? [] : [[index, cells.map((cell) => legacy.read(cell, null))]],
  );
  return wholeSource('csv', encodingName(legacy.leaning) ?? encoding, [
    { name: '', hidden: false, rows: filled, stoppedAtRow: null },
  ]);
}

function records(text: string, delimiter: string): string[][] {
  try {
    const rows = parse(text, {
      delimiter,
      relax_quotes: true,
      relax_column_count: true,
      to: limits.rows + 1,
      max_record_size: 1_000_000,
    });
    return rows.map((row) => (row.every((cell) => cell.trim() === '') ? [] : row.slice(0, limits.columns)));
  } catch (error) {
    if (error instanceof CsvError) throw new Unreadable('file.unreadable', { detail: error.code }, { cause: error });
    throw error;
  }
}

/** The separator that cuts most of the first lines into the same number of cells; a comma when none does. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 64 * 1024)
    .replace(/"[^"]*"/gu, '')
    .split(/\r?\n/u)
    .filter((line) => line.trim() !== '')
    .slice(0, 40);
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const widths = lines.map((line) => line.split(delimiter).length).filter((width) => width > 1);
    const common = Math.max(0, ...widths.map((width) => widths.filter((other) => other === width).length * Math.min(width, 12)));
    if (common > best.score) best = { delimiter, score: common };
  }
  return best.delimiter;
}
