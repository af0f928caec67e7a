import { type Cell, cellText, isBlank } from './cell.ts';
import { readDay } from './contactDate.ts';
import type { FieldCode } from './data/importFields.ts';
import type { Measure } from './isolation/rule.ts';
import { addDays, type LocalDate } from './localDate.ts';
import { remembered } from './remembered.ts';
import { type RowProblem, rowProblem } from './rowProblems.ts';
import { fold } from './text.ts';

/** What a list says of a contact's quarantine. A fact that somebody states: no decision of a committee. */
export type ListedQuarantine = {
  /** `isolation` where only days or a place are given; null for words that are not understood, which keep nobody from others. */
  readonly measure: Measure | null;
  readonly place: string | null;
  readonly startOn: LocalDate | null;
  /** The last day. */
  readonly endOn: LocalDate | null;
};

type ColumnReader = {
  readonly at: (field: FieldCode) => Cell;
  readonly wordsAt: (field: FieldCode) => string | null;
  readonly headingOf: (field: FieldCode) => string;
};
type Reading = { readonly quarantine: ListedQuarantine | null; readonly problems: readonly RowProblem[] };

/** No rule of 2021 kept a contact longer; a later last day is a slip. */
const longestDays = 120;
const none: Reading = { quarantine: null, problems: [] };

/** Reads the columns of quarantine in a contact's row. A planned last day may lie ahead; the first day may not. */
export function readListedQuarantine({ at, wordsAt, headingOf }: ColumnReader, today: LocalDate): Reading {
  const [start, end] = [at('quarantineStart'), at('quarantineEnd')];
  const [type, place] = [wordsAt('quarantineType'), wordsAt('quarantinePlace')];
  if (isBlank(start) && isBlank(end) && type === null && place === null) return none;
  const kind = meaningOf(type ?? '');
  const where = meaningOf(place ?? '');
  const begun = firstDay(start, today);
  const ended = lastDay(end, begun, today);
  const dated = begun !== null || ended !== null;
  const denial = kind.isNone ? type : type === null && where.isNone ? place : null;
  if (denial !== null) {
    const field = kind.isNone ? 'quarantineType' : 'quarantinePlace';
    return dated ? { quarantine: null, problems: [rowProblem('quarantine.contradicts', field, { value: denial })] } : none;
  }
  const isSomewhere = !where.isNothing && !where.isNone;
  const measure = kind.isNothing ? (where.measure ?? 'isolation') : kind.measure;
  const problems = [
    ...(begun === null && isSaid(start) ? [unreadable('caseDate.unreadable', 'quarantineStart', start, headingOf)] : []),
    ...(ended === null && isSaid(end) ? [unreadable('quarantine.endUnreadable', 'quarantineEnd', end, headingOf)] : []),
    ...(measure === null && type !== null ? [rowProblem('quarantine.typeUnreadable', 'quarantineType', { value: type })] : []),
  ];
  if (!dated && kind.isNothing && !isSomewhere) return { quarantine: null, problems };
  return { quarantine: { measure, place: isSomewhere ? place : null, startOn: begun, endOn: ended }, problems };
}

function firstDay(cell: Cell, today: LocalDate): LocalDate | null {
  if (!isSaid(cell)) return null;
  const { on } = readDay(cell, today);
  return on !== null && on <= today ? on : null;
}

/** A day and month alone is the next such day after the first day of quarantine. */
function lastDay(cell: Cell, begun: LocalDate | null, today: LocalDate): LocalDate | null {
  if (!isSaid(cell)) return null;
  const { on } = readDay(cell, begun === null ? today : addDays(begun, 330));
  if (on === null || on > addDays(begun ?? today, longestDays)) return null;
  return begun !== null && on < begun ? null : on;
}

const unreadable = (
  code: 'caseDate.unreadable' | 'quarantine.endUnreadable',
  field: FieldCode,
  cell: Cell,
  headingOf: ColumnReader['headingOf'],
): RowProblem => rowProblem(code, field, { column: headingOf(field), value: cellText(cell) });

const isSaid = (cell: Cell): boolean => {
  if (typeof cell !== 'string') return !isBlank(cell);
  const { isNothing, isNone } = meaningOf(cellText(cell));
  return !isNothing && !isNone;
};

/** What words of these columns mean: nothing ("-", "chưa rõ"), that there is no quarantine ("không"), or a measure; null where they speak of none. */
type Meaning = { readonly isNothing: boolean; readonly isNone: boolean; readonly measure: Measure | null };

const meaningOf = remembered((words): Meaning => {
  const folded = fold(words);
  return {
    isNothing: /^(?:\W*|x+|chua ro|khong ro)$/u.test(folded),
    isNone: /^(?:khong|chua|k|ko)(?: (?:phai )?(?:cach ly|co|thuc hien))*$/u.test(folded),
    measure: measureWords.find(([, pattern]) => pattern.test(folded))?.[0] ?? null,
  };
});

/** Words of the measure, the first that fits: "tự theo dõi tại nhà" is no quarantine at home. */
const measureWords: ReadonlyArray<readonly [Measure, RegExp]> = [
  ['selfMonitor', /tu theo doi|tu giam sat/u],
  [
    'central',
    /tap trung|cltt|^tt$|khu cach ly|trung doan|quan doi|doanh trai|khach san|truong (?:tieu hoc|thcs|thpt|mam non|cao dang|dai hoc|hoc)/u,
  ],
  ['homeMonitor', /theo doi|giam sat/u],
  ['hospital', /benh vien|\bbv|co so (?:y te|dieu tri)|dieu tri/u],
  ['home', /tai nha|o nha|^nha$|cltn|^tn$|nha rieng|tai gia|noi (?:cu tru|luu tru|o)|tai ho/u],
  ['isolation', /^(?:co|da|dang)?(?: ?(?:duoc )?(?:cach ly|cl)(?: y te)?)?$/u],
];

const isNamed = (measure: Measure | null): boolean => measure !== null && measure !== 'isolation';

/** What one row leaves open is taken from the other. */
export function completedQuarantine(
  first: ListedQuarantine | undefined,
  second: ListedQuarantine | undefined,
): ListedQuarantine | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  const startOn = first.startOn ?? second.startOn;
  const endOn = first.endOn ?? second.endOn;
  return {
    measure: isNamed(first.measure) || !isNamed(second.measure) ? first.measure : second.measure,
    place: first.place ?? second.place,
    startOn,
    endOn: startOn !== null && endOn !== null && endOn < startOn ? null : endOn,
  };
}
