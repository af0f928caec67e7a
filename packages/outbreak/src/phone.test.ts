import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { maskPhone, readPhone } from './phone.ts';
import { readPhoneCell } from './phoneCell.ts';

const e164 = (text: string) => {
  const reading = readPhone(text);
  return reading.ok ? reading.e164 : reading.code;
};

describe('one number', () => {
  test.each([
    ['0912345678', '+84912345678'],
    ['912345678', '+84912345678'],
    ['+84 912 345 678', '+84912345678'],
    ['84912345678', '+84912345678'],
    ['0084912345678', '+84912345678'],
    ['+84 0912 345 678', '+84912345678'],
    ['0912.345.678', '+84912345678'],
    ['02373842123', '+842373842123'],
    ['2373842123', '+842373842123'],
    ['(0237) 3.842.123', '+842373842123'],
    ['0842345678', '+84842345678'],
  ])('%s is %s', (text, expected) => expect(e164(text)).toBe(expected));

  test.each([
    ['0120', '070'],
    ['0121', '079'],
    ['0122', '077'],
    ['0126', '076'],
    ['0128', '078'],
    ['0123', '083'],
    ['0124', '084'],
    ['0125', '085'],
    ['0127', '081'],
    ['0129', '082'],
    ['0162', '032'],
    ['0163', '033'],
    ['0164', '034'],
    ['0165', '035'],
    ['0166', '036'],
    ['0167', '037'],
    ['0168', '038'],
    ['0169', '039'],
    ['0186', '056'],
    ['0188', '058'],
    ['0199', '059'],
  ])('the old prefix %s is %s since 2018, with and without its zero and country code', (old, now) => {
    const expected = `+84${now.slice(1)}2345678`;
    expect(e164(`${old}2345678`)).toBe(expected);
    expect(e164(`${old.slice(1)}2345678`)).toBe(expected);
    expect(e164(`+84${old.slice(1)}2345678`)).toBe(expected);
  });

  test.each(['113', '114', '115', '1022', '18001119', '1900 1234', '19009095', '018001119', '1800', '1080'])(
    'the emergency or service number %s is never a dial target',
    (text) => expect(e164(text)).toBe('phone.service'),
  );

  test.each([
    ['2147483647', 'phone.saturated'],
    ['+856 20 5512 3456', 'phone.foreign'],
    ['0000000000', 'phone.unreadable'],
    ['0123456789', 'phone.unreadable'],
    ['091234567', 'phone.unreadable'],
    ['09123456789', 'phone.unreadable'],
    ['0612345678', 'phone.unreadable'],
    ['', 'phone.unreadable'],
  ])('%j is refused as %s', (text, code) => expect(e164(text)).toBe(code));

  test('whatever is accepted reads back as itself, and no text makes it throw', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 8, maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(digits, fc.string({ unit: 'grapheme' })), (text) => {
        const reading = readPhone(text);
        if (reading.ok) expect(readPhone(reading.e164)).toEqual(reading);
      }),
    );
  });

  test('what the numbering plan says of one number it says of its whole block', () => {
    const kindOf = (national: string) => {
      const parsed = parsePhoneNumberFromString(`+84${national}`);
      return parsed?.country === 'VN' && parsed.isValid() ? parsed.getType() : undefined;
    };
    const tail = fc.nat(999_999);
    fc.assert(
      fc.property(fc.integer({ min: 2000, max: 9999 }), tail, tail, (block, one, two) => {
        for (const rest of [one, two]) {
          const national = `${block}${String(rest)
            .padStart(6, '0')
            .slice(block < 3000 ? 0 : 1)}`;
          const kind = kindOf(national);
          const reading = readPhone(`+84${national}`);
          if (kind === 'MOBILE') expect(reading).toEqual({ ok: true, e164: `+84${national}`, kind: 'mobile' });
          else if (kind === 'FIXED_LINE') expect(reading).toEqual({ ok: true, e164: `+84${national}`, kind: 'landline' });
          else expect(reading.ok).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('every spelling of a mobile number gives the same number', () => {
    const mobile = fc.tuple(fc.constantFrom('32', '70', '83', '91', '98', '58'), fc.nat(9_999_999));
    const spellings = [
      (nsn: string) => `0${nsn}`,
      (nsn: string) => nsn,
      (nsn: string) => `+84${nsn}`,
      (nsn: string) => `84 ${nsn}`,
      (nsn: string) => `0${nsn.slice(0, 3)}.${nsn.slice(3, 6)}.${nsn.slice(6)}`,
    ];
    fc.assert(
      fc.property(mobile, ([prefix, rest]) => {
        const nsn = prefix + String(rest).padStart(7, '0');
        for (const spell of spellings) expect(e164(spell(nsn))).toBe(`+84${nsn}`);
        expect(readPhoneCell(Number(nsn), null).phones).toEqual([{ e164: `+84${nsn}`, ownerRelation: null }]);
      }),
    );
  });
});

describe('a phone cell', () => {
  const numbers = (cell: string | number) => readPhoneCell(cell, null).phones.map((phone) => phone.e164);

  test.each([
    ['0912345678/0987654321'],
    ['0912345678 - 0987654321'],
    ['0912 345 678 0987 654 321'],
    ['0912345678; 0987654321'],
    ['0912.345.678\n0987.654.321'],
    ['0912345678 hoặc 0987654321'],
    ['0912345678,0987654321'],
    ['912345678 987654321'],
  ])('%j holds two numbers', (cell) => expect(numbers(cell)).toEqual(['+84912345678', '+84987654321']));

  test('an Excel number without its zero, with decimals, or in exponent notation is read', () => {
    expect(numbers(912345678)).toEqual(['+84912345678']);
    expect(numbers(1672345678)).toEqual(['+84372345678']);
    expect(numbers('912345678.0')).toEqual(['+84912345678']);
    expect(numbers('9.12345678E+08')).toEqual(['+84912345678']);
    expect(numbers('O912345678')).toEqual(['+84912345678']);
    expect(numbers('0912,345,678')).toEqual(['+84912345678']);
  });

  test('a bad number that stands alone is told as it was written', () => {
    for (const [cell, code] of [
      ['115', 'phone.service'],
      ['+8562055551234', 'phone.foreign'],
      ['091234567', 'phone.unreadable'],
    ] as const) {
      expect(readPhoneCell(cell, 'con gái')).toEqual({
        phones: [],
        problems: [{ code, field: 'phone', details: { value: cell } }],
      });
    }
  });

  test('says whose the number is', () => {
    expect(readPhoneCell('0912345678 (con gái)', null).phones).toEqual([{ e164: '+84912345678', ownerRelation: 'con gái' }]);
    expect(readPhoneCell('SĐT con gái: 0912345678', null).phones[0]?.ownerRelation).toBe('con gái');
    expect(readPhoneCell('0912345678', 'người thân').phones[0]?.ownerRelation).toBe('người thân');
    expect(readPhoneCell('0912345678; vợ: 0987654321', null).phones.map((phone) => phone.ownerRelation)).toEqual([null, 'vợ']);
    expect(readPhoneCell('SĐT: 0912345678', null).phones[0]?.ownerRelation).toBeNull();
  });

  test('keeps the good number and tells of the bad one', () => {
    const cell = readPhoneCell('0912345678, 115', null);
    expect(cell.phones).toHaveLength(1);
    expect(cell.problems.map((problem) => problem.code)).toEqual(['phone.service']);
    expect(readPhoneCell('nhà số 5 - 0912345678', null).phones.map((phone) => phone.e164)).toEqual(['+84912345678']);
  });

  test('never finds a number inside a foreign or a mistyped one', () => {
    for (const cell of ['+856 20 5555 1234', '00856 20 5555 1234', '0912 345 678 123', '0912 345 6789', '091 2345 67890']) {
      expect(numbers(cell), cell).toEqual([]);
    }
    expect(readPhoneCell('+856 20 5555 1234', null).problems.map((problem) => problem.code)).toEqual(['phone.foreign']);
    expect(numbers('+84 912345678 +84987654321')).toEqual(['+84912345678', '+84987654321']);
    expect(readPhoneCell('máy lẻ 123, 0912345678', null).problems).toHaveLength(1);
  });

  test.each(['', 'không có', 'k có', '-'])('%j holds no number and no problem', (cell) => {
    expect(readPhoneCell(cell, null)).toEqual({ phones: [], problems: [] });
  });

  test('no cell makes the reader throw or take long', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.stringMatching(/^[0-9 .+-]{0,80}$/), fc.double()),
        (cell) => {
          for (const phone of readPhoneCell(cell, null).phones) expect(phone.e164).toMatch(/^\+84\d{8,10}$/);
        },
      ),
    );
  });
});

test('a number in a log shows only its ends', () => expect(maskPhone('+84936036115')).toBe('093***115'));
