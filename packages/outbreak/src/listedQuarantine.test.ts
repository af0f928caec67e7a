import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from './cell.ts';
import { readRoster } from './roster.ts';

const today = '2021-07-10';
const header = [
  'Họ và tên',
  'SĐT',
  'Là F mấy?',
  'Hình thức cách ly',
  'Nơi cách ly',
  'Ngày bắt đầu cách ly',
  'Ngày kết thúc cách ly',
];

function read(...rows: Cell[][]) {
  const roster = readRoster([header, ...rows.map((row) => ['Lê Thị Bình', '0912345678', ...row])], { today });
  if (!roster.ok) throw new Error(roster.code);
  const [person] = roster.people;
  const problems = person?.sources
    .flatMap((row) => row.problems.map(({ code }) => code))
    .filter((code) => code !== 'birth.missing');
  return { quarantine: person?.quarantine, problems };
}
const of = (...cells: Cell[]) => read(['F1', ...cells]);

describe('the quarantine of a contact', () => {
  test('has a kind, a place, a first and a last day, which may lie ahead', () => {
    expect(of('Tập trung', 'Trường  THCS Thiệu Viên', '05/07/2021', '26/7')).toEqual({
      quarantine: { measure: 'central', place: 'Trường THCS Thiệu Viên', startOn: '2021-07-05', endOn: '2021-07-26' },
      problems: [],
    });
  });

  test.each([
    ['Cách ly tập trung', 'central'],
    ['TT', 'central'],
    ['cách ly y tế tại nhà', 'home'],
    ['TẠI NHÀ', 'home'],
    ['Bệnh viện', 'hospital'],
    ['Tự theo dõi sức khỏe tại nhà', 'selfMonitor'],
    ['Theo dõi tại nhà', 'homeMonitor'],
    ['Khu theo dõi tập trung', 'central'],
    ['Có', 'isolation'],
    ['Đang cách ly', 'isolation'],
  ])('of the kind %j is %s', (words, measure) => {
    expect(of(words, null, '05/07/2021', null)).toMatchObject({ quarantine: { measure }, problems: [] });
  });

  test('without a kind is told by its place, else only that there is one', () => {
    expect(of(null, 'Tại nhà', '05/07/2021', null).quarantine).toMatchObject({ measure: 'home' });
    expect(of('-', 'Trạm y tế', '05/07/2021', null).quarantine).toMatchObject({ measure: 'isolation', place: 'Trạm y tế' });
    expect(of(null, null, '05/07/2021', null).quarantine).toMatchObject({ measure: 'isolation', place: null });
  });

  test('of a kind that is not understood is kept with its days, and told', () => {
    expect(of('Đợi xe', null, '05/07/2021', null)).toEqual({
      quarantine: { measure: null, place: null, startOn: '2021-07-05', endOn: null },
      problems: ['quarantine.typeUnreadable'],
    });
  });

  test('is none where the list says so, and told where it gives days all the same', () => {
    expect(of('Không', null, null, null)).toEqual({ quarantine: undefined, problems: [] });
    expect(of('chưa cách ly', null, '-', null)).toEqual({ quarantine: undefined, problems: [] });
    expect(of('Không', null, '05/07/2021', null)).toEqual({ quarantine: undefined, problems: ['quarantine.contradicts'] });
    expect(of(null, 'Không', null, null)).toEqual({ quarantine: undefined, problems: [] });
    expect(of(null, 'không', '05/07/2021', null).problems).toEqual(['quarantine.contradicts']);
    expect(of('Tại nhà', 'không', '05/07/2021', null).quarantine).toMatchObject({ measure: 'home', place: null });
    expect(of(null, null, null, null)).toEqual({ quarantine: undefined, problems: [] });
  });

  test('begins on no day of the future and ends after it began, not long after', () => {
    expect(of(null, null, '12/07/2021', null)).toMatchObject({ quarantine: undefined, problems: ['caseDate.unreadable'] });
    expect(of('TT', null, 'hôm nào đó', '26/07/2021')).toMatchObject({
      quarantine: { startOn: null, endOn: '2021-07-26' },
      problems: ['caseDate.unreadable'],
    });
    for (const end of ['04/07/2021', '26/07/2022', 'khi nào xong']) {
      expect(of('TT', null, '05/07/2021', end)).toMatchObject({
        quarantine: { startOn: '2021-07-05', endOn: null },
        problems: ['quarantine.endUnreadable'],
      });
    }
  });

  test('over the turn of a year ends in the next', () => {
    const rows = [header, ['Lê Thị Bình', '0912345678', 'F1', 'TT', null, '20/12', '10/1']];
    expect(readRoster(rows, { today: '2021-12-25' })).toMatchObject({
      people: [{ quarantine: { startOn: '2021-12-20', endOn: '2022-01-10' } }],
    });
  });

  test('that two rows tell of is one', () => {
    expect(read(['F1', 'TT', null, '05/07/2021', null], ['F1', null, 'Trường A', '06/07/2021', '26/07/2021'])).toMatchObject({
      quarantine: { measure: 'central', place: 'Trường A', startOn: '2021-07-05', endOn: '2021-07-26' },
    });
  });

  test('of a case is a date of the case', () => {
    const rows = [header, ['Lê Thị Bình', '0912345678', 'F0', 'TT', null, '05/07/2021', null]];
    expect(readRoster(rows, { today })).toMatchObject({ people: [{ listedCase: { isolatedOn: '2021-07-05' } }] });
    expect(read(['F0', 'TT', null, '05/07/2021', null]).quarantine).toBeUndefined();
  });

  test('stands under the headings that lists have', () => {
    const rows = [
      ['Họ và tên', 'SĐT', 'Diện', 'Cách ly', null, null],
      [null, null, null, 'Hình thức', 'Từ ngày', 'Đến ngày'],
      ['Lê Thị Bình', '0912345678', 'F1', 'CLTT', '5/7', '26/7'],
    ];
    expect(readRoster(rows, { today })).toMatchObject({
      people: [{ quarantine: { measure: 'central', startOn: '2021-07-05', endOn: '2021-07-26' } }],
    });
  });

  test('whatever its cells hold, never ends before it begins', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('5/7', '26/7', 'Không', 'TT', '05/07/2021', null),
      fc.integer({ max: 60_000 }),
    );
    fc.assert(
      fc.property(cell, cell, cell, cell, (type, place, start, end) => {
        const { quarantine } = of(type, place, start, end);
        expect(!quarantine?.startOn || !quarantine.endOn || quarantine.startOn <= quarantine.endOn).toBe(true);
      }),
    );
  });
});
