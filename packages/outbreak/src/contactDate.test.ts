import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cell } from './cell.ts';
import { readContactDate } from './contactDate.ts';

const today = '2021-07-10';

test.each<[Cell, string]>([
  ['05/07/2021', '2021-07-05'],
  ['5/7', '2021-07-05'],
  ['5-7-21', '2021-07-05'],
  ['ngày 5/7/2021 lúc 8h30', '2021-07-05'],
  ['8h ngày 5/7/2021', '2021-07-05'],
  ['3-5/7/2021', '2021-07-05'],
  ['từ 3/7 đến 5/7/2021', '2021-07-05'],
  ['3/7, 5/7', '2021-07-05'],
  ['28/12', '2020-12-28'],
  [44382, '2021-07-05'],
  [44382.354, '2021-07-05'],
  [{ kind: 'date', iso: '2021-07-05' }, '2021-07-05'],
  ['hôm qua', '2021-07-09'],
  ['10/7/2021', today],
])('the contact date %j is %s', (cell, on) => expect(readContactDate(cell, today)).toEqual({ on, problem: null }));

test.each<[Cell, string]>([
  ['11/7/2021', 'contact.future'],
  ['15/7', 'contact.future'],
  [{ kind: 'date', iso: '2022-01-01' }, 'contact.future'],
  ['30/2/2021', 'contact.unreadable'],
  ['hàng ngày', 'contact.unreadable'],
  [7, 'contact.unreadable'],
  [true, 'contact.unreadable'],
])('the contact date %j is the problem %s', (cell, code) => {
  expect(readContactDate(cell, today)).toMatchObject({ on: null, problem: { code } });
});

test('an empty cell or "không rõ" is no date and no problem', () => {
  for (const cell of [null, '', 'không rõ', '-']) expect(readContactDate(cell, today)).toEqual({ on: null, problem: null });
});

test('no cell makes the reader throw or gives a day ahead', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.double(), fc.stringMatching(/^[0-9/.\- ]{0,14}$/)), (cell) => {
      const { on } = readContactDate(cell, today);
      if (on !== null) expect(on <= today).toBe(true);
    }),
  );
});
