import { Problem } from '@truyvet/contract';
import type { UnitFileRow } from '@truyvet/outbreak';
import { parse } from 'csv-parse/sync';

/**
 * The rows of a units file: CSV with a header (comma or semicolon, UTF-8), or a JSON array of objects, also under the key `units`.
 * Row numbers are the file's lines in CSV, and count from 1 in JSON.
 *
 * @throws Problem `units.unreadable`
 */
export function readUnitFile(file: string, bytes: Uint8Array): UnitFileRow[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /^\s*[[{]/u.test(text) ? jsonRows(text) : csvRows(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new Problem('units.unreadable', { file, detail }, { cause: error });
  }
}

function jsonRows(text: string): UnitFileRow[] {
  const parsed: unknown = JSON.parse(text);
  const list = isRecord(parsed) ? parsed['units'] : parsed;
  if (!Array.isArray(list)) throw new TypeError('no array');
  return list.map((one: unknown, i) => ({ rowNumber: i + 1, cells: isRecord(one) ? one : {} }));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function csvRows(text: string): UnitFileRow[] {
  const header = text.split('\n', 1)[0] ?? '';
  const delimiter = header.split(';').length > header.split(',').length ? ';' : ',';
  const records: Array<{ record: Record<string, string>; info: { lines: number } }> = parse(text, {
    bom: true,
    columns: (names: string[]) => names.map((name) => name.trim()),
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  if (!/(^|[,;\s"\uFEFF])code([,;\s"]|$)/u.test(header)) throw new TypeError('no column "code"');
  return records.map(({ record, info }) => ({ rowNumber: info.lines, cells: record }));
}
