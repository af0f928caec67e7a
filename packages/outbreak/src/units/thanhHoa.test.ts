import { describe, expect, test } from 'vitest';
import { addDays } from '../localDate.ts';
import { referenceUnits } from './thanhHoa.ts';
import { childrenAt, successorsAt, unitAt } from './unitLookup.ts';

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
    const communes = (day: string) => childrenAt('38', day).flatMap((district) => childrenAt(district.code, day)).length;
    expect([communes('2024-01-31'), communes('2024-02-01'), communes('2025-01-01')]).toEqual([559, 558, 547]);
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

  test('takes Đông Sơn into the city on 1 January 2025', () => {
    expect(unitAt('405', '2024-12-31')?.name).toBe('Huyện Đông Sơn');
    expect(unitAt('405', '2025-01-01')).toBeUndefined();
    expect(unitAt('16405', '2024-12-31')?.parentCode).toBe('405');
    expect(unitAt('16405', '2025-01-01')?.parentCode).toBe('380');
    expect(unitAt('16378', '2025-03-01')?.name).toBe('Phường Rừng Thông');
  });

  test('leads every commune of 2021 to today, but for three that ended without a known successor', () => {
    const communes = referenceUnits.filter((unit) => unit.kind === 'commune' && unit.validFrom === '2021-07-01');
    const lost = communes.filter((unit) => successorsAt(unit, '2026-01-01').length === 0).map((unit) => unit.name);
    expect(lost).toEqual(['Phường Tân Sơn', 'Xã Thạch Đồng', 'Xã Hải Yến']);
    const split = communes.filter((unit) => successorsAt(unit, '2026-01-01').length > 1);
    expect(split).toHaveLength(11);
    expect(
      split
        .flatMap((unit) => unit.successors.filter(({ code }) => code !== unit.code && unit.validTo === '2025-06-30'))
        .every(({ part }) => part),
    ).toBe(true);
    const reached = new Set(communes.flatMap((unit) => successorsAt(unit, '2026-01-01').map(({ code }) => code)));
    expect(reached.size).toBe(166);
  });

  test('keeps (code, validFrom) unique and every successor and parent resolvable', () => {
    const keys = referenceUnits.map((unit) => `${unit.code} ${unit.validFrom}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const unit of referenceUnits) {
      if (unit.parentCode !== null) expect(unitAt(unit.parentCode, unit.validFrom), unit.name).toBeDefined();
      for (const { code } of unit.successors) expect(unitAt(code, addDays(unit.validTo ?? '', 1)), unit.name).toBeDefined();
    }
  });
});
