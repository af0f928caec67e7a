import { describe, expect, test } from 'vitest';
import { nationalTree } from './nationalTree.ts';
import { successorsAt, unitAt } from './unitLookup.ts';

const tree = nationalTree({
  provinces: [
    { code: '38', name_with_type: 'Tỉnh Thanh Hóa' },
    { code: '24', name_with_type: 'Tỉnh Bắc Giang' },
    { code: '27', name_with_type: 'Tỉnh Bắc Ninh' },
    { code: '01', name_with_type: 'Thành phố Hà Nội' },
  ],
  districts: [
    { code: '398', name_with_type: 'Huyện Thiệu Hóa', parent_code: '38' },
    { code: '261', name_with_type: 'Thành phố Từ Sơn', parent_code: '27' },
  ],
  communes: [
    { code: '15772', name_with_type: 'Thị trấn Thiệu Hóa', parent_code: '398' },
    { code: '09367', name_with_type: 'Phường Đông Ngàn', parent_code: '261' },
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
