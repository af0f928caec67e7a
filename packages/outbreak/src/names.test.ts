import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareNames, familyName, givenName, parseName } from './names.ts';

test.each([
  ['NGUYỄN VĂN AN', 'Nguyễn Văn An', 'nguyen van an', null],
  ['  lê   thị hoà ', 'Lê Thị Hoà', 'le thi hoa', null],
  ['Trần Văn Bình (con ông Cường)', 'Trần Văn Bình', 'tran van binh', 'con ông Cường'],
  ['12. Hoàng Thị Đào', 'Hoàng Thị Đào', 'hoang thi dao', null],
  ['Bà Phạm Thị Én.', 'Phạm Thị Én', 'pham thi en', null],
  ['Lò Y Phương', 'Lò Y Phương', 'lo y phuong', null],
])('the name cell %j is %j', (cell, full, key, note) => expect(parseName(cell)).toEqual({ full, key, note }));

test.each(['', '  ', '123', '0912345678', 'A', '???', 'Nguyễn 2 Văn', 'x'.repeat(81)])('%j is no name', (cell) => {
  expect(parseName(cell)).toBeNull();
});

test('the family name comes first and people are greeted by the last word', () => {
  expect(familyName('Nguyễn Thị Thu Hà')).toBe('Nguyễn');
  expect(givenName('Nguyễn Thị Thu Hà')).toBe('Hà');
});

test('spellings are one name when only the place of the tone or missing marks differ', () => {
  expect(compareNames('Lê Thị Hoà', 'LÊ THỊ HÒA')).toBe('same');
  expect(compareNames('Le Thi Hoa', 'Lê Thị Hòa')).toBe('same');
  expect(compareNames('Lê Thị Hoa', 'Lê Thị Hòa')).toBe('marksDiffer');
  expect(compareNames('Lê Thị Hoa', 'Lê Thị Hoan')).toBe('different');
});

test('no text makes the parser throw, and what it accepts has a key', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
      const name = parseName(text);
      if (name !== null) expect(name.key.length).toBeGreaterThan(0);
    }),
  );
});
