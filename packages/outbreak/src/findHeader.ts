import { type Cell, cellText, isBlank } from './cell.ts';
import type { FieldCode } from './data/importFields.ts';
import { isAgeHeader, matchHeader, phoneOwnerIn } from './headers.ts';
import { fold, squash } from './text.ts';

/** A column of the list. A field has one column, but for `phone`, which may have several. */
export type Column = {
  readonly index: number;
  readonly header: string;
  readonly field: FieldCode | null;
  /** Phones: whose they are, when the header says so. */
  readonly owner: string | null;
  /** Births: the header says "Tuổi". */
  readonly age: boolean;
  /** The column is for people of one sex: "Năm sinh" or "Giới tính" over "Nam" | "Nữ". */
  readonly sex: 'male' | 'female' | null;
};

export type Header = {
  /** Row numbers as Excel shows them, from 1. `lastRow` differs from `row` where the header has two rows. */
  readonly row: number;
  readonly lastRow: number;
  readonly columns: readonly Column[];
};

export type HeaderSearch =
  | { readonly ok: true; readonly header: Header; readonly titles: readonly string[] }
  | {
      readonly ok: false;
      readonly code: 'list.noHeader' | 'list.noNameColumn' | 'list.noPhoneColumn';
      readonly header: Header | null;
    };

const rowsSearched = 15;
const columnsSearched = 200;

/**
 * Finds the header by content in rows 1–15, with title rows above it: the row (or two rows, one over the other) that names most fields.
 * A list needs a name and a phone column.
 *
 * @param fields what somebody decided about the columns: then they, not the headings, must hold a name and a phone.
 */
export function findHeader(
  rows: ReadonlyArray<readonly Cell[]>,
  fields: ReadonlyArray<FieldCode | null> | null = null,
): HeaderSearch {
  let best: { header: Header; score: number } | null = null;
  for (let index = 0; index < Math.min(rows.length, rowsSearched); index++) {
    for (const header of candidates(rows, index)) {
      const score = scoreOf(header);
      if (score >= 2 && (best === null || score > best.score)) best = { header, score };
    }
  }
  if (best === null) return { ok: false, code: 'list.noHeader', header: null };
  const { header } = best;
  const has = (field: FieldCode) => (fields ?? header.columns.map((column) => column.field)).includes(field);
  if (!has('fullName'))
    return { ok: false, code: has('phone') || best.score >= 3 ? 'list.noNameColumn' : 'list.noHeader', header };
  if (!has('phone')) return { ok: false, code: 'list.noPhoneColumn', header };
  return {
    ok: true,
    header,
    titles: rows
      .slice(0, header.row - 1)
      .map(rowText)
      .filter((text) => text !== ''),
  };
}

const rowText = (row: readonly Cell[]): string =>
  row
    .map(cellText)
    .filter((text) => text !== '')
    .join(' ');

function candidates(rows: ReadonlyArray<readonly Cell[]>, index: number): Header[] {
  const top = textsOf(rows[index]);
  if (top.filter((text) => text !== '').length < 2) return [];
  const single: Header = { row: index + 1, lastRow: index + 1, columns: assign(top, top) };
  const below = textsOf(rows[index + 1]);
  if (!looksLikeSubHeader(top, below)) return [single];
  const width = Math.max(top.length, below.length);
  const parents = spread(top, width);
  const joined = parents.map((parent, i) => [parent, below[i] ?? ''].filter((text) => text !== '').join(' '));
  const own = joined.map((text, i) => (below[i] ? (below[i] ?? '') : text));
  return [single, { row: index + 1, lastRow: index + 2, columns: assign(own, joined) }];
}

function textsOf(row: readonly Cell[] | undefined): string[] {
  return (row ?? []).slice(0, columnsSearched).map((cell) => (typeof cell === 'string' ? cellText(cell) : ''));
}

/** A second header row stands under merged cells: it fills gaps of the row above and holds no digits. */
function looksLikeSubHeader(top: readonly string[], below: readonly string[]): boolean {
  const filled = below.filter((text) => text !== '');
  if (filled.length < 2 || filled.some((text) => /\d{3}/u.test(text))) return false;
  return below.some((text, i) => text !== '' && (top[i] ?? '') === '');
}

/** A merged title belongs to the empty cells at its right. */
function spread(top: readonly string[], width: number): string[] {
  let last = '';
  return Array.from({ length: width }, (_, i) => {
    last = top[i] || last;
    return last;
  });
}

/** Each column its best field, best matches first; a field is given once, phones as often as they come. */
function assign(own: readonly string[], joined: readonly string[]): Column[] {
  const fields = new Map<number, FieldCode>();
  const offers = own
    .flatMap((text, index) => {
      const direct = matchHeader(text);
      const full =
        joined[index] === text ? [] : matchHeader(joined[index] ?? '').map((match) => ({ ...match, score: match.score * 0.98 }));
      return [...direct, ...full].map((match) => ({ ...match, index }));
    })
    .sort((a, b) => b.score - a.score || a.index - b.index);
  const given = new Set<FieldCode>();
  for (const { field, index } of offers) {
    if (fields.has(index) || (given.has(field) && field !== 'phone')) continue;
    fields.set(index, field);
    given.add(field);
  }
  return own.map((text, index) =>
    column(index, joined[index] ?? text, fields.get(index) ?? null, splitBySex(text, joined[index] ?? '')),
  );
}

function column(index: number, header: string, field: FieldCode | null, split: Split | null): Column {
  const owner = field === 'phone' ? phoneOwnerIn(header) : null;
  if (split !== null) return { index, header, field: split.field, owner: null, age: false, sex: split.sex };
  return { index, header, field, owner, age: field === 'birth' && isAgeHeader(header), sex: null };
}

/** The headings of a header, folded: two lists with one key have the same columns in the same places. */
export const headerKey = (header: Header): string => header.columns.map((one) => squash(one.header)).join('|');

/** The header with its columns read as somebody decided. */
export function withFields(header: Header, fields: ReadonlyArray<FieldCode | null>): Header {
  const columns = header.columns.map((own): Column => {
    const field = fields[own.index] ?? null;
    return own.field === field ? own : column(own.index, own.header, field, null);
  });
  return { ...header, columns };
}

type Split = { readonly field: 'birth' | 'sex'; readonly sex: 'male' | 'female' };

/** "Năm sinh" or "Giới tính" over "Nam" and "Nữ": the year, or the tick, stands in the column of the person's sex. */
function splitBySex(own: string, joined: string): Split | null {
  const folded = fold(own);
  const sex = folded === 'nam' ? 'male' : folded === 'nu' ? 'female' : null;
  if (sex === null || own === joined) return null;
  const parent = fold(joined).slice(0, -folded.length);
  if (/nam sinh|ngay|tuoi|sinh/u.test(parent)) return { field: 'birth', sex };
  return parent.startsWith('gioi') ? { field: 'sex', sex } : null;
}

/** Distinct fields named, name and phone counted double; a column split by sex is worth the second header row it stands in. */
function scoreOf(header: Header): number {
  const fields = new Set(header.columns.flatMap((column) => (column.field === null ? [] : [column.field])));
  return (
    fields.size +
    (fields.has('fullName') ? 1 : 0) +
    (fields.has('phone') ? 1 : 0) +
    (header.columns.some((one) => one.sex !== null) ? 1 : 0)
  );
}

/** A row of column numbers under the header: "1 2 3 …" or "(1) (2) (3)" or "A B 1 2". */
export function isNumbering(row: readonly Cell[]): boolean {
  const filled = row.filter((cell) => !isBlank(cell)).map(cellText);
  if (filled.length < 3 || !filled.every((text) => /^\(?(?:\d{1,2}|[A-Z])\)?$/u.test(text))) return false;
  const numbers = filled.map((text) => Number(text.replace(/[()]/gu, ''))).filter((number) => !Number.isNaN(number));
  return numbers.length >= 2 && numbers.every((number, i) => i === 0 || number === (numbers[i - 1] ?? 0) + 1);
}
