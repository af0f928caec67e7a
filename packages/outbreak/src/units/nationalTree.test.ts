import { describe, expect, test } from 'vitest';
import { nationalTree } from './nationalTree.ts';
import { resolveAddress } from './resolveAddress.ts';
import { createUnitIndex } from './unitIndex.ts';
import { successorsAt, unitAt } from './unitLookup.ts';

const tree = nationalTree({
  provinces: [
    { code: '38', name_with_type: 'Tỉnh Thanh Hóa' },
    { code: '24', name_with_type: 'Tỉnh Bắc Giang' },
    { code: '27', name_with_type: 'Tỉnh Bắc Ninh' },
    { code: '01', name_with_type: 'Thành phố Hà Nội' },
    { code: '79', name_with_type: 'Thành phố Hồ Chí Minh' },
    { code: '74', name_with_type: 'Tỉnh Bình Dương' },
    { code: '49', name_with_type: 'Tỉnh Quảng Nam' },
    { code: '95', name_with_type: 'Tỉnh Bạc Liêu' },
  ],
  districts: [
    { code: '398', name_with_type: 'Huyện Thiệu Hóa', parent_code: '38' },
    { code: '261', name_with_type: 'Thành phố Từ Sơn', parent_code: '27' },
    { code: '770', name_with_type: 'Quận 3', parent_code: '79' },
    { code: '777', name_with_type: 'Quận Bình Tân', parent_code: '79' },
    { code: '725', name_with_type: 'Thành phố Thuận An', parent_code: '74' },
    { code: '513', name_with_type: 'Huyện Thăng Bình', parent_code: '49' },
    { code: '954', name_with_type: 'Thành phố Bạc Liêu', parent_code: '95' },
  ],
  communes: [
    { code: '15772', name_with_type: 'Thị trấn Thiệu Hóa', parent_code: '398' },
    { code: '09367', name_with_type: 'Phường Đông Ngàn', parent_code: '261' },
    { code: '27157', name_with_type: 'Phường 01', parent_code: '770' },
    { code: '27460', name_with_type: 'Phường  An Lạc', parent_code: '777' },
    { code: '20794', name_with_type: 'Xã Bình Dương', parent_code: '513' },
    { code: '31825', name_with_type: 'Phường 1', parent_code: '954' },
  ],
});

describe('the national tree', () => {
  test('leaves Thanh Hóa to the tables that ship', () => {
    expect(tree.filter(({ code }) => ['38', '398', '15772'].includes(code))).toEqual([]);
  });

  test('is put back to July 2021 where the list is younger', () => {
    expect(unitAt('261', '2021-07-10', tree)?.name).toBe('Thị xã Từ Sơn');
    expect(unitAt('261', '2021-11-01', tree)?.name).toBe('Thành phố Từ Sơn');
  });

  test('follows a province through the reform of 2025, where it kept its code and where another took it', () => {
    const bacGiang = unitAt('24', '2021-07-10', tree);
    expect(bacGiang?.name).toBe('Tỉnh Bắc Giang');
    expect(bacGiang && successorsAt(bacGiang, '2026-01-01', tree).map(({ name }) => name)).toEqual(['Tỉnh Bắc Ninh']);
    expect(unitAt('01', '2026-01-01', tree)?.validFrom).toBe('2021-07-01');
  });

  test('claims no successor for communes of which nothing is known', () => {
    const ward = unitAt('09367', '2021-07-10', tree);
    expect(ward?.validTo).toBe('2025-06-30');
    expect(ward?.successors).toEqual([]);
  });
});

describe('an address of the national tree', () => {
  const index = createUnitIndex(tree);
  const meant = (text: string) => {
    const found = resolveAddress(text, index, { on: '2021-07-10', today: '2026-01-01' });
    return [found.doubt, ...found.meant.map(({ code }) => code)];
  };

  test.each([
    'phường 1, quận 3, Thành phố Hồ Chí Minh',
    'Phường 01, Quận 3, TP.HCM',
    'P1, Q3, TP HCM',
    'P.01, Q.03, TPHCM',
    'P1, Q3, Sài Gòn',
    'phường 1, quận 3',
  ])('is found however its number and its city are written: %s', (text) => {
    expect(meant(text)).toEqual(['noSuccessor', '27157']);
  });

  test('is not another city’s ward of that number', () => {
    expect(meant('phường 1, TP Bạc Liêu')).toEqual(['noSuccessor', '31825']);
    expect(meant('phường 10, quận 3, TP.HCM')[0]).not.toBe('noSuccessor');
  });

  test('has its name without the spaces that the list has too many', () => {
    expect(unitAt('27460', '2021-07-10', tree)?.name).toBe('Phường An Lạc');
  });

  test('that names a district and a province is no commune that bears the province’s name elsewhere', () => {
    expect(meant('KCN VSIP 1, Thuận An, Bình Dương')).toEqual(['tooCoarse', '725']);
    expect(meant('xã Bình Dương, huyện Thăng Bình, Quảng Nam')).toEqual(['noSuccessor', '20794']);
    expect(meant('Bình Dương, Thăng Bình')).toEqual(['noSuccessor', '20794']);
  });
});
