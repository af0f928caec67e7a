import { describe, expect, test } from 'vitest';
import { compareUnitNames, namedPart } from './unitName.ts';

describe('names of units', () => {
  test('are taken apart into the word before them and the bare name', () => {
    const parts = [
      'Xã Thiệu Ngọc',
      'x.Thiệu Ngọc',
      'P3',
      'TP. Thanh Hóa',
      'T.P Huế',
      'Thị xã Nghi Sơn',
      'TT Bến Sung',
      'thon 3',
      'Tổ 4',
      'Thiệu Ngọc',
    ];
    expect(parts.map((text) => namedPart(text)).map(({ word, bare }) => `${word} ${bare}`)).toEqual([
      'commune Thiệu Ngọc',
      'commune Thiệu Ngọc',
      'ward 3',
      'city Thanh Hóa',
      'city Huế',
      'town Nghi Sơn',
      'township Bến Sung',
      'hamlet 3',
      'group 4',
      'null Thiệu Ngọc',
    ]);
  });

  test('agree over tone places and i or y', () => {
    expect(compareUnitNames('Thiệu Hoá', 'Thiệu Hóa')).toBe('same');
    expect(compareUnitNames('Hoằng Quí', 'Hoằng Quý')).toBe('same');
    expect(compareUnitNames('cẩm thuỷ', 'Cẩm Thủy')).toBe('same');
  });

  test('never agree by the folded name alone', () => {
    expect(compareUnitNames('Đồng Tiến', 'Đông Tiến')).toBe('marksDiffer');
    expect(compareUnitNames('Dong Tien', 'Đông Tiến')).toBe('unmarked');
    expect(compareUnitNames('Đông Tiến', 'Đông Tân')).toBe('different');
  });
});
