import type { LocalDate } from '../localDate.ts';
import { fold, tidy } from '../text.ts';
import type { ReferenceUnit, Successor, UnitKind } from './referenceUnit.ts';

/** One row of a units file, as CSV or JSON gives it: cells by column name. */
export type UnitFileRow = { readonly rowNumber: number; readonly cells: Readonly<Record<string, unknown>> };

const reasons = {
  codeMissing: { vi: 'thiếu mã (code)', en: 'the code is missing' },
  nameMissing: { vi: 'thiếu tên (name)', en: 'the name is missing' },
  kindUnknown: { vi: 'cấp không hợp lệ (kind): {value}', en: 'unknown kind: {value}' },
  dateUnreadable: { vi: 'ngày không đọc được: {value}', en: 'unreadable date: {value}' },
  fromMissing: { vi: 'thiếu ngày bắt đầu (validFrom)', en: 'validFrom is missing' },
  endsBeforeStart: { vi: 'ngày kết thúc trước ngày bắt đầu', en: 'it ends before it begins' },
  successorsOfLiving: { vi: 'có đơn vị kế tục nhưng chưa có ngày kết thúc', en: 'it has successors but no end' },
  wholeToSeveral: { vi: 'nhiều đơn vị kế tục thì mỗi nơi chỉ nhận một phần', en: 'of several successors each takes a part only' },
  duplicate: { vi: 'trùng mã và ngày với dòng {row}', en: 'same code and day as row {row}' },
  overlaps: {
    vi: 'mã {value} đang thuộc đơn vị khác trong thời gian này',
    en: 'code {value} belongs to another unit in that time',
  },
  parentUnknown: { vi: 'không có đơn vị cấp trên {value} vào ngày {day}', en: 'there is no parent {value} on {day}' },
  successorUnknown: { vi: 'không có đơn vị kế tục {value} vào ngày {day}', en: 'there is no successor {value} on {day}' },
} as const;
export type UnitRowReason = keyof typeof reasons;
export type UnitRowProblem = {
  readonly rowNumber: number;
  readonly reason: UnitRowReason;
  readonly values: Readonly<Record<string, string | number>>;
};

/** The sentence of a problem, without its row. */
export function unitRowText({ reason, values }: UnitRowProblem, locale: 'vi' | 'en'): string {
  return reasons[reason][locale].replace(/\{(\w+)\}/gu, (_, name: string) => String(values[name] ?? '?'));
}

const kinds: Readonly<Record<string, UnitKind>> = {
  country: 'country',
  'quoc gia': 'country',
  nuoc: 'country',
  province: 'province',
  tinh: 'province',
  district: 'district',
  huyen: 'district',
  quan: 'district',
  'thi xa': 'district',
  commune: 'commune',
  xa: 'commune',
  phuong: 'commune',
  'thi tran': 'commune',
  hamlet: 'hamlet',
  thon: 'hamlet',
  xom: 'hamlet',
  ban: 'hamlet',
  'khu pho': 'hamlet',
  'to dan pho': 'hamlet',
  health: 'health',
};

export type ReadUnits = {
  readonly units: ReadonlyArray<ReferenceUnit & { readonly rowNumber: number }>;
  readonly problems: readonly UnitRowProblem[];
};

/**
 * Rows with the columns code, name, kind, parentCode, validFrom, validTo, successors, aliases. Successors are codes separated by `;`, each
 * with `:part` where only a part of the unit went there (more than one are parts in any case). What needs the other units (parents,
 * successors, overlaps) is judged by `checkUnits`.
 */
export function readUnitRows(rows: readonly UnitFileRow[]): ReadUnits {
  const units: Array<ReferenceUnit & { rowNumber: number }> = [];
  const problems: UnitRowProblem[] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const { unit, found } = readRow(row);
    problems.push(...found);
    if (!unit) continue;
    const key = `${unit.code} ${unit.validFrom}`;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, row.rowNumber);
    else problems.push({ rowNumber: row.rowNumber, reason: 'duplicate', values: { row: before } });
    units.push({ ...unit, rowNumber: row.rowNumber });
  }
  return { units, problems };
}

function readRow({ rowNumber, cells }: UnitFileRow): { unit: ReferenceUnit | null; found: UnitRowProblem[] } {
  const found: UnitRowProblem[] = [];
  const tell = (reason: UnitRowReason, values: UnitRowProblem['values'] = {}) => found.push({ rowNumber, reason, values });
  const code = textOf(cells['code']);
  const name = textOf(cells['name']);
  const kind = kinds[fold(textOf(cells['kind']))];
  const validFrom = dateOf(cells['validFrom']);
  const validTo = dateOf(cells['validTo']);
  const codes = listOf(cells['successors']);
  if (code === '') tell('codeMissing');
  if (name === '') tell('nameMissing');
  if (kind === undefined) tell('kindUnknown', { value: textOf(cells['kind']) });
  if (validFrom === null) tell('fromMissing');
  for (const date of [validFrom, validTo]) if (date === 'unreadable') tell('dateUnreadable', { value: dates(cells) });
  if (typeof validFrom === 'string' && typeof validTo === 'string' && validTo < validFrom) tell('endsBeforeStart');
  if (codes.length > 0 && validTo === null) tell('successorsOfLiving');
  const wholes = codes.filter((one) => one.endsWith(':whole'));
  if (wholes.length > 0 && codes.length > 1) tell('wholeToSeveral');
  if (found.length > 0 || kind === undefined || validFrom === null) return { unit: null, found };
  const parentCode = textOf(cells['parentCode']) || null;
  const aliases = listOf(cells['aliases']);
  return { unit: { code, name, kind, validFrom, validTo, parentCode, successors: successors(codes), aliases }, found };
}

function successors(codes: readonly string[]): Successor[] {
  return codes.map((text) => {
    const [code = '', marker] = text.split(':');
    return { code: code.trim(), part: codes.length > 1 || marker?.trim() === 'part' };
  });
}

const dates = (cells: UnitFileRow['cells']) => [cells['validFrom'], cells['validTo']].map(textOf).filter(Boolean).join(', ');

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? tidy(String(value)) : '';
}

/** 'YYYY-MM-DD' or 'dd/mm/yyyy'; null when blank. */
function dateOf(value: unknown): LocalDate | 'unreadable' | null {
  const text = textOf(value);
  if (text === '') return value === undefined || value === null || value === '' ? null : 'unreadable';
  const local = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/u.exec(text);
  const iso = local ? `${local[3]}-${local[2]?.padStart(2, '0')}-${local[1]?.padStart(2, '0')}` : text;
  const day = /^\d{4}-\d{2}-\d{2}$/u.test(iso) ? new Date(`${iso}T00:00:00Z`) : null;
  return day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso) ? iso : 'unreadable';
}

/** "15448:part; 15772" or a list of texts or of `{ code, part }`. */
function listOf(value: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : textOf(value).split(/[;|]/u);
  return items.map(listItem).filter((text) => text !== '');
}

function listItem(item: unknown): string {
  if (typeof item !== 'object' || item === null || !('code' in item)) return textOf(item);
  const code = textOf(item.code);
  if (!('part' in item) || typeof item.part !== 'boolean') return code;
  return `${code}:${item.part ? 'part' : 'whole'}`;
}
