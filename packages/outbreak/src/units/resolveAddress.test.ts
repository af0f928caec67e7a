import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReferenceUnit } from './referenceUnit.ts';
import { resolveAddress } from './resolveAddress.ts';
import { referenceUnits } from './thanhHoa.ts';
import { createUnitIndex } from './unitIndex.ts';

const index = createUnitIndex(referenceUnits);
const options = { on: '2021-07-10', today: '2026-01-01' };
const resolve = (text: string, over: Partial<Parameters<typeof resolveAddress>[2]> = {}) =>
  resolveAddress(text, index, { ...options, ...over });
const summary = (text: string, over = {}) => {
  const { status, doubt, today } = resolve(text, over);
  return [status, doubt, ...today.map(({ name }) => name)];
};

describe('an address of 2021', () => {
  test('leads to the unit of 2021 and to the one of today', () => {
    const found = resolve('Số 12, tổ 4, thôn 3, xã Thiệu Ngọc, huyện Thiệu Hóa, tỉnh Thanh Hóa');
    expect(found.status).toBe('resolved');
    expect(found.units.commune?.name).toBe('Xã Thiệu Ngọc');
    expect(found.units.district?.name).toBe('Huyện Thiệu Hóa');
    expect(found.today.map(({ code, name }) => `${code} ${name}`)).toEqual(['15778 Xã Thiệu Tiến']);
    expect(found.written).toEqual({
      province: 'tỉnh Thanh Hóa',
      district: 'huyện Thiệu Hóa',
      commune: 'xã Thiệu Ngọc',
      hamlet: 'thôn 3',
      group: 'tổ 4',
      detail: 'Số 12',
    });
    expect(found.precision).toBe('exact');
  });

  test.each([
    ['thôn 3 xã Thiệu Ngọc huyện Thiệu Hóa tỉnh Thanh Hóa'],
    ['Thiệu Ngọc, Thiệu Hóa, Thanh Hóa'],
    ['thon 3, xa thieu ngoc, thieu hoa, thanh hoa'],
    ['X. Thiệu Ngọc - H. Thiệu Hoá - T. Thanh Hóa'.replace('T. ', 'tỉnh ')],
    ['XÃ THIỆU NGỌC, HUYỆN THIỆU HÓA, VIỆT NAM'],
  ])('is read as people write it: %s', (text) => {
    expect(summary(text)).toEqual(['resolved', null, 'Xã Thiệu Tiến']);
  });

  test.each([
    ['xã Thành Sơn, huyện Quan Hóa, Thanh Hóa', 'Xã Thành Sơn'],
    ['xã Thành Sơn huyện Quan Hóa tỉnh Thanh Hóa', 'Xã Thành Sơn'],
    ['thi tran hoi xuan, quan hoa, thanh hoa', 'Thị trấn Hồi Xuân'],
    ['thị trấn Lang Chánh, Lang Chánh, Thanh Hóa', 'Thị trấn Lang Chánh'],
  ])('is not misled by names that look like the words before them: %s', (text, commune) => {
    expect(resolve(text).units.commune?.name).toBe(commune);
    expect(resolve(text).doubt).not.toBe('contradiction');
  });

  test('may use a name that ended years before', () => {
    expect(summary('thôn Phú Văn, xã Thiệu Tân, huyện Thiệu Hóa')).toEqual(['resolved', null, 'Phường Đông Tiến']);
    expect(summary('Thiệu Tân, Thiệu Hóa')).toEqual(['resolved', null, 'Phường Đông Tiến']);
  });

  test('of a commune that was split needs a decision', () => {
    expect(summary('thôn Tiên Nông, xã Thiệu Long, huyện Thiệu Hóa')).toEqual([
      'ambiguous',
      'split',
      'Xã Định Hoà',
      'Xã Thiệu Hoá',
    ]);
  });

  test('of a commune without a known successor says so', () => {
    expect(summary('xã Hải Yến, thị xã Nghi Sơn, Thanh Hóa')).toEqual(['unknown', 'noSuccessor']);
  });

  test('that names no more than a district is too coarse', () => {
    expect(summary('huyện Thiệu Hóa, Thanh Hóa')).toEqual(['unknown', 'tooCoarse']);
    expect(resolve('huyện Thiệu Hóa, Thanh Hóa').precision).toBe('district');
    expect(summary('Gần chợ')).toEqual(['unknown', 'noMatch']);
  });
});

describe('two communes that fold to one name', () => {
  test('are told apart by their marks and by the word before them', () => {
    expect(summary('xã Đồng Tiến, Thanh Hóa', { on: '2026-01-01' })).toEqual(['resolved', null, 'Xã Đồng Tiến']);
    expect(summary('phường Đông Tiến, Thanh Hóa', { on: '2026-01-01' })).toEqual(['resolved', null, 'Phường Đông Tiến']);
    expect(summary('phuong dong tien, thanh hoa', { on: '2026-01-01' })).toEqual(['resolved', null, 'Phường Đông Tiến']);
    expect(summary('xã Đông Tiến, huyện Đông Sơn')).toEqual(['resolved', null, expect.any(String)]);
  });

  test('stay in doubt where neither tells', () => {
    expect(summary('xa dong tien, thanh hoa')[0]).toBe('ambiguous');
    expect(summary('xa dong tien, huyen trieu son, thanh hoa')).toEqual(['resolved', null, 'Xã Đồng Tiến']);
    expect(summary('xã Đồng Tiến, huyện Đông Sơn')[1]).toBe('marksDiffer');
    expect(summary('xã Thiệu Ngọc, huyện Yên Định')).toEqual(['ambiguous', 'contradiction', 'Xã Thiệu Tiến']);
  });

  test('are decided by where the writer is only when the text names nothing above', () => {
    expect(summary('xã Xuân Lộc')[1]).toBe('severalUnits');
    const near = resolve('xã Xuân Lộc', { within: ['397'] });
    expect(near.units.district?.name).toBe('Huyện Triệu Sơn');
    expect(resolve('xã Xuân Lộc, huyện Thường Xuân', { within: ['397'] }).units.district?.name).toBe('Huyện Thường Xuân');
  });
});

test('two communes of one name whose successors nobody knows stay two', () => {
  const commune = (code: string, parentCode: string): ReferenceUnit => ({
    code,
    name: 'Xã Tân Thành',
    kind: 'commune',
    parentCode,
    validFrom: '2021-07-01',
    validTo: '2025-06-30',
    successors: [],
    aliases: [],
  });
  const found = resolveAddress('xã Tân Thành', createUnitIndex([commune('1', '91'), commune('2', '92')]), options);
  expect(found.meant).toHaveLength(2);
});

describe('hamlets kept as units', () => {
  const hamlet = (code: string, name: string, parentCode: string, over: Partial<ReferenceUnit>): ReferenceUnit => ({
    code,
    name,
    kind: 'hamlet',
    parentCode,
    validFrom: '2021-07-01',
    validTo: null,
    successors: [],
    aliases: [],
    ...over,
  });
  const whole = createUnitIndex([
    ...referenceUnits,
    hamlet('15793-1', 'Thôn Tiên Nông', '15793', { validTo: '2025-06-30', successors: [{ code: '15448-7', part: false }] }),
    hamlet('15448-7', 'Thôn Tiên Nông', '15448', { validFrom: '2025-07-01' }),
  ]);

  test('decide where the commune was split', () => {
    const found = resolveAddress('thôn Tiên Nông, xã Thiệu Long, huyện Thiệu Hóa', whole, options);
    expect([found.status, ...found.today.map(({ name }) => name)]).toEqual(['resolved', 'Xã Định Hoà']);
    expect(found.units.hamlet?.code).toBe('15793-1');
  });
});

test('any text gets an answer that agrees with itself', () => {
  const word = fc.constantFrom(
    'xã',
    'huyện',
    'Thiệu Ngọc',
    'dong tien',
    'Đông Tiến',
    'thôn 3',
    'TP',
    'Thanh Hóa',
    ',',
    '-',
    'tổ',
    '12',
    'phường',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(word).map((words) => words.join(' ')),
      ),
      (text) => {
        const found = resolve(text);
        expect(found.status === 'resolved').toBe(found.doubt === null);
        if (found.status === 'resolved') expect(found.today).toHaveLength(1);
      },
    ),
  );
});
