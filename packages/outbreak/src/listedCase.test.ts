import { describe, expect, it } from 'vitest';
import type { Cell } from './cell.ts';
import { readRoster } from './roster.ts';

const header = [
  'Họ và tên',
  'SĐT',
  'Là F mấy?',
  'Ngày khởi phát',
  'Ngày lấy mẫu',
  'Kết quả xét nghiệm',
  'Ngày bắt đầu cách ly',
  'Ngày vào viện',
];

function read(...rows: Cell[][]) {
  const roster = readRoster([header, ...rows], { today: '2021-07-10' });
  if (!roster.ok) throw new Error(roster.code);
  return roster.people;
}
const casesOf = (...rows: Cell[][]) => read(...rows).map(({ listedCase }) => listedCase);
const ca = (...dates: Cell[]): Cell[] => ['Trần Văn Ca', '0966123456', 'F0', ...dates];

describe('a case on a list', () => {
  it('brings its onset, its positive sample, and the first day it was kept from others', () => {
    expect(casesOf(ca('5/7/2021', '6/7', 'Dương tính', '07/07/2021', '8/7/2021'))).toEqual([
      { onsetOn: '2021-07-05', firstPositiveOn: '2021-07-06', isolatedOn: '2021-07-07' },
    ]);
    expect(casesOf(ca('không', '6/7', '', '', '8/7/2021'))).toEqual([
      { onsetOn: null, firstPositiveOn: '2021-07-06', isolatedOn: '2021-07-08' },
    ]);
    expect(casesOf(ca('', '6/7', 'Âm tính lần 1'))).toEqual([{ onsetOn: null, firstPositiveOn: null, isolatedOn: null }]);
  });

  it('is stored with a warning when a date cannot be read, or has not come yet', () => {
    const [row] = read(ca('giữa tháng', '', '', '11/7/2021'));
    const told = row?.sources[0]?.problems.filter(({ code }) => code !== 'birth.missing');
    expect(told?.map(({ code, field }) => [code, field])).toEqual([
      ['caseDate.unreadable', 'onsetDate'],
      ['caseDate.unreadable', 'quarantineStart'],
    ]);
  });

  it('on two rows has what either says', () => {
    expect(casesOf(ca('5/7/2021'), ca('', '', '', '7/7/2021'))).toEqual([
      { onsetOn: '2021-07-05', firstPositiveOn: null, isolatedOn: '2021-07-07' },
    ]);
  });

  it('is the only one of whom these are read: a contact’s day in quarantine is no case’s', () => {
    expect(casesOf(['Lê Văn Một', '0912111222', 'F1', '5/7/2021', '6/7', 'Dương tính', '7/7/2021'])).toEqual([undefined]);
  });
});
