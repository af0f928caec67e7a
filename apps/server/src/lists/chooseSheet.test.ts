import { Problem } from '@truyvet/contract';
import { readRoster } from '@truyvet/outbreak';
import { describe, expect, test } from 'vitest';
import { chooseSheet } from './chooseSheet.ts';
import { xlsx } from './fixtures.ts';
import type { RowSource, SheetHead } from './listFile.ts';
import { openBytes } from './readBytes.ts';

const options = { today: '2021-07-10', communeName: 'Xã Thiệu Viên' };
const header = ['Họ tên', 'SĐT', 'F'];
const sheet = (name: string, rows: SheetHead['rows'], hidden = false): SheetHead => ({
  name,
  hidden,
  rows,
  more: false,
  expectedRows: rows.length,
});
const file = (...sheets: SheetHead[]): Pick<RowSource, 'sheets'> => ({ sheets });

function outcome(list: Pick<RowSource, 'sheets'>): unknown {
  try {
    return chooseSheet(list, 'ds.xlsx', options).sheetName;
  } catch (error) {
    if (error instanceof Problem) return [error.code, error.details['row'] ?? error.details['sheets'] ?? null];
    throw error;
  }
}

describe('choosing the sheet', () => {
  const people = [header, ['Lê An', '0912345678', 'F1']];

  test('takes the one that is a list, whatever stands before it', () => {
    expect(outcome(file(sheet('Hướng dẫn', [['Điền đủ']]), sheet('F1', people)))).toBe('F1');
    expect(outcome(file(sheet('Ẩn', people, true), sheet('F1', people)))).toBe('F1');
    expect(outcome(file(sheet('Ẩn', people, true), sheet('trống', [])))).toBe('Ẩn');
    expect(outcome(file(sheet('', people)))).toBeNull();
  });

  test('refuses several lists, and none, with the reason that says most', () => {
    expect(outcome(file(sheet('Thôn 1', people), sheet('Thôn 2', people)))).toEqual(['list.manySheets', 'Thôn 1, Thôn 2']);
    expect(outcome(file(sheet('a', [['x', 'y']]), sheet('b', [[], ['Họ tên', 'Năm sinh', 'Giới tính']])))).toEqual([
      'list.noPhoneColumn',
      2,
    ]);
    expect(outcome(file(sheet('a', [header])))).toEqual(['list.noRows', 1]);
    expect(outcome(file(sheet('a', [['x', 'y']])))).toEqual(['list.noHeader', null]);
  });
});

test('a list as communes make them: titles, two header rows with merged cells, column numbers, headings, a household phone, totals, signatures', async () => {
  const rows = [
    ['TRUNG TÂM Y TẾ THIỆU HÓA', null, null, null, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
    ['TRẠM Y TẾ XÃ THIỆU VIÊN', null, null, null, 'Độc lập - Tự do - Hạnh phúc'],
    [],
    ['DANH SÁCH F1 TIẾP XÚC GẦN (Kèm theo Công văn số 67/TTYT-PCBTN ngày 09/7/2021)'],
    ['TT', 'HO VA  TÊN', 'Năm sinh', null, 'Địa chỉ', null, 'Số điện thọai', 'Ngay tiep xuc cuối', 'Ghi chú'],
    [null, null, 'Nam', 'Nữ', 'Thôn', 'Xã', null, null, null],
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
    ['I', 'Thôn Đông'],
    [1, 'NGUYỄN VĂN AN', 1960, null, 'Đông', 'Thiệu Viên', 912345678, '5/7', null],
    [2, 'LÊ THỊ BÌNH', null, '02/09/1963', 'Đông', 'Thiệu Viên', null, '5/7', 'vợ'],
    [3, 'NGUYỄN VĂN CƯỜNG', 1890, null, 'Đông', 'Thiệu Lý', '0987654321', '11/7', null],
    ['Tổng cộng: 3 người'],
    [null, null, null, null, null, null, 'Thiệu Viên, ngày 09 tháng 7 năm 2021'],
    [null, 'NGƯỜI LẬP BIỂU', null, null, null, null, 'TRƯỞNG TRẠM'],
  ];
  const bytes = await xlsx({ 'DS F1': rows }, (workbook) => {
    const ws = workbook.getWorksheet('DS F1');
    for (const range of ['A1:D1', 'A4:I4', 'A5:A6', 'B5:B6', 'C5:D5', 'E5:F5', 'G5:G6', 'H5:H6', 'I5:I6', 'G9:G10'])
      ws?.mergeCells(range);
  });
  const { head, plan } = chooseSheet(await openBytes(bytes), 'ds.xlsx', options);
  const roster = readRoster(head, { ...options, sheetName: 'DS F1' });
  if (!roster.ok) throw new Error(roster.code);
  expect(plan.header.row).toBe(5);
  expect(roster.headerRow).toBe(5);
  expect(
    roster.people.map((person) => [
      person.fullName,
      person.sex,
      person.birth?.year,
      person.hamlet,
      person.phones[0]?.e164,
      person.statedLevel,
      person.contacts[0]?.lastContactOn,
    ]),
  ).toEqual([
    ['Nguyễn Văn An', 'male', 1960, 'Đông', '+84912345678', 1, '2021-07-05'],
    ['Lê Thị Bình', 'female', 1963, 'Đông', '+84912345678', 1, '2021-07-05'],
  ]);
  expect(roster.rejected.map((row) => [row.rowNumber, ...row.problems.map((problem) => problem.code)])).toEqual([
    [11, 'birth.tooOld', 'contact.future', 'commune.other'],
  ]);
  expect(roster.notes.map((note) => note.rowNumber)).toEqual([7, 8, 12, 13, 14]);
});
