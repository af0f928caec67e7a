import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, fold, isUnmarked, oneTonePlace, tidy } from './text.ts';

describe('folding', () => {
  test.each([
    ['Nguyễn  Thị HOÀ', 'nguyen thi hoa'],
    ['ĐẶNG ĐÌNH ĐỨC', 'dang dinh duc'],
    ['Thiê\u0323u Hóa'.normalize('NFD'), 'thieu hoa'],
    [' Họ\u00a0và\ttên\n', 'ho va ten'],
    ['Trần\u200b Ưng', 'tran ung'],
  ])('makes %j comparable', (text, folded) => expect(fold(text)).toBe(folded));

  test('is idempotent and blind to the normal form of its input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
        expect(tidy(text.normalize('NFD'))).toBe(tidy(text));
      }),
    );
  });
});

describe('the place of the tone', () => {
  test.each([
    ['Thiệu Hoá', 'Thiệu Hóa'],
    ['thuỷ', 'thủy'],
    ['KHOẺ', 'KHỎE'],
    ['Quý', 'Quý'],
    ['toàn', 'toàn'],
    ['Hoài', 'Hoài'],
  ])('writes %s as %s', (from, to) => expect(oneTonePlace(from)).toBe(to));

  test('keeps different tones apart', () => expect(oneTonePlace('Hoà')).not.toBe(oneTonePlace('Hoá')));
});

test('a text typed without marks is told from one with marks', () => {
  expect(['Nguyen Van An', 'Le Thi Hoa'].every(isUnmarked)).toBe(true);
  expect(['Nguyễn', 'Đan', 'Lê', 'Thư'].some(isUnmarked)).toBe(false);
});

describe('edit distance', () => {
  test.each([
    ['nghinhiem', 'nghinhiem', 0],
    ['dienthoai', 'dienthaoi', 1],
    ['nghinghiem', 'nghinhiem', 1],
    ['thon', 'tinh', 3],
  ])('%s to %s is %i', (a, b, distance) => expect(editDistance(a, b, 3)).toBe(distance));

  test('is symmetric and stops at its limit', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), fc.nat(3), (a, b, limit) => {
        const distance = editDistance(a, b, limit);
        expect(distance).toBe(editDistance(b, a, limit));
        expect(distance).toBeLessThanOrEqual(limit + 1);
        expect(distance === 0).toBe(a === b);
      }),
    );
  });
});
