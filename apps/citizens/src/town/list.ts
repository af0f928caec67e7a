import type { Random } from '../random.ts';
import { retyped } from './names.ts';
import { national, newNumber, phoneCell } from './phones.ts';
import type { Cell, Sheet } from './sheet.ts';
import type { BadRow, Citizen, ExpectedList } from './town.ts';

/** The columns of the list with the headers that lists of 2021 had, typos included. */
const headers = {
  stt: ['STT', 'TT'],
  name: ['Họ và tên', 'Họ tên', 'HỌ  VÀ TÊN', 'Ho va tên'],
  birth: ['Năm sinh', 'Ngày sinh', 'Ngày tháng năm sinh'],
  sex: ['Giới tính', 'Giới Tính', 'Giới'],
  hamlet: ['Thôn', 'Xóm', 'Thôn ấp'],
  phone: ['Điện thoai', 'Số điện thoại', 'SĐT', 'Số điện  thoại'],
  level: ['Là F mấy?', 'Mức độ nghi nhiễm', 'Cấp độ nghi nhiễm'],
  source: ['Tiếp xúc với F0', 'Mối quan hệ với ca bệnh tiếp xúc'],
  contact: ['Ngày tiếp xúc cuối cùng', 'Ngày tiếp xúc cuối cung'],
  note: ['Ghi chú', 'Ghi chu'],
} as const;
type Column = keyof typeof headers;
const columns = Object.keys(headers) as Column[];
type Row = Partial<Record<Column, Cell>>;

const badRows: readonly BadRow[] = [
  'emergencyNumber',
  'serviceNumber',
  'noPhone',
  'noName',
  'bornIn1890',
  'bornInFuture',
  'contactInFuture',
  'foreignNumber',
];
/** Codes of cases that never were: in July 2021 the country counted below 40,000. */
const sources = ['BN 900001', 'BN900002', 'BN 900003', 'bệnh nhân 900004'] as const;

type Line = { readonly row: Row; readonly bad?: BadRow; readonly again?: true };

/** The list as a commune nurse would make it, and what reading it must give. */
export function makeList(
  citizens: readonly Citizen[],
  about: { seed: number; today: Date; commune: string },
  random: Random,
): { sheet: Sheet; expected: ExpectedList } {
  const clip = (share: number, least: number) => Math.max(least, Math.round(citizens.length * share));
  const taken = new Set(citizens.flatMap(({ numbers }) => numbers));
  const good = citizens.map((citizen): Line => ({ row: rowOf(citizen, about.today, random) }));
  const again = random
    .shuffle(citizens)
    .slice(0, clip(0.04, 2))
    .map((citizen): Line => ({ row: secondRowOf(citizen, about.today, random), again: true }));
  const bad = Array.from({ length: clip(0.05, 5) }, (_, i) =>
    badLine(badRows[i % badRows.length] ?? 'noName', about.today, taken, random),
  );
  const lines = [...random.shuffle([...good, ...bad]), ...again];
  const title = titleRows(about, random);
  const rowNumber = (i: number) => title.length + 2 + i;
  const header = columns.map((column) => random.pick(headers[column]));
  const body = lines.map(({ row }, i) => columns.map((column) => (column === 'stt' ? i + 1 : (row[column] ?? null))));
  const rejected = lines.flatMap(({ bad: why }, i) => (why ? [{ rowNumber: rowNumber(i), why }] : []));
  const mergedRows = lines.flatMap(({ again: merged }, i) => (merged ? [rowNumber(i)] : []));
  const expected = { people: citizens.length, rows: lines.length, rejectedRows: rejected.length, rejected, mergedRows };
  return { sheet: { name: 'Danh sách', rows: [...title, header, ...body] }, expected };
}

function titleRows({ seed, today, commune }: { seed: number; today: Date; commune: string }, random: Random): Cell[][] {
  const blank = Array.from({ length: random.between(0, 3) }, () => [] as Cell[]);
  return [
    [`TRẠM Y TẾ ${commune.toUpperCase()}`],
    [`DANH SÁCH NGƯỜI TIẾP XÚC ĐẾN NGÀY ${slashed(today)}`],
    [`(Danh sách mô phỏng, sinh từ hạt giống ${seed}: không phải người thật)`],
    ...blank,
  ];
}

function rowOf(citizen: Citizen, today: Date, random: Random): Row {
  return {
    name: retyped(citizen.name, random),
    birth: birthCell(citizen.truth.birthYear, today, random),
    sex: citizen.sex === 'male' ? random.pick(['Nam', 'nam']) : random.pick(['Nữ', 'nữ', 'Nu']),
    hamlet: citizen.hamlet,
    phone: phoneCell(citizen.numbers, random),
    level: citizen.level === 'F1' ? random.pick(['F1', 'f1', 'F 1', 'F1 (tx gần)']) : random.pick(['F2', 'f2', 'F 2']),
    source: random.pick(sources),
    contact: contactCell(today, random),
    note: random.chance(0.1) ? random.pick(['đi làm xa về', 'ở cùng bố mẹ', 'đã lấy mẫu lần 1']) : null,
  };
}

/** The same person on a later page: another spelling, the first number only, no birth date to disagree with. */
function secondRowOf(citizen: Citizen, today: Date, random: Random): Row {
  const row = rowOf(citizen, today, random);
  return { ...row, birth: citizen.truth.birthYear, phone: national(citizen.numbers[0]) };
}

function badLine(why: BadRow, today: Date, taken: Set<string>, random: Random): Line {
  const phone = national(newNumber(taken, random));
  const row: Row = {
    name: `Người Thử Dòng Hỏng ${random.pick(['Một', 'Hai', 'Ba', 'Bốn'])}`,
    birth: random.between(1940, 2002),
    sex: 'Nam',
    hamlet: 'Thôn 1',
    phone,
    level: 'F1',
    source: sources[0],
    contact: slashed(daysFrom(today, -4)),
  };
  return { row: { ...row, ...faults(today)[why] }, bad: why };
}

const faults = (today: Date): Readonly<Record<BadRow, Row>> => ({
  emergencyNumber: { phone: 115 },
  serviceNumber: { phone: '19001234' },
  noPhone: { phone: null },
  noName: { name: null },
  bornIn1890: { birth: 1890 },
  bornInFuture: { birth: slashed(daysFrom(today, 400)) },
  contactInFuture: { contact: slashed(daysFrom(today, 20)) },
  foreignNumber: { phone: '+856 20 5555 1234' },
});

/** A date, a text, a year as number or text, or an age. */
function birthCell(year: number, today: Date, random: Random): Cell {
  const born = new Date(Date.UTC(year, random.between(0, 11), random.between(1, 28)));
  const age = today.getUTCFullYear() - year;
  return random.pick([born, slashed(born), year, year, String(year), `${age} tuổi`]);
}

function contactCell(today: Date, random: Random): Cell {
  const day = daysFrom(today, -random.between(1, 8));
  return random.pick([day, slashed(day), `${day.getUTCDate()}/${day.getUTCMonth() + 1}`, slashed(day).replaceAll('/', '-')]);
}

const daysFrom = (day: Date, days: number) => new Date(day.getTime() + days * 86_400_000);

function slashed(day: Date): string {
  return `${String(day.getUTCDate()).padStart(2, '0')}/${String(day.getUTCMonth() + 1).padStart(2, '0')}/${day.getUTCFullYear()}`;
}
