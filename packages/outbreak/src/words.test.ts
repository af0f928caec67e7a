import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelInTitle, readLevel } from './fLevel.ts';
import { fromSerial, makeDate } from './localDate.ts';
import { crossCheck, parseNationalId } from './nationalId.ts';
import { readSex } from './sex.ts';
import { readSourceCase, readSourceCases } from './sourceCase.ts';

describe('level words', () => {
  test.each<[string, number | null]>([
    ['F1', 1],
    ['f 1', 1],
    ['F1 (tx gần)', 1],
    ['F.2', 2],
    ['F01', 1],
    ['1', 1],
    ['F một', 1],
    ['Là F3', 3],
    ['tiếp xúc gần', 1],
    ['TX gần với BN', 1],
    ['tiếp xúc với ca bệnh', 1],
    ['Tiếp xúc F1', 2],
    ['F2 (tiếp xúc với F1)', 2],
    ['Tiếp xúc với F0', 1],
    ['F0', 0],
    ['Ca bệnh', 0],
    ['F1, F2', null],
    ['F không rõ', null],
    ['FB1', null],
    ['12', null],
    ['', null],
  ])('%j', (text, level) => expect(readLevel(text)).toBe(level));

  test('a title gives the level only when it names one', () => {
    expect(levelInTitle('DANH SÁCH F1 XÃ THIỆU VIÊN')).toBe(1);
    expect(levelInTitle('DANH SÁCH F1, F2')).toBeNull();
  });
});

test('sexes in the spellings of lists', () => {
  expect(['Nam', 'NAM ', 'trai', 'M'].map(readSex)).toEqual(['male', 'male', 'male', 'male']);
  expect(['Nữ', 'NU', 'gái', 'F'].map(readSex)).toEqual(['female', 'female', 'female', 'female']);
  expect(['', 'x', 'F1'].map(readSex)).toEqual([null, null, null]);
});

describe('identity numbers', () => {
  test('a CCCD tells sex and year of birth, its lost zero given back', () => {
    const expected = { number: '038185001234', kind: 'cccd', sex: 'female', birthYear: 1985 };
    expect(parseNationalId('038185001234')).toEqual(expected);
    expect(parseNationalId(38185001234)).toEqual(expected);
    expect(parseNationalId('038 185 001 234')).toEqual(expected);
    expect(parseNationalId('038205001234')).toMatchObject({ sex: 'male', birthYear: 2005 });
  });

  test('a CMND has 9 digits, a passport a letter', () => {
    expect(parseNationalId('171234567')).toMatchObject({ number: '171234567', kind: 'cmnd' });
    expect(parseNationalId('CMND: 171 234 567')).toMatchObject({ number: '171234567' });
    expect(parseNationalId('b1234567')).toMatchObject({ number: 'B1234567', kind: 'passport' });
  });

  test.each(['1234', '000000000', '099185001234', '3.8085E+10', 'không có'])('%s is none', (text) => {
    expect(parseNationalId(text)).toBeNull();
  });

  test('differences from the row are warnings', () => {
    const id = parseNationalId('038185001234');
    const birth = { year: 1990, date: null, precision: 'year' } as const;
    expect(id && crossCheck(id, birth, 'male').map((problem) => problem.code)).toEqual([
      'nationalId.sexDiffers',
      'nationalId.yearDiffers',
    ]);
    expect(id && crossCheck(id, { year: 1986, date: null, precision: 'age' }, 'female')).toEqual([]);
  });
});

test.each<[string, string | null, string | null]>([
  ['BN12345', 'BN 12345', 'BN12345'],
  ['Tiếp xúc F0: bn 12.345 (Thường Xuân)', 'BN 12345', 'Tiếp xúc F0: bn 12.345 (Thường Xuân)'],
  ['BN 1, BN 2', null, 'BN 1, BN 2'],
  ['chợ Vạn Hà', null, 'chợ Vạn Hà'],
  ['không rõ', null, null],
])('the source %j', (cell, code, text) => expect(readSourceCase(cell)).toEqual({ code, text }));

test.each<[string, (string | null)[]]>([
  ['BN 1234 và BN 1236', ['BN 1234', 'BN 1236']],
  ['F1 của BN1, BN 2;\nbệnh nhân 1.234', ['BN 1', 'BN 2', 'BN 1234']],
  ['BN 12 (bn12)', ['BN 12']],
  ['BN 15, lây từ BN 12', [null]],
  ['chợ Vạn Hà', [null]],
  ['-', [null]],
])('the sources %j', (cell, expected) => expect(readSourceCases(cell).map(({ code }) => code)).toEqual(expected));

test('the calendar has the days that the Gregorian one has', () => {
  const part = (min: number, max: number) => fc.oneof(fc.integer({ min, max }), fc.constantFrom(0, -1, 1.5, Number.NaN));
  fc.assert(
    fc.property(part(1, 10_000), part(1, 13), part(1, 32), (year, month, day) => {
      const date = new Date(0);
      date.setUTCFullYear(year, month - 1, day);
      const exists =
        year >= 1 &&
        year <= 9999 &&
        date.getUTCFullYear() === year &&
        date.getUTCMonth() === month - 1 &&
        date.getUTCDate() === day;
      expect(makeDate(year, month, day)).toBe(exists ? date.toISOString().slice(0, 10) : null);
    }),
  );
});

test('the calendar: no 30 February, and the day that Excel invented', () => {
  expect(makeDate(2021, 2, 30)).toBeNull();
  expect(makeDate(2020, 2, 29)).toBe('2020-02-29');
  expect([1, 59, 60, 61, 44387].map(fromSerial)).toEqual(['1900-01-01', '1900-02-28', null, '1900-03-01', '2021-07-10']);
});
