import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from './cell.ts';
import { importFields } from './data/importFields.ts';
import { findHeader, isNumbering } from './findHeader.ts';
import { matchHeader, phoneOwnerIn } from './headers.ts';

const best = (text: string) => matchHeader(text)[0]?.field;

describe('a header cell', () => {
  test('every label of the 52 fields is its own field', () => {
    expect(importFields).toHaveLength(52);
    for (const { field, labels, alsoSeen } of importFields) {
      for (const label of [...labels, ...alsoSeen]) expect(best(label), label).toBe(field);
    }
  });

  test('no label stands for two fields', () => {
    const owners = new Map<string, string>();
    for (const { field, labels, alsoSeen } of importFields) {
      for (const label of [...labels, ...alsoSeen]) {
        const key = label.toLowerCase();
        expect(owners.get(key) ?? field, label).toBe(field);
        owners.set(key, field);
      }
    }
  });

  test.each([
    ['HO VA  TEN', 'fullName'],
    ['Họ và tên (viết in hoa)', 'fullName'],
    ['Hovaten', 'fullName'],
    ['So dien thoai', 'phone'],
    ['Số điện thọai', 'phone'],
    ['Số ĐT', 'phone'],
    ['S.Đ.T', 'phone'],
    ['SĐT con gái', 'phone'],
    ['Điện thoại người thân', 'phone'],
    ['Nam sinh', 'birth'],
    ['Ngày, tháng, năm sinh', 'birth'],
    ['Gioi tinh', 'sex'],
    ['CCCD/CMND', 'nationalId'],
    ['Là F mấy ?', 'fLevel'],
    ['Ngay tiep xuc cuoi cung voi F0', 'lastContactDate'],
    ['Ngày tiêp xúc cuôi', 'lastContactDate'],
    ['Tiếp xúc với F0 nào', 'sourceCase'],
    ['Địa chỉ nơi ở hiện tại', 'address'],
    ['Thôn / Xóm', 'hamlet'],
    ['Mã bn', 'code'],
  ])('%j stands for %s', (text, field) => expect(best(text)).toBe(field));

  test.each(['', '???', 'Ghi chú', 'Thôn Đông', 'Nguyễn Văn An', '0912345678', 'Cộng hòa xã hội chủ nghĩa Việt Nam'])(
    '%j stands for nothing that makes a list',
    (text) => expect(['fullName', 'phone', 'birth']).not.toContain(best(text)),
  );

  test('tells whose phones a column holds', () => {
    expect(phoneOwnerIn('SĐT con gái')).toBe('con gái');
    expect(phoneOwnerIn('Số điện thoại')).toBeNull();
    expect(phoneOwnerIn('Điện thoại chủ hộ')).toBe('chủ hộ');
  });

  test('no text makes it throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => void matchHeader(text)));
  });
});

describe('finding the header', () => {
  const header = ['STT', 'Họ và tên', 'Năm sinh', 'SĐT', 'F'];
  const titles: Cell[][] = [
    ['TRUNG TÂM Y TẾ THIỆU HÓA'],
    ['TRẠM Y TẾ XÃ THIỆU VIÊN', null, 'Độc lập - Tự do - Hạnh phúc'],
    [],
    ['DANH SÁCH F1'],
  ];

  test('works in each of the rows 1 to 15 and not in row 16', () => {
    for (let above = 0; above < 15; above++) {
      const rows = [...Array.from({ length: above }, () => ['Tiêu đề']), header];
      expect(findHeader(rows)).toMatchObject({ ok: true, header: { row: above + 1 } });
    }
    expect(findHeader([...Array.from({ length: 15 }, () => ['Tiêu đề']), header])).toMatchObject({
      ok: false,
      code: 'list.noHeader',
    });
  });

  test('is not misled by the rows above it nor by people below it', () => {
    const found = findHeader([...titles, header, [1, 'Phạm Thị Tên', 1985, '0912345678', 'F1']]);
    expect(found).toMatchObject({ ok: true, header: { row: 5 } });
    expect(found.ok && found.titles).toContain('DANH SÁCH F1');
  });

  test('reads two header rows where a merged title stands over its parts', () => {
    const found = findHeader([
      ['STT', 'Họ và tên', 'Năm sinh', null, 'Điện thoại', 'Địa chỉ', null],
      [null, null, 'Nam', 'Nữ', null, 'Thôn', 'Xã'],
    ]);
    expect(found.ok && found.header.lastRow).toBe(2);
    expect(found.ok && found.header.columns.map(({ field, sex }) => [field, sex])).toEqual([
      ['stt', null],
      ['fullName', null],
      ['birth', 'male'],
      ['birth', 'female'],
      ['phone', null],
      ['hamlet', null],
      ['commune', null],
    ]);
  });

  test('says which of the two needed columns is missing', () => {
    expect(findHeader([['STT', 'Họ và tên', 'Năm sinh', 'Giới tính']])).toMatchObject({ ok: false, code: 'list.noPhoneColumn' });
    expect(findHeader([['STT', 'Năm sinh', 'Số điện thoại']])).toMatchObject({ ok: false, code: 'list.noNameColumn' });
    expect(
      findHeader([
        ['a', 'b'],
        ['c', 'd'],
      ]),
    ).toMatchObject({ ok: false, code: 'list.noHeader' });
    expect(findHeader([])).toMatchObject({ ok: false, code: 'list.noHeader' });
  });

  test('takes several phone columns, each with its owner', () => {
    const found = findHeader([['Họ tên', 'SĐT', 'SĐT người thân']]);
    expect(found.ok && found.header.columns.map(({ field, owner }) => [field, owner])).toEqual([
      ['fullName', null],
      ['phone', null],
      ['phone', 'người thân'],
    ]);
  });

  test('knows a row of column numbers', () => {
    expect(isNumbering(['(1)', '(2)', '(3)'])).toBe(true);
    expect(isNumbering(['A', 'B', 1, 2, 3])).toBe(true);
    expect(isNumbering([1, 'Nguyễn Văn An', 1985])).toBe(false);
  });
});
