import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Birth, betterBirth, birthsAgree, readBirth } from './birth.ts';
import type { Cell } from './cell.ts';
import { addDays, makeDate } from './localDate.ts';

const today = '2021-07-10';
const day = (date: string): Birth => ({ year: Number(date.slice(0, 4)), date, precision: 'day' });

describe('a birth cell', () => {
  test.each<[Cell, Birth]>([
    ['25/12/1985', day('1985-12-25')],
    ['5-3-85', day('1985-03-05')],
    ['05.03.1985', day('1985-03-05')],
    ['1985-03-05', day('1985-03-05')],
    ['ngày 05 tháng 3 năm 1985', day('1985-03-05')],
    ['5/3/1985 (AL)', day('1985-03-05')],
    ['05031985', day('1985-03-05')],
    [5031985, day('1985-03-05')],
    [{ kind: 'date', iso: '1985-03-05' }, day('1985-03-05')],
    [31111, day('1985-03-05')],
    ['1-2-15', day('2015-02-01')],
    ['1-2-22', day('1922-02-01')],
    ['03/1985', { year: 1985, date: '1985-03-01', precision: 'month' }],
    ['1985', { year: 1985, date: null, precision: 'year' }],
    [1985, { year: 1985, date: null, precision: 'year' }],
    ['Năm 1985', { year: 1985, date: null, precision: 'year' }],
    ['SN 1985', { year: 1985, date: null, precision: 'year' }],
    ['36 tuổi', { year: 1985, date: null, precision: 'age' }],
    ['36t', { year: 1985, date: null, precision: 'age' }],
    ['8 tháng tuổi', { year: 2020, date: '2020-11-01', precision: 'month' }],
    [2021, { year: 2021, date: null, precision: 'year' }],
    [{ kind: 'date', iso: today }, day(today)],
  ])('%j', (cell, birth) => expect(readBirth(cell, today)).toEqual({ birth, problem: null }));

  test.each<[Cell, string]>([
    [1890, 'birth.tooOld'],
    ['1/1/1890', 'birth.tooOld'],
    [{ kind: 'date', iso: '1890-01-01' }, 'birth.tooOld'],
    ['149 tuổi', 'birth.tooOld'],
    [149, 'birth.tooOld'],
    [2022, 'birth.future'],
    ['11/7/2021', 'birth.future'],
    ['31/02/1985', 'birth.unreadable'],
    ['thầy giáo', 'birth.unreadable'],
    [150, 'birth.unreadable'],
    [-3, 'birth.unreadable'],
    [36.5, 'birth.unreadable'],
    ['19855', 'birth.unreadable'],
    [true, 'birth.unreadable'],
    ['', 'birth.missing'],
    ['không rõ', 'birth.missing'],
    ['?', 'birth.missing'],
  ])('%j is the problem %s', (cell, code) => {
    const { birth, problem } = readBirth(cell, today);
    expect(birth).toBeNull();
    expect(problem?.code).toBe(code);
  });

  test('a bare age is believed in an age column and told elsewhere', () => {
    const birth = { year: 1985, date: null, precision: 'age' };
    expect(readBirth(36, today, true)).toEqual({ birth, problem: null });
    expect(readBirth(36, today)).toMatchObject({ birth, problem: { code: 'birth.readAsAge', details: { year: 1985 } } });
  });

  test('a date with the month first is read and told', () => {
    expect(readBirth('12/25/1985', today)).toMatchObject({ birth: day('1985-12-25'), problem: { code: 'date.monthFirst' } });
  });
});

describe('properties', () => {
  const born = fc.integer({ min: 0, max: 119 * 365 }).map((days) => addDays(today, -days));

  test('every day of the last 119 years comes back from each way of writing it', () => {
    fc.assert(
      fc.property(born, (date) => {
        const [year = '', month = '', dayOfMonth = ''] = date.split('-');
        const spellings: Cell[] = [
          `${dayOfMonth}/${month}/${year}`,
          `${Number(dayOfMonth)}-${Number(month)}-${year}`,
          date,
          dayOfMonth + month + year,
          { kind: 'date', iso: date },
        ];
        for (const spelling of spellings) expect(readBirth(spelling, today)).toEqual({ birth: day(date), problem: null });
      }),
    );
  });

  test('no cell makes the reader throw, and what it accepts is at most 120 years back and not ahead', () => {
    const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.double(), fc.integer(), fc.stringMatching(/^[0-9/.\- ]{0,12}$/));
    fc.assert(
      fc.property(cell, (value) => {
        const { birth, problem } = readBirth(value, today);
        expect(birth !== null || problem !== null).toBe(true);
        if (birth === null) return;
        expect(birth.year).toBeGreaterThanOrEqual(1901);
        expect(birth.year).toBeLessThanOrEqual(2021);
        if (birth.date !== null) expect(birth.date <= today && makeDate(birth.year, 1, 1) !== null).toBe(true);
      }),
    );
  });
});

test('births agree when one person could have both', () => {
  const year: Birth = { year: 1985, date: null, precision: 'year' };
  const age: Birth = { year: 1986, date: null, precision: 'age' };
  expect(birthsAgree(day('1985-03-05'), year)).toBe(true);
  expect(birthsAgree(year, age)).toBe(true);
  expect(birthsAgree(day('1984-03-05'), age)).toBe(false);
  expect(birthsAgree(day('1985-03-05'), day('1985-03-06'))).toBe(false);
  expect(birthsAgree(null, year)).toBe(true);
  expect(betterBirth(age, year)).toBe(year);
  expect(betterBirth(null, year)).toBe(year);
});
