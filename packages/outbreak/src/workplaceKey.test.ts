import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workplaceKey } from './workplaceKey.ts';

describe('the words for a workplace', () => {
  it.each([
    ['Công ty May Sông Mã', 'CTY  TNHH MTV may sông mã', 'Công ty TNHH Một thành viên May Sông Mã', 'C.ty cổ phần May Sông Mã'],
    ['Trường Tiểu học Thiệu Viên', 'TH Thiệu Viên', 'Tiểu học Thiệu Viên', 'Trường TH Thiệu Viên'],
    ['Trường THCS Thiệu Viên', 'Trung học cơ sở Thiệu Viên', 'trường trung học cơ sở Thiệu Viên'],
    ['Bệnh viện Đa khoa huyện', 'BV đa khoa huyện'],
    ['UBND xã Thiệu Viên', 'Ủy ban nhân dân xã Thiệu Viên', 'Uỷ ban Nhân dân xã Thiệu Viên'],
  ])('%s is written in several ways', (...ways) => {
    expect(new Set(ways.map(workplaceKey)).size).toBe(1);
  });

  it.each([
    ['Công ty Sông Mã', 'Sông Mã'],
    ['Công ty Sông Mã', 'Chợ Sông Mã'],
    ['Trường Tiểu học Thiệu Viên', 'Trường THCS Thiệu Viên'],
    ['Trường Tiểu học Thiệu Viên', 'Trường Mầm non Thiệu Viên'],
    ['Công ty May 1', 'Công ty May 10'],
  ])('%s is not %s', (one, other) => {
    expect(workplaceKey(one)).not.toBe(workplaceKey(other));
  });

  it('that say nothing but the kind of place stay what they are', () => {
    expect(workplaceKey('Công ty')).toBe('cong ty');
    expect(workplaceKey('Trường Tiểu học')).toBe('truong tieu hoc');
  });

  it('whatever they are, do not change by being folded again, nor by case', () => {
    const words = fc.array(
      fc.constantFrom('Công ty', 'cty', 'TNHH', 'Trường', 'Tiểu học', 'TH', 'Sông', 'Mã', 'May', '10', '-', 'CP'),
    );
    fc.assert(
      fc.property(words, (some) => {
        const key = workplaceKey(some.join(' '));
        expect(workplaceKey(some.join(' ').toUpperCase())).toBe(key);
        expect(workplaceKey(key)).toBe(key);
      }),
    );
  });
});
