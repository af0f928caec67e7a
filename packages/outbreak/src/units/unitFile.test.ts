import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkUnits } from './checkUnits.ts';
import { referenceUnits } from './thanhHoa.ts';
import { readUnitRows, type UnitFileRow, unitRowText } from './unitFile.ts';

const good = { code: '99001', name: 'Xã Mới', kind: 'xã', parentCode: '38', validFrom: '2027-01-01' };
const rows = (...cells: Array<Record<string, unknown>>): UnitFileRow[] =>
  cells.map((one, i) => ({ rowNumber: i + 2, cells: one }));
const judge = (...cells: Array<Record<string, unknown>>) => {
  const { units, problems } = readUnitRows(rows(...cells));
  return [...problems, ...checkUnits(units, referenceUnits)].map((one) => `${one.rowNumber} ${one.reason}`);
};

describe('a units file', () => {
  test('gives units of any depth, with successors, parts and other names', () => {
    const { units, problems } = readUnitRows(
      rows(
        { ...good, aliases: 'Xã Cũ; Tên Khác', validTo: '31/12/2029', successors: '15448:part' },
        { ...good, code: '99001-1', name: 'Thôn Một', kind: 'thôn', parentCode: '99001' },
        { code: 'LA', name: 'Lào', kind: 'country', validFrom: '1975-12-02', validTo: '' },
        {
          ...good,
          code: '99002',
          validTo: '2028-01-01',
          successors: [
            { code: '15448', part: true },
            { code: '15772', part: true },
          ],
        },
      ),
    );
    expect(problems).toEqual([]);
    expect(units[0]).toMatchObject({
      validTo: '2029-12-31',
      successors: [{ code: '15448', part: true }],
      aliases: ['Xã Cũ', 'Tên Khác'],
    });
    expect(units.map(({ kind }) => kind)).toEqual(['commune', 'hamlet', 'country', 'commune']);
    expect(units[3]?.successors.every(({ part }) => part)).toBe(true);
  });

  test('names every bad row with its reason', () => {
    expect(judge({ ...good, code: '' })).toEqual(['2 codeMissing']);
    expect(judge({ ...good, name: ' ' })).toEqual(['2 nameMissing']);
    expect(judge({ ...good, kind: 'làng nghề' })).toEqual(['2 kindUnknown']);
    expect(judge({ ...good, validFrom: '2027-02-30' })).toEqual(['2 dateUnreadable']);
    expect(judge({ ...good, validFrom: '' })).toEqual(['2 fromMissing']);
    expect(judge({ ...good, validTo: '2026-01-01' })).toEqual(['2 endsBeforeStart']);
    expect(judge({ ...good, successors: '15448' })).toEqual(['2 successorsOfLiving']);
    expect(judge(good, good)).toEqual(['3 duplicate']);
    expect(judge({ ...good, parentCode: '398' })).toEqual(['2 parentUnknown']);
    expect(judge({ ...good, code: '15772' })).toEqual(['2 overlaps']);
    expect(judge({ ...good, validTo: '2028-12-31', successors: '00000' })).toEqual(['2 successorUnknown']);
  });

  test('says the reason in both languages', () => {
    const [problem] = readUnitRows(rows({ ...good, kind: '?' })).problems;
    expect(problem && [unitRowText(problem, 'vi'), unitRowText(problem, 'en')]).toEqual([
      'cấp không hợp lệ (kind): ?',
      'unknown kind: ?',
    ]);
  });

  test('never fails on what a file may hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.constantFrom('code', 'name', 'kind', 'validFrom', 'validTo', 'successors'), fc.anything())),
        (cells) => {
          const { units, problems } = readUnitRows(rows(...cells));
          expect(units.length + new Set(problems.map(({ rowNumber }) => rowNumber)).size).toBeGreaterThanOrEqual(cells.length);
        },
      ),
    );
  });
});
