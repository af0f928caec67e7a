import { describe, expect, it } from 'vitest';
import { spokenDate, spokenName, spokenPhone, spokenValue } from './spoken.ts';

describe('reading values aloud', () => {
  it.each([
    ['2021-07-05', 'mùng 5 tháng 7'],
    ['2021-07-10', 'mùng 10 tháng 7'],
    ['2021-12-11', '11 tháng 12'],
    ['đầu tháng 7', 'đầu tháng 7'],
  ])('the date %s is "%s"', (date, spoken) => expect(spokenDate(date)).toBe(spoken));

  it.each([
    ['0936036115', '0 9 3 6, 0 3 6, 1 1 5'],
    ['0936.036.115', '0 9 3 6, 0 3 6, 1 1 5'],
    ['+84 936 036 115', '0 9 3 6, 0 3 6, 1 1 5'],
    ['02373842115', '0 2 3 7 3, 8 4 2, 1 1 5'],
    ['19009095', '1 9 0 0 9, 0 9 5'],
    ['115', '1 1 5'],
    ['', ''],
  ])('the number %s is "%s"', (phone, spoken) => expect(spokenPhone(phone)).toBe(spoken));

  it.each([
    ['Nguyễn Văn Ví Dụ (F1)', 'Nguyễn Văn Ví Dụ'],
    ['F1 Nguyễn Văn Ví Dụ', 'Nguyễn Văn Ví Dụ'],
    ['Nguyễn Văn Ví Dụ - đang cách ly', 'Nguyễn Văn Ví Dụ đang'],
    ["  H'Ví  Dụ ", "H'Ví Dụ"],
    ['Nguyễn Văn Ví Dụ (dương tính', 'Nguyễn Văn Ví Dụ'],
  ])('the name "%s" is read "%s"', (name, spoken) => expect(spokenName(name)).toBe(spoken));

  it('keeps silent about what is not known, and about flags', () => {
    expect([null, undefined, true].map((value) => spokenValue(value, 'text'))).toEqual(['', '', '']);
  });
});
