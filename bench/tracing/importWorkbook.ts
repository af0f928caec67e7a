import ExcelJS from 'exceljs';
import type { OwnerClient } from '../../apps/server/src/db/asOwner.ts';

/** A person as stored, to be met again in the list. */
type Known = {
  readonly name: string;
  readonly year: number;
  readonly day: string | null;
  readonly sex: string;
  readonly phone: string;
};

const headings = [
  'STT',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Số điện thoại',
  'Số CCCD',
  'Thôn',
  'Diện',
  'Tiếp xúc với',
  'Ngày tiếp xúc',
];

/** Shares of a list's rows; the rest are people nobody has stored. */
const shares = { known: 0.4, again: 0.02, unusable: 0.02 } as const;

/**
 * Writes a workbook of so many rows: two in five are people who are stored already (a quarter of them typed without marks, half with the year of birth
 * only), some come twice, some cannot be used.
 */
export async function writeWorkbook(file: string, rows: number, client: OwnerClient, seed: number): Promise<void> {
  const known = await readKnown(client, Math.round(rows * shares.known));
  const random = mulberry(seed);
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useSharedStrings: false });
  const sheet = workbook.addWorksheet('Danh sách');
  sheet.addRow(['DANH SÁCH F1, F2 TOÀN TỈNH']).commit();
  sheet.addRow(headings).commit();
  let last: unknown[] | null = null;
  for (let n = 1; n <= rows; n++) {
    const kind = random();
    const stored = kind < shares.known ? known.pop() : undefined;
    if (last !== null && kind > 1 - shares.again) last = [n, ...last.slice(1)];
    else last = stored ? knownRow(n, stored, random) : freshRow(n, random, kind > 1 - shares.again - shares.unusable);
    sheet.addRow(last).commit();
  }
  sheet.commit();
  await workbook.commit();
}

async function readKnown(client: OwnerClient, count: number): Promise<Known[]> {
  const { rows } = await client.query<Known>(
    `select p.full_name as name, p.birth_year as year, to_char(p.birth_date, 'DD/MM/YYYY') as day, p.sex, n.e164 as phone
     from person p join lateral (select e164 from person_phone where person_id = p.id order by position limit 1) n on true
     where p.id % greatest(1, (select max(id) from person) / $1) = 0 limit $1`,
    [count],
  );
  return rows;
}

function knownRow(n: number, { name, year, day, sex, phone }: Known, random: () => number): unknown[] {
  const typed = random() < 0.25 ? bare(name) : name;
  const birth = day !== null && random() < 0.5 ? day : year;
  return [
    n,
    typed.toUpperCase(),
    birth,
    sex === 'male' ? 'Nam' : 'Nữ',
    `0${phone.slice(3)}`,
    null,
    `Thôn ${1 + (n % 12)}`,
    ...contact(n),
  ];
}

function freshRow(n: number, random: () => number, unusable: boolean): unknown[] {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const male = random() < 0.5;
  const name = [
    pick(families),
    male ? pick(['Văn', 'Đình', 'Hữu', 'Xuân']) : pick(['Thị', 'Thu', 'Ngọc']),
    pick(middles),
    pick(givens),
  ].join(' ');
  const year = 1935 + Math.floor(random() * 80);
  const birth = random() < 0.5 ? year : `${1 + Math.floor(random() * 28)}/${1 + Math.floor(random() * 12)}/${year}`;
  const id =
    random() < 0.3 && year < 2000
      ? `038${male ? 0 : 1}${String(year % 100).padStart(2, '0')}${String(n % 1_000_000).padStart(6, '0')}`
      : null;
  const phone = unusable ? '115' : `03${String((n * 7919 + 13) % 100_000_000).padStart(8, '2')}`.slice(0, 10);
  return [n, name, birth, male ? 'Nam' : 'Nữ', phone, id, `Thôn ${1 + (n % 12)}`, ...contact(n)];
}

const contact = (n: number): unknown[] => [
  n % 5 === 0 ? 'F2' : 'F1',
  `BN ${1000 + (n % 400)}`,
  `${String(1 + (n % 9)).padStart(2, '0')}/07/2021`,
];

const families = ['Nguyễn', 'Lê', 'Trần', 'Phạm', 'Hoàng', 'Trịnh', 'Vũ', 'Đỗ', 'Bùi', 'Đặng', 'Hà', 'Mai', 'Lưu', 'Ngô'];
const middles = ['Anh', 'Bảo', 'Gia', 'Minh', 'Quốc', 'Thanh', 'Tuấn', 'Phương', 'Hải', 'Khánh', 'Diệu', 'Hoài'];
const givens = [
  'An',
  'Bình',
  'Cường',
  'Dũng',
  'Đức',
  'Giang',
  'Hà',
  'Hải',
  'Hằng',
  'Hoa',
  'Hòa',
  'Hùng',
  'Hương',
  'Lan',
  'Linh',
  'Long',
  'Mai',
  'Nam',
  'Nga',
  'Phúc',
  'Quân',
  'Sơn',
  'Thảo',
  'Thắng',
  'Trang',
  'Tuấn',
  'Vân',
  'Yến',
];

const bare = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/đ/gu, 'd')
    .replace(/Đ/gu, 'D');

/** A small generator with a seed: Mulberry32. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
