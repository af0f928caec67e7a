import { describe, expect, it } from 'vitest';
import { maskCell, maskIdentityNumbers, maskNumbers } from './maskNumbers.ts';

describe('masking numbers', () => {
  it.each([
    ['038085001234', '038***234'],
    ['CCCD: 038 085 001 234, thôn Đông', 'CCCD: 038***234, thôn Đông'],
    ['CMND 171.234.567', 'CMND 171***567'],
    ['hộ chiếu B1234567', 'hộ chiếu B12***567'],
    ['GD4380012345678', 'GD4***678'],
    ['0912 345 678 (con gái)', '091***678 (con gái)'],
  ])('%s becomes %s', (text, masked) => {
    expect(maskNumbers(text)).toBe(masked);
  });

  it.each(['12.05.1985', '1985-05-12', 'Nhà số 1204, ngõ 35', 'BN 12345', 'F1', '40 tuổi', ''])('leaves “%s” alone', (text) => {
    expect(maskNumbers(text)).toBe(text);
  });

  it('masks a cell that Excel holds as a number, and leaves dates and small numbers', () => {
    expect(maskCell(38085001234)).toBe('380***234');
    expect(maskCell({ kind: 'formula', text: '038085001234' })).toBe('=038***234');
    for (const cell of [1985, null, true, { kind: 'date', iso: '1985-05-12' }] as const) expect(maskCell(cell)).toBe(cell);
  });

  it('masks in free words only what is surely an identity or insurance number', () => {
    const said = 'Con gái Lê Thị Na, CCCD 038 085 001 234, thẻ GD4380012345678, gọi 0912 345 678 hoặc 84912345678';
    expect(maskIdentityNumbers(said)).toBe('Con gái Lê Thị Na, CCCD 038***234, thẻ GD4***678, gọi 0912 345 678 hoặc 84912345678');
    expect(maskIdentityNumbers('038085001234 0912345678')).toBe('038***234 0912345678');
  });
});
