import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSourceName } from './sourceName.ts';

test.each([
  ['Nguyễn Văn Ánh', 'Nguyễn Văn Ánh', null],
  ['NGUYỄN VĂN ÁNH', 'Nguyễn Văn Ánh', null],
  ['nguyễn văn ánh', 'Nguyễn Văn Ánh', null],
  ['Nguyen Van Anh', 'Nguyen Van Anh', null],
  ['Nguyễn Văn Ánh (F1)', 'Nguyễn Văn Ánh', 1],
  ['Nguyễn Văn Ánh [F1]', 'Nguyễn Văn Ánh', 1],
  ['Nguyễn Văn Ánh - F1', 'Nguyễn Văn Ánh', 1],
  ['F1 Nguyễn Văn Ánh', 'Nguyễn Văn Ánh', 1],
  ['F1: Nguyễn Văn Ánh.', 'Nguyễn Văn Ánh', 1],
  ['F0 Nguyễn Văn Ánh', 'Nguyễn Văn Ánh', 0],
  ['Tiếp xúc với F1 Nguyễn Văn Ánh', 'Nguyễn Văn Ánh', 1],
  ['Tiếp xúc gần với: Nguyễn Văn Ánh', 'Nguyễn Văn Ánh', null],
  ['TX F1 ông Nguyễn Văn Ánh', 'Nguyễn Văn Ánh', 1],
  ['bà Lê Thị Hòa', 'Lê Thị Hòa', null],
  ['Anh Nguyễn Văn Ánh', 'Nguyễn Văn Ánh', null],
  ['Trương Thị Hòa', 'Trương Thị Hòa', null],
  ['Chu Văn Ánh', 'Chu Văn Ánh', null],
  ['Nguyễn Văn Của', 'Nguyễn Văn Của', null],
])('the source %j names %j, said to be F%j', (cell, full, level) => {
  expect(readSourceName(cell)).toMatchObject({ full, level });
});

test.each([
  '',
  'F1',
  'Ánh',
  'anh Ánh',
  'Anh Ánh',
  'Trường Thị Trấn',
  'BN 12345',
  'Nguyễn Văn Ánh (BN 12345)',
  'chợ Vạn Hà',
  'Chợ Vạn Hà',
  'bữa cơm 05/07',
  'Công ty Nam Việt',
  'con ông Bình',
  'con ông Nguyễn Văn Bình',
  'Cháu Ông Nguyễn Văn Bình',
  'vợ Nguyễn Văn Ánh',
  'Nguyễn Văn Ánh (con)',
  'Nguyễn Văn Ánh (chồng)',
  'Nguyễn Văn Ánh, Lê Thị Hòa',
  'Nguyễn Văn Ánh và Lê Thị Hòa',
  'F1 của Nguyễn Văn Ánh',
  'Tiếp xúc với F1 của Nguyễn Văn Ánh',
  'F0 Nguyễn Văn Ánh (F1)',
  'Nguyễn Văn Ánh 0912345678',
  'gặp Nguyễn Văn Ánh ở chợ',
])('%j stays words', (cell) => expect(readSourceName(cell)).toBeNull());

test('no text makes the parser throw, and whatever it takes for a name has two words of letters', () => {
  const parts = fc.constantFrom(
    'F1',
    ' ',
    '(',
    ')',
    'ông',
    'tiếp xúc với',
    'Nguyễn',
    'Văn',
    'Ánh',
    ',',
    'BN 12',
    '-',
    ':',
    'con',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 100 }),
    fc.array(parts, { maxLength: 12 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const name = readSourceName(text);
      if (name === null) return;
      expect(name.key).toMatch(/^\S+(?: \S+)+$/u);
      expect(name.key).not.toMatch(/[\d(),:]/u);
    }),
  );
});

const word = fc.constantFrom('Nguyễn', 'Lê', 'Thị', 'Văn', 'Hòa', 'Ánh', 'Đức', 'Minh');
test('a name is the same however it is dressed', () => {
  const dress = fc.constantFrom(
    (name: string) => name,
    (name: string) => `F1 ${name}`,
    (name: string) => `${name} (F1)`,
    (name: string) => `Tiếp xúc với F1: bà ${name}`,
    (name: string) => `  ${name.toUpperCase()} `,
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 2, maxLength: 4 }), dress, (words, dressed) => {
      expect(readSourceName(dressed(words.join(' ')))?.full).toBe(words.join(' '));
    }),
  );
});
