import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell } from './cell.ts';
import { type Roster, readRoster } from './roster.ts';
import type { RosterOptions } from './rosterPlan.ts';
import { rowProblems, rowProblemText } from './rowProblems.ts';

const today = '2021-07-10';
const header = [
  'STT',
  'Họ và tên',
  'Năm sinh',
  'Giới tính',
  'SĐT',
  'CCCD',
  'Thôn',
  'Là F mấy?',
  'Tiếp xúc với F0',
  'Ngày tiếp xúc cuối cùng',
];

function read(rows: Cell[][], options: Partial<RosterOptions> = {}): Roster {
  const roster = readRoster([header, ...rows], { today, ...options });
  if (!roster.ok) throw new Error(roster.code);
  return roster;
}
const codes = (roster: Roster) => roster.rejected.map((row) => [row.rowNumber, ...row.problems.map((problem) => problem.code)]);
const warnings = (roster: Roster) =>
  roster.people.flatMap((person) => person.sources.flatMap((row) => row.problems.map((problem) => problem.code)));

const an: Cell[] = [1, 'NGUYỄN VĂN AN', '05/03/1985', 'Nam', '0912345678', '038085001234', 'Đông', 'F1', 'BN 12345', '5/7/2021'];

describe('a row', () => {
  test('is about a person when only the second of two phone columns is filled', () => {
    const rows = [
      ['Họ và tên', 'SĐT', 'SĐT con gái', 'Diện'],
      ['Lê Thị Bình', null, '0912345678', 'F1'],
    ];
    const roster = readRoster(rows, { today });
    expect(roster).toMatchObject({
      ok: true,
      people: [{ phones: [{ e164: '+84912345678', ownerRelation: 'con gái' }] }],
      notes: [],
    });
    expect(readRoster([...rows, [null, null, '0987654321', null]], { today })).toMatchObject({ rejected: [{ rowNumber: 3 }] });
  });

  test('becomes a person with everything normalised', () => {
    expect(read([an]).people).toEqual([
      {
        rowNumber: 2,
        sources: [{ rowNumber: 2, cells: an, problems: [] }],
        fullName: 'Nguyễn Văn An',
        nameKey: 'nguyen van an',
        birth: { year: 1985, date: '1985-03-05', precision: 'day' },
        sex: 'male',
        phones: [{ e164: '+84912345678', ownerRelation: null }],
        nationalId: '038085001234',
        hamlet: 'Đông',
        address: null,
        occupation: null,
        workplace: null,
        statedLevel: 1,
        code: null,
        contacts: [{ sourceCode: 'BN 12345', sourceText: 'BN 12345', lastContactOn: '2021-07-05', setting: null }],
      },
    ]);
  });

  test('that names two cases is a contact of both', () => {
    const of = (source: string) => read([[...an.slice(0, 8), source, '5/7/2021']]).people[0]?.contacts;
    const day = { lastContactOn: '2021-07-05', setting: null };
    const sourceText = 'BN 12345 và BN 12346';
    expect(of(sourceText)).toEqual([
      { sourceCode: 'BN 12345', sourceText, ...day },
      { sourceCode: 'BN 12346', sourceText, ...day },
    ]);
  });

  test.each([
    ['Nghề nghiệp', 'Nơi làm việc'],
    ['Công việc', 'Nơi làm việc/học tập'],
    ['Nghề nghiệp', 'Cơ quan, công ty'],
    ['Nghề nghiệp hiện tại', 'Trường/lớp'],
    ['Nghề nghiệp', 'Đơn vị công tác'],
  ])('says what somebody does under %j and where under %j', (occupation, workplace) => {
    const of = (work: Cell, place: Cell) => [...an, work, place];
    const roster = readRoster(
      [
        [...header, occupation, workplace],
        of('Công nhân ', 'Công ty  May Sông Mã, thẻ 038085001234'),
        [2, 'Lê Thị Bình', 1990, 'Nữ', '0912345679', null, null, 'F1', null, null, 'không', '-'],
      ],
      { today },
    );
    expect(roster).toMatchObject({
      ok: true,
      people: [
        { occupation: 'Công nhân', workplace: 'Công ty May Sông Mã, thẻ 038***234' },
        { occupation: null, workplace: null },
      ],
    });
  });

  test('takes what a second row of the same person says of their work', () => {
    const rows = [[...header, 'Nghề nghiệp', 'Công ty'], an, [...an, 'Công nhân', 'May Sông Mã'], [...an, 'Tự do', 'Ở nhà']];
    expect(readRoster(rows, { today })).toMatchObject({ people: [{ occupation: 'Công nhân', workplace: 'May Sông Mã' }] });
  });

  test('keeps the telephone of a company for a telephone', () => {
    const rows = [
      ['Họ và tên', 'SĐT công ty', 'Công ty', 'Diện'],
      ['Lê Thị Bình', '0912345678', 'May Sông Mã', 'F1'],
    ];
    expect(readRoster(rows, { today })).toMatchObject({
      people: [{ phones: [{ e164: '+84912345678', ownerRelation: 'công ty' }], workplace: 'May Sông Mã' }],
    });
  });

  test('comes back with all its reasons at once', () => {
    const roster = read([
      [1, 'Lê Thị Bình', 1890, 'Nữ', '115', null, null, 'F1', null, '11/7/2021'],
      [2, null, 1985, 'Nam', '0912345678', null, null, 'F1', null, null],
      [3, 'Trần Cường', 1985, 'Nam', null, null, null, 'F1', null, null],
      [4, 'Trần Dũng', 1985, 'Nam', '19001234', null, null, 'ai biết', null, null],
    ]);
    expect(codes(roster)).toEqual([
      [2, 'phone.service', 'birth.tooOld', 'contact.future'],
      [3, 'name.missing'],
      [4, 'phone.missing'],
      [5, 'phone.service', 'level.unreadable'],
    ]);
    expect(roster.people).toEqual([]);
    expect(roster.rowCount).toBe(4);
  });

  test('with small doubts is stored and the doubts are told', () => {
    const roster = read([[1, 'Lê Thị Bình', null, '?', '0912345678; 1234', '12', null, 'F1', null, 'hàng ngày']]);
    expect(roster.rejected).toEqual([]);
    expect(warnings(roster)).toEqual([
      'phone.ignored',
      'birth.missing',
      'contact.unreadable',
      'sex.unreadable',
      'nationalId.unreadable',
    ]);
  });

  test('with a formula without a result says so, once', () => {
    const roster = read([
      [1, 'Lê Thị Bình', 1985, 'Nữ', { kind: 'formula', text: 'VLOOKUP(A2,B:B,1)' }, null, null, 'F1', null, null],
    ]);
    expect(codes(roster)).toEqual([[2, 'cell.formula']]);
  });

  test('takes its level from the title or from who uploads when the list has none', () => {
    const rows: Cell[][] = [['DANH SÁCH F2 XÃ THIỆU VIÊN'], ['Họ tên', 'SĐT'], ['Lê Thị Bình', '0912345678']];
    const fromTitle = readRoster(rows, { today });
    expect(fromTitle.ok && fromTitle.people[0]?.statedLevel).toBe(2);
    const untold = readRoster(rows.slice(1), { today });
    expect(untold.ok && codes(untold)).toEqual([[2, 'birth.missing', 'level.missing']]);
    const chosen = readRoster(rows.slice(1), { today, defaultLevel: 1 });
    expect(chosen.ok && chosen.people[0]?.statedLevel).toBe(1);
  });

  test('from another commune is told', () => {
    const rows: Cell[][] = [
      ['Họ tên', 'SĐT', 'Xã', 'F'],
      ['Lê Bình', '0912345678', 'THIỆU VIÊN', 'F1'],
      ['Lê Cường', '0912345679', 'Thiệu Lý', 'F1'],
    ];
    const roster = readRoster(rows, { today, communeName: 'Xã Thiệu Viên' });
    expect(roster.ok && warnings(roster)).toEqual(['birth.missing', 'birth.missing', 'commune.other']);
  });
});

describe('rows that are not people', () => {
  test('are skipped when blank and kept as notes when they say something', () => {
    const roster = read([
      ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)', '(8)', '(9)', '(10)'],
      [null, 'Thôn Đông'].map((cell) => cell ?? '').reverse() as Cell[],
      an,
      [2, null, null],
      [3],
      ['Tổng cộng: 1 người'],
      [null, null, null, null, null, null, null, 'Thiệu Viên, ngày 09 tháng 7 năm 2021'],
      [null, 'Người lập biểu', null, null, null, null, null, 'Trưởng trạm'],
    ]);
    expect(roster.people).toHaveLength(1);
    expect(roster.rejected).toEqual([]);
    expect(roster.notes.map((note) => note.rowNumber)).toEqual([2, 3, 7, 8, 9]);
  });

  test('make an empty list when there is nothing else', () => {
    expect(readRoster([header], { today })).toMatchObject({ ok: false, code: 'list.noRows' });
    expect(readRoster([header, [1], [2]], { today })).toMatchObject({ ok: false, code: 'list.noRows' });
  });
});

describe('two rows', () => {
  const row = (name: string, birth: Cell, phone: Cell, id: Cell = null, on: Cell = null): Cell[] => [
    1,
    name,
    birth,
    null,
    phone,
    id,
    null,
    'F1',
    null,
    on,
  ];

  test('of one person become one, with what each knows', () => {
    const roster = read([
      row('NGUYEN VAN HOA', 1985, '0912345678', null, '3/7/2021'),
      row('Nguyễn Văn Hoà', '5/3/1985', '0912345678/0987654321', '038085001234', '5/7/2021'),
    ]);
    expect(roster.people).toHaveLength(1);
    expect(roster.people[0]).toMatchObject({
      rowNumber: 2,
      birth: { date: '1985-03-05' },
      nationalId: '038085001234',
      phones: [{ e164: '+84912345678' }, { e164: '+84987654321' }],
      contacts: [{ lastContactOn: '2021-07-03' }, { lastContactOn: '2021-07-05' }],
    });
    expect(roster.people[0]?.sources.map((source) => source.rowNumber)).toEqual([2, 3]);
    expect(warnings(roster)).toContain('row.mergedInto');
  });

  test('with the same name and birth but nothing else in common stay two people', () => {
    expect(read([row('Nguyễn Văn An', 1985, '0912345678'), row('Nguyễn Văn An', 1985, '0987654321')]).people).toHaveLength(2);
  });

  test('with the same name and birth stay two people, and it is told how likely they are one', () => {
    const told = (birth: Cell, other: Cell) => {
      const roster = read([row('Nguyễn Văn An', birth, '0912345678'), row('Nguyễn Văn An', other, '0987654321')]);
      expect(roster.people).toHaveLength(2);
      return roster.people[1]?.sources[0]?.problems.map((problem) => rowProblemText(problem, 'vi'));
    };
    expect(told('03/02/1985', '03/02/1985')).toEqual([
      expect.stringMatching(/^Có thể là cùng một người với dòng 2 \(giống 9\d %\)/),
    ]);
    expect(told(1985, 1985)).toEqual([expect.stringMatching(/\(giống [67]\d %\)/)]);
    expect(told('03/02/1985', '04/09/1985')).toEqual([]);
  });

  test('who bear a name that many bear in that year are told of nothing', () => {
    const many = Array.from({ length: 8 }, (_, i) => row('Nguyễn Văn An', '03/02/1985', `091234567${i}`));
    expect(warnings(read(many)).length).toBeLessThan(7);
    expect(read(many).people).toHaveLength(8);
  });

  test('with one phone and two names stay two people', () => {
    expect(read([row('Nguyễn Văn An', 1985, '0912345678'), row('Lê Thị Bình', 1987, '0912345678')]).people).toHaveLength(2);
  });

  test('with one phone and one name but two births stay two people, and it is told', () => {
    const roster = read([row('Nguyễn Văn An', 1955, '0912345678'), row('Nguyễn Văn An', 1985, '0912345678')]);
    expect(roster.people).toHaveLength(2);
    expect(warnings(roster)).toEqual(['row.sameNumberOtherName']);
  });

  test('of sisters whose names differ by a mark stay two people unless their births agree', () => {
    expect(read([row('Lê Thị Hoa', null, '0912345678'), row('Lê Thị Hòa', null, '0912345678')]).people).toHaveLength(2);
    expect(read([row('Lê Thị Hoa', 1985, '0912345678'), row('Lê Thị Hòa', 1985, '0912345678')]).people).toHaveLength(1);
  });

  test('with one identity number are one person, unless the names differ: then the later comes back', () => {
    expect(
      read([row('Lê Thị Hoa', 1985, '0912345678', '038185001234'), row('Lê Thị Hoa', 1986, '0987654321', '038185001234')]).people,
    ).toHaveLength(1);
    const roster = read([
      row('Lê Thị Hoa', 1985, '0912345678', '038185001234'),
      row('Trần Văn Bình', 1986, '0987654321', '038185001234'),
    ]);
    expect(codes(roster)).toEqual([[3, 'nationalId.yearDiffers', 'nationalId.otherName']]);
  });
});

test('births in two columns under one title give the sex too', () => {
  const roster = readRoster(
    [
      ['STT', 'Họ và tên', 'Năm sinh', null, 'Điện thoại', 'F'],
      [null, null, 'Nam', 'Nữ', null, null],
      [1, 'Lê Thị Bình', null, 1987, '0912345678', 'F1'],
    ],
    { today },
  );
  expect(roster.ok && roster.people[0]).toMatchObject({ sex: 'female', birth: { year: 1987 }, rowNumber: 3 });
});

test('whatever stands in the cells, every row that says something comes back exactly once and nothing throws', () => {
  const cell: fc.Arbitrary<Cell> = fc.oneof(
    fc.constant(null),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.constantFrom('Nguyễn Văn An', 'Lê Thị Hoa', '0912345678', '0987654321', 'F1', '5/7/2021', 'Nam', '1985', 'Tổng cộng'),
    fc.double(),
    fc.boolean(),
    fc.constantFrom<Cell>({ kind: 'date', iso: '1985-03-05' }, { kind: 'formula', text: 'A1' }, { kind: 'error', text: '#REF!' }),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell, { maxLength: 11 }), { maxLength: 12 }), (rows) => {
      const roster = readRoster([header, ...rows], { today });
      if (!roster.ok) return;
      const told = [...roster.people.flatMap((person) => person.sources), ...roster.rejected].map((row) => row.rowNumber);
      expect(new Set(told).size).toBe(told.length);
      expect(told.length).toBe(roster.rowCount);
      for (const person of roster.people) expect(person.phones.length).toBeGreaterThan(0);
      for (const row of roster.rejected) expect(row.problems.length).toBeGreaterThan(0);
    }),
  );
});

test('every problem has a sentence in both languages that leaves no gap unfilled when its details are given', () => {
  for (const code of Object.keys(rowProblems) as Array<keyof typeof rowProblems>) {
    const details = {
      value: 'v',
      year: 1985,
      row: 2,
      rows: '4, 7',
      people: 'Lê An 1985, Lê An 1990',
      column: 'SĐT',
      name: 'Lê An',
      percent: 96,
      date: '2021-07-05',
      unit: 'Xã A',
    };
    for (const locale of ['vi', 'en'] as const)
      expect(rowProblemText({ code, field: null, details }, locale)).not.toMatch(/[?{]/);
  }
});

test('a sex ticked in one of two columns is read', () => {
  const roster = readRoster(
    [
      ['STT', 'Họ và tên', 'Giới tính', null, 'Tuổi', 'Điện thoại', 'F'],
      [null, null, 'Nam', 'Nữ', null, null, null],
      [1, 'Lê Thị Bình', null, 'x', 34, '0912345678', 'F1'],
      [2, 'Lê Văn Cường', 'x', 'x', 34, '0912345679', 'F1'],
    ],
    { today },
  );
  expect(roster.ok && roster.people.map((person) => [person.sex, person.birth?.precision])).toEqual([
    ['female', 'age'],
    [null, 'age'],
  ]);
  expect(roster.ok && warnings(roster)).toEqual(['sex.unreadable']);
});

test('a worker without phone and birth is a person to be handed back, not a total', () => {
  const roster = read([
    [1, 'Lê Văn Công', null, null, null, null, 'Công nhân', 'F1'],
    [null, 'Tổng Văn Cộng', null, null, null, null, 'Công nhân', 'F1'],
    [null, 'Cộng', null, null, null, null, 2],
    [null, 'Tô Văn Bản'],
    [null, 'Tổ 3'],
  ]);
  expect(codes(roster).map(([row]) => row)).toEqual([2, 3, 5]);
  expect(roster.notes).toEqual([
    { rowNumber: 4, text: 'Cộng 2' },
    { rowNumber: 6, text: 'Tổ 3' },
  ]);
});
