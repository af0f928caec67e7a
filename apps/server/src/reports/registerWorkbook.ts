import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type RegisterName, registerWords } from '@truyvet/contract';
import type { Tx } from '../db/connect.ts';
import { readAway } from '../db/registers/away.ts';
import { readHouseholds } from '../db/registers/households.ts';
import { readLevelRegister } from '../db/registers/levels.ts';
import type { IdPage, PersonPart } from '../db/registers/parts.ts';
import { readReturnees } from '../db/registers/returnees.ts';
import { localDate } from '../localTime.ts';
import { dayText, localMoment } from '../presenters/dateText.ts';
import { nationalPhone } from '../presenters/phoneText.ts';
import { type CellValue, type Column, openWorkbook, TableSheet } from '../presenters/workbookTable.ts';
import { reasonWords } from './formCells.ts';

export type RegisterAsked = {
  readonly register: RegisterName;
  readonly unitId: number;
  readonly outbreakId: number;
  readonly since: string;
  readonly organisation: string;
  readonly at: Date;
};
/** A row of any register as the sheet shows it. */
type Line = readonly CellValue[];
type Sheet = {
  readonly headings: readonly (readonly [heading: string, width: number, align?: 'center'])[];
  readonly read: (page: IdPage) => Promise<readonly { readonly id: number; readonly cells: Line }[]>;
};

/** A register as a workbook, numbers of phones in full. */
export async function registerWorkbook(tx: Tx, asked: RegisterAsked): Promise<Buffer> {
  const { headings, read } = sheetOf(tx, asked);
  const stream = new PassThrough();
  const workbook = openWorkbook(stream, asked.at);
  const title = registerWords[asked.register].vi;
  const columns = headings.map(
    ([heading, width, align], place): Column<Line> => ({
      heading,
      width,
      align: align ?? 'left',
      value: (cells) => cells[place] ?? null,
    }),
  );
  const sheet = new TableSheet<Line>(workbook, {
    name: title.replace(/[:\\/?*[\]]/g, ' ').slice(0, 31),
    organisation: asked.organisation,
    title: title.toUpperCase(),
    remark: `Số liệu đến ${localMoment(asked.at)}`,
    columns: [{ heading: 'STT', width: 6, align: 'center', value: (_, index) => index + 1 }, ...columns],
    tab: null,
  });
  const fill = async () => {
    let afterId = 0;
    for (;;) {
      const rows = await read({ afterId, limit: 500 });
      for (const { cells } of rows) sheet.add(cells);
      const last = rows.at(-1);
      if (!last || rows.length < 500) break;
      afterId = last.id;
    }
    sheet.end('Không có mục nào.');
    await workbook.commit();
  };
  const [bytes] = await Promise.all([buffer(stream), fill()]);
  return bytes;
}

const personHeadings = [
  ['Họ và tên', 24],
  ['Năm sinh', 8, 'center'],
  ['Số điện thoại', 14, 'center'],
  ['Thôn', 16],
  ['Đơn vị', 18],
] as const;
const personCells = (person: PersonPart, unit: { readonly name: string }): CellValue[] => [
  person.fullName,
  person.birthYear,
  person.e164 && nationalPhone(person.e164),
  person.hamlet,
  unit.name,
];
const day = (date: string | null): string | null => date && dayText(date);
const placeText = (unit: { readonly name: string } | null, text: string | null): string | null =>
  [text, unit?.name].filter(Boolean).join(', ') || null;

function sheetOf(tx: Tx, asked: RegisterAsked): Sheet {
  switch (asked.register) {
    case 'f0':
    case 'f1':
    case 'f2':
      return levelSheet(tx, asked, Number(asked.register[1]));
    case 'returnees':
      return returneeSheet(tx, asked);
    case 'away':
      return awaySheet(tx, asked);
    case 'households':
      return householdSheet(tx, asked);
  }
}

function levelSheet(tx: Tx, { unitId, outbreakId, at }: RegisterAsked, level: number): Sheet {
  const filter = { unitId, outbreakId, level, today: localDate(at) };
  return {
    headings: [
      ...personHeadings,
      ['Nguồn', 22],
      ['Tiếp xúc cuối', 12, 'center'],
      ['Hết theo dõi', 12, 'center'],
      ['Căn cứ', 14],
      ['Cách ly đến', 12, 'center'],
    ],
    read: async (page) =>
      (await readLevelRegister(tx, filter, page)).map(({ person, unit, source, exposedOn, lapsesOn, basis, isolation }) => ({
        id: person.personId,
        cells: [
          ...personCells(person, unit),
          source,
          day(exposedOn),
          day(lapsesOn),
          basis === 'derived' ? 'Suy ra' : 'Theo danh sách',
          day(isolation?.endOn ?? null),
        ],
      })),
  };
}

const riskText: Readonly<Record<string, string>> = {
  low: 'Thấp',
  medium: 'Trung bình',
  high: 'Cao',
  very_high: 'Rất cao',
  unknown: 'Chưa rõ',
};

function returneeSheet(tx: Tx, { unitId, outbreakId, since }: RegisterAsked): Sheet {
  const filter = { unitId, outbreakId, since, from: 'risk', state: 'all' } as const;
  return {
    headings: [
      ...personHeadings,
      ['Nơi đi', 26],
      ['Nguy cơ', 10],
      ['Ngày đi', 11, 'center'],
      ['Ngày về', 11, 'center'],
      ['Phương tiện', 16],
      ['Đi cùng', 18],
      ['Đã đóng', 16],
    ],
    read: async (page) =>
      (await readReturnees(tx, filter, page)).map((r) => ({
        id: r.id,
        cells: [
          ...personCells(r.person, r.unit),
          placeText(r.fromUnit, r.fromText),
          r.risk && (riskText[r.risk] ?? r.risk),
          day(r.leftOn),
          day(r.arrivedOn),
          r.vehicle,
          r.companions,
          r.closedAt && localMoment(r.closedAt),
        ],
      })),
  };
}

const destinationText: Readonly<Record<string, string>> = {
  province: 'Tỉnh khác',
  country: 'Nước ngoài',
  industrial_park: 'Khu công nghiệp',
  factory: 'Nhà máy',
  other: 'Nơi khác',
};

function awaySheet(tx: Tx, { unitId }: RegisterAsked): Sheet {
  return {
    headings: [
      ...personHeadings,
      ['Lý do', 14],
      ['Nơi đến', 14],
      ['Địa danh', 26],
      ['Ngày đi', 11, 'center'],
      ['Dự kiến về', 11, 'center'],
    ],
    read: async (page) =>
      (await readAway(tx, { unitId, state: 'open' }, page)).map((a) => ({
        id: a.id,
        cells: [
          ...personCells(a.person, a.unit),
          reasonWords[a.reason] ?? a.reason,
          destinationText[a.destination] ?? a.destination,
          placeText(a.placeUnit, a.placeText),
          day(a.leftOn),
          day(a.expectedBackOn),
        ],
      })),
  };
}

function householdSheet(tx: Tx, { unitId }: RegisterAsked): Sheet {
  return {
    headings: [
      ['Mã hộ', 14],
      ['Chủ hộ', 24],
      ['Thôn', 16],
      ['Địa chỉ', 26],
      ['Đơn vị', 18],
      ['Ngày rà soát', 12, 'center'],
      ['Tổ', 20],
      ['Có mặt', 8, 'center'],
      ['Đi vắng', 8, 'center'],
      ['Ghi nhận', 36],
    ],
    read: async (page) =>
      (await readHouseholds(tx, { unitId }, page)).map(({ id, household, unit, lastReview }) => ({
        id,
        cells: [
          household.code,
          household.head,
          household.hamlet,
          household.address,
          unit.name,
          day(lastReview?.reviewedOn ?? null),
          lastReview?.team ?? 'Chưa rà soát',
          lastReview?.peopleHome ?? null,
          lastReview?.peopleAway ?? null,
          lastReview?.findings ?? null,
        ],
      })),
  };
}
