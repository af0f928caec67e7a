import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCardQr } from './readCardQr.ts';

const today = '2021-07-10';
const hex = (text: string) =>
  encodeURIComponent(text).replace(
    /%([0-9A-F]{2})|(.)/gu,
    (_, byte?: string, sign = '') => byte ?? sign.charCodeAt(0).toString(16),
  );
const cccd = (over: Partial<Record<'id' | 'old' | 'name' | 'born' | 'sex' | 'address' | 'issued', string>> = {}) => {
  const card = {
    id: '038180001234',
    old: '171234567',
    name: 'Nguyễn Thị Hòa',
    born: '05031980',
    sex: 'Nữ',
    address: 'Thôn 3, Thiệu Ngọc, Thiệu Hóa, Thanh Hóa',
    issued: '20042021',
    ...over,
  };
  return [card.id, card.old, card.name, card.born, card.sex, card.address, card.issued].join('|');
};

describe('the QR code of an identity card', () => {
  test('gives number, old number, name, birth, sex, address and day of issue', () => {
    expect(readCardQr(cccd(), today)).toEqual({
      kind: 'cccd',
      warnings: [],
      fields: {
        nationalId: '038180001234',
        oldNationalId: '171234567',
        insuranceNumber: null,
        fullName: 'Nguyễn Thị Hòa',
        birth: { year: 1980, date: '1980-03-05', precision: 'day' },
        sex: 'female',
        address: 'Thôn 3, Thiệu Ngọc, Thiệu Hóa, Thanh Hóa',
        issuedOn: '2021-04-20',
        clinic: null,
        validFrom: null,
        validTo: null,
      },
    });
  });

  test('warns where the number contradicts the card', () => {
    expect(readCardQr(cccd({ sex: 'Nam' }), today)).toMatchObject({ warnings: ['nationalId.sexDiffers'] });
    expect(readCardQr(cccd({ born: '05031985' }), today)).toMatchObject({ warnings: ['nationalId.yearDiffers'] });
    expect(readCardQr(cccd({ id: '999180001234' }), today)).toMatchObject({ warnings: ['nationalId.unreadable'] });
  });

  test('is read with blanks, with an unknown day, and with the fields that newer cards add', () => {
    expect(readCardQr(cccd({ old: '', issued: '' }), today)).toMatchObject({
      warnings: [],
      fields: { oldNationalId: null, issuedOn: null },
    });
    expect(readCardQr(cccd({ born: '00001980' }), today)).toMatchObject({
      fields: { birth: { year: 1980, date: null, precision: 'year' } },
    });
    expect(readCardQr(cccd({ born: '00031980' }), today)).toMatchObject({ fields: { birth: { precision: 'month' } } });
    expect(readCardQr(`${cccd()}||Nguyễn Văn A|Lê Thị B|`, today)).toMatchObject({ kind: 'cccd', warnings: [] });
    expect(readCardQr(cccd({ born: '31022000', sex: '?' }), today)).toMatchObject({
      warnings: ['birth.unreadable', 'sex.unreadable'],
    });
  });
});

describe('the QR code of a health insurance card', () => {
  const bhyt = `GD4383820123456|${hex('Lê Văn Bình')}|01/02/1975|1|${hex('Thôn 3, xã Thiệu Ngọc')}|38 - 200|01/01/2021|31/12/2021|05/01/2021|38|-|4|01/01/2025|abcdef$`;

  test('gives number, name, birth, sex, address, clinic and validity', () => {
    expect(readCardQr(bhyt, today)).toMatchObject({
      kind: 'bhyt',
      warnings: [],
      fields: {
        insuranceNumber: 'GD4383820123456',
        fullName: 'Lê Văn Bình',
        birth: { date: '1975-02-01', precision: 'day' },
        sex: 'male',
        address: 'Thôn 3, xã Thiệu Ngọc',
        clinic: '38-200',
        validFrom: '2021-01-01',
        validTo: '2021-12-31',
      },
    });
  });

  test('has ten digits since April 2021, and may know only the year', () => {
    const found = readCardQr(`3820123456|${hex('Lê Thị Hoa')}|1975|2|${hex('Thiệu Ngọc')}|38-200|01/01/2021|31/12/2021`, today);
    expect(found).toMatchObject({ fields: { insuranceNumber: '3820123456', sex: 'female', birth: { precision: 'year' } } });
  });

  test('says when it is not valid', () => {
    expect(readCardQr(bhyt, '2022-01-01')).toMatchObject({ warnings: ['validity.over'] });
  });
});

describe('any other text', () => {
  test('is no card', () => {
    expect(readCardQr('', today)).toEqual({ kind: 'unreadable', why: 'empty' });
    expect(readCardQr('https://tokhaiyte.vn/?page=Group.checkin&groupId=5f', today)).toEqual({
      kind: 'unreadable',
      why: 'notACard',
    });
    expect(readCardQr('x'.repeat(3000), today)).toEqual({ kind: 'unreadable', why: 'tooLong' });
  });

  test('never makes the reader fail', () => {
    const field = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom(...'0123456789abcdef') }),
      fc.constantFrom('038180001234', 'GD4383820123456', 'Nam', hex('Lê')),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(field, { maxLength: 14 }).map((fields) => fields.join('|')),
        ),
        (text) => {
          const reading = readCardQr(text, today);
          if (reading.kind === 'unreadable') return;
          const { birth, issuedOn } = reading.fields;
          expect(birth === null || birth.year <= 2021).toBe(true);
          expect(issuedOn === null || /^\d{4}-\d\d-\d\d$/u.test(issuedOn)).toBe(true);
          expect(reading.fields.nationalId !== null || reading.fields.insuranceNumber !== null).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('never loses a card that is one', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => String(n).padStart(2, '0'));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 96 }),
        fc.integer({ min: 1930, max: 2020 }),
        fc.boolean(),
        day,
        (province, year, female, dd) => {
          const century = year < 2000 ? 0 : 2;
          const id = `${String(province).padStart(3, '0')}${century + Number(female)}${String(year % 100).padStart(2, '0')}123456`;
          const reading = readCardQr(cccd({ id, born: `${dd}07${year}`, sex: female ? 'Nữ' : 'Nam' }), today);
          expect(reading).toMatchObject({ kind: 'cccd', warnings: [], fields: { birth: { year } } });
        },
      ),
    );
  });
});
