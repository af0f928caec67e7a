import { describe, expect, test } from 'vitest';
import { childrenAt, referenceUnits, successorsAt, unitAt } from './units.ts';

describe('the tree of Thanh Hóa', () => {
  test('has 27 districts and 559 communes in 2021, 166 communes in 2025', () => {
    expect(childrenAt('38', '2021-07-10').map((unit) => unit.kind)).toEqual(Array.from({ length: 27 }, () => 'district'));
    const communes2021 = childrenAt('38', '2021-07-10').flatMap((district) => childrenAt(district.code, '2021-07-10'));
    expect(communes2021).toHaveLength(559);
    expect(childrenAt('38', '2025-07-01')).toHaveLength(166);
  });

  test('has 25 communes in Thiệu Hóa in 2021 and 24 after Thiệu Phú went into the town', () => {
    expect(childrenAt('398', '2021-07-10')).toHaveLength(25);
    expect(childrenAt('398', '2024-02-01')).toHaveLength(24);
    expect(unitAt('15829', '2024-01-31')?.name).toBe('Xã Minh Tâm');
    expect(unitAt('15829', '2024-02-01')?.name).toBe('Thị trấn Hậu Hiền');
  });

  test('tells apart units that bore the same code at different times', () => {
    expect(unitAt('15835', '2021-07-10')?.name).toBe('Xã Thiệu Lý');
    expect(unitAt('15835', '2025-07-01')?.name).toBe('Xã Thiệu Trung');
    expect(unitAt('398', '2025-07-01')).toBeUndefined();
    expect(unitAt('15835', '2021-06-30')).toBeUndefined();
  });

  test('follows a commune through both reforms, and says when it was split', () => {
    const names = (code: string) => {
      const unit = unitAt(code, '2021-07-10');
      return unit ? successorsAt(unit, '2026-01-01').map((successor) => successor.name) : [];
    };
    expect(names('15790')).toEqual(['Xã Thiệu Hoá', 'Xã Thiệu Quang', 'Xã Thiệu Trung']);
    expect(names('15829')).toEqual(['Xã Thiệu Toán']);
    expect(names('15847')).toEqual(['Phường Đông Tiến']);
  });

  test('keeps (code, validFrom) unique and every successor and parent resolvable', () => {
    const keys = referenceUnits.map((unit) => `${unit.code} ${unit.validFrom}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const unit of referenceUnits) {
      if (unit.parentCode !== null) expect(unitAt(unit.parentCode, unit.validFrom), unit.name).toBeDefined();
      if (unit.successors.length > 0) expect(successorsAt(unit, '2026-01-01').length, unit.name).toBeGreaterThan(0);
    }
  });
});
