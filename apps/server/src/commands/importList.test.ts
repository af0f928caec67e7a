import { Problem } from '@truyvet/contract';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inScope, type Scope, systemScope } from '../db/scope.ts';
import { openFile, openRow } from '../db/secrets/listSecrets.ts';
import { openNationalId } from '../db/secrets/personNumbers.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildUnit, buildUser, testNow } from '../db/testRows.ts';
import { type FixtureCell, xlsx } from '../lists/fixtures.ts';
import { openHere } from '../lists/openedList.ts';
import { openBytes } from '../lists/readBytes.ts';
import { openListFile } from '../lists/readListFile.ts';
import { type ImportSummary, importList } from './importList.ts';

const test_ = useTestDatabase();
const header = [
  'STT',
  'Họ và tên',
  'Năm sinh',
  'Giới tính',
  'Số điện thoại',
  'CCCD',
  'Thôn',
  'Là F mấy?',
  'Tiếp xúc với F0',
  'Ngày tiếp xúc cuối cùng',
];
const an = [1, 'NGUYỄN VĂN AN', '05/03/1985', 'Nam', '0912345678', null, 'Đông', 'F1', 'BN 12345', '05/07/2021'];
const binh = [2, 'Lê Thị Bình', 1987, 'Nữ', 912345678, null, 'Đông', 'F2', 'chợ Vạn Hà', new Date('2021-07-06T00:00:00Z')];
const cuong = [3, 'Trần Văn Cường', 36, 'Nam', '0168 234 5678 (con gái)', null, null, 'F1', 'BN12345', null];

let userId = 0;
let unitId = 0;
let outbreakId = 0;

beforeAll(async () => {
  userId = (await buildUser(test_.db)).id;
});
beforeEach(async () => {
  unitId = (await buildUnit(test_.db, { name: 'Xã Thiệu Viên' })).id;
  outbreakId = (await buildOutbreak(test_.db)).id;
});

/** In this process, to save time; files that cannot be used are read as the server reads them. */
const readHere = async (bytes: Uint8Array) => openHere(await openBytes(Buffer.from(bytes)));
const scopeOf = (): Scope => ({ kind: 'units', unitIds: [unitId], userId });
const listOf = (...rows: FixtureCell[][]) => xlsx({ 'Danh sách': [['DANH SÁCH F1, F2'], header, ...rows] });

async function take(bytes: Uint8Array, over: Partial<Parameters<typeof importList>[1]> = {}): Promise<ImportSummary> {
  return await importList(test_.db, {
    scope: scopeOf(),
    unitId,
    outbreakId,
    fileName: 'ds.xlsx',
    bytes,
    userId,
    now: testNow,
    open: readHere,
    ...over,
  });
}

const counts = ({ rows, stored, merged, unchanged, rejected }: ImportSummary) => ({ rows, stored, merged, unchanged, rejected });

/** Everything an import may write for the unit, without ids and instants. */
async function snapshot() {
  return await inScope(test_.db, systemScope, async (tx) => ({
    people: (
      await tx
        .selectFrom('person')
        .select(['full_name', 'birth_year', 'birth_date', 'birth_precision', 'sex', 'national_id_sealed', 'hamlet', 'version'])
        .where('unit_id', '=', unitId)
        .orderBy('id')
        .execute()
    ).map(({ national_id_sealed, ...person }) => ({ ...person, national_id: openNationalId(tx, national_id_sealed) })),
    phones: await tx
      .selectFrom('person_phone as n')
      .innerJoin('person as p', 'p.id', 'n.person_id')
      .select(['p.full_name', 'n.e164', 'n.position', 'n.owner_relation'])
      .where('p.unit_id', '=', unitId)
      .orderBy('p.id')
      .orderBy('n.position')
      .execute(),
    cases: await tx
      .selectFrom('case_record')
      .select(['code', 'person_id'])
      .where('outbreak_id', '=', outbreakId)
      .orderBy('code')
      .execute(),
    exposures: await tx
      .selectFrom('exposure as e')
      .innerJoin('person as p', 'p.id', 'e.target_person_id')
      .leftJoin('case_record as c', 'c.id', 'e.source_case_id')
      .select(['p.full_name', 'c.code', 'e.source_text', 'e.stated_level', 'e.last_contact_on', 'e.learnt_from'])
      .where('e.outbreak_id', '=', outbreakId)
      .orderBy('e.id')
      .execute(),
    followUps: await tx
      .selectFrom('follow_up as f')
      .innerJoin('person as p', 'p.id', 'f.person_id')
      .select(['p.full_name', 'f.start_on', 'f.end_on', 'f.original_start_on', 'f.state'])
      .where('f.outbreak_id', '=', outbreakId)
      .orderBy('f.id')
      .execute(),
    files: await tx
      .selectFrom('import_file')
      .select(['file_name', 'stored_rows', 'rejected_rows', 'unchanged_rows'])
      .where('unit_id', '=', unitId)
      .orderBy('id')
      .execute(),
  }));
}

describe('a list', () => {
  test('becomes people, phones, cases, exposures and follow-ups', async () => {
    const summary = await take(await listOf(an, binh, cuong), { open: openListFile });
    expect(counts(summary)).toEqual({ rows: 3, stored: 3, merged: 0, unchanged: 0, rejected: 0 });
    expect(await snapshot()).toEqual({
      people: [
        {
          full_name: 'Nguyễn Văn An',
          birth_year: 1985,
          birth_date: '1985-03-05',
          birth_precision: 'day',
          sex: 'male',
          national_id: null,
          hamlet: 'Đông',
          version: 1,
        },
        {
          full_name: 'Lê Thị Bình',
          birth_year: 1987,
          birth_date: null,
          birth_precision: 'year',
          sex: 'female',
          national_id: null,
          hamlet: 'Đông',
          version: 1,
        },
        {
          full_name: 'Trần Văn Cường',
          birth_year: 1985,
          birth_date: null,
          birth_precision: 'age',
          sex: 'male',
          national_id: null,
          hamlet: null,
          version: 1,
        },
      ],
      phones: [
        { full_name: 'Nguyễn Văn An', e164: '+84912345678', position: 0, owner_relation: null },
        { full_name: 'Lê Thị Bình', e164: '+84912345678', position: 0, owner_relation: null },
        { full_name: 'Trần Văn Cường', e164: '+84382345678', position: 0, owner_relation: 'con gái' },
      ],
      cases: [{ code: 'BN 12345', person_id: null }],
      exposures: [
        {
          full_name: 'Nguyễn Văn An',
          code: 'BN 12345',
          source_text: null,
          stated_level: 1,
          last_contact_on: '2021-07-05',
          learnt_from: 'list',
        },
        {
          full_name: 'Lê Thị Bình',
          code: null,
          source_text: 'chợ Vạn Hà',
          stated_level: 2,
          last_contact_on: '2021-07-06',
          learnt_from: 'list',
        },
        {
          full_name: 'Trần Văn Cường',
          code: 'BN 12345',
          source_text: null,
          stated_level: 1,
          last_contact_on: null,
          learnt_from: 'list',
        },
      ],
      followUps: [
        {
          full_name: 'Nguyễn Văn An',
          original_start_on: '2021-07-05',
          start_on: '2021-07-05',
          end_on: '2021-07-26',
          state: 'open',
        },
        {
          full_name: 'Lê Thị Bình',
          original_start_on: '2021-07-06',
          start_on: '2021-07-06',
          end_on: '2021-07-20',
          state: 'open',
        },
        {
          full_name: 'Trần Văn Cường',
          original_start_on: '2021-07-10',
          start_on: '2021-07-10',
          end_on: '2021-07-31',
          state: 'open',
        },
      ],
      files: [{ file_name: 'ds.xlsx', stored_rows: 3, rejected_rows: 0, unchanged_rows: 0 }],
    });
  });

  test('is kept whole: the file, and every row with its number, cells and reasons', async () => {
    const bytes = await listOf(
      an,
      [4, 'Lê Văn Dũng', 1890, 'Nam', '115', null, null, 'F1', null, null],
      [5, null, null, null, '0912345679'],
    );
    const summary = await take(bytes);
    expect(counts(summary)).toEqual({ rows: 3, stored: 1, merged: 0, unchanged: 0, rejected: 2 });
    expect(summary.problems.map((row) => [row.rowNumber, row.outcome, row.problems.map((problem) => problem.code)])).toEqual([
      [4, 'rejected', ['phone.service', 'birth.tooOld']],
      [5, 'rejected', ['name.missing', 'birth.missing', 'level.missing']],
    ]);
    const { file, content, rows } = await inScope(test_.db, scopeOf(), async (tx) => {
      const stored = await tx.selectFrom('import_file').selectAll().executeTakeFirstOrThrow();
      const sealed = await tx.selectFrom('import_row').selectAll().orderBy('row_number').execute();
      return {
        file: stored,
        content: openFile(tx, stored.content, stored.key_id),
        rows: sealed.map((row) => openRow(tx, row)),
      };
    });
    expect(Buffer.compare(content, Buffer.from(bytes))).toBe(0);
    expect(file).toMatchObject({ sheet_name: 'Danh sách', header_row: 2, uploaded_by: userId, uploaded_at: testNow });
    expect(rows.map((row) => [row.row_number, row.outcome, row.person_id !== null])).toEqual([
      [3, 'stored', true],
      [4, 'rejected', false],
      [5, 'rejected', false],
    ]);
    expect(rows[1]).toMatchObject({ cells: [4, 'Lê Văn Dũng', 1890, 'Nam', '115', null, null, 'F1'] });
  });

  test('changes nothing when it comes again, under any name', async () => {
    const bytes = await listOf(an, binh, cuong, [4, 'Lê Văn Dũng', null, null, '115', null, null, 'F1']);
    const first = await take(bytes);
    const before = await snapshot();
    const again = await take(bytes, { fileName: 'bản sao.xlsx', now: new Date('2021-07-12T01:00:00Z') });
    expect(again).toMatchObject({ importId: first.importId, seenBefore: true, rows: 4, unchanged: 3, rejected: 1 });
    expect(again.problems.map((row) => row.rowNumber)).toEqual([5, 6]);
    expect(await snapshot()).toEqual(before);
  });

  test('saved again with other bytes keeps the file and changes no person', async () => {
    await take(await listOf(an, binh, cuong));
    const { files: _, ...before } = await snapshot();
    const again = await take(await listOf(cuong, binh, an), { now: new Date('2021-07-12T01:00:00Z') });
    expect(counts(again)).toEqual({ rows: 3, stored: 0, merged: 0, unchanged: 3, rejected: 0 });
    const { files, ...after } = await snapshot();
    expect(after).toEqual(before);
    expect(files).toHaveLength(2);
  });
});

describe('people who are known already', () => {
  test('are completed by a later list, never overwritten', async () => {
    await take(await listOf([1, 'Nguyen Van An', 1985, null, '0912345678', null, null, 'F2', 'BN 12345', '05/07/2021']));
    const summary = await take(
      await listOf(
        [
          1,
          'Nguyễn Văn An',
          '05/03/1985',
          'Nam',
          '0912345678/0987654321',
          '038085001234',
          'Đông',
          'F1',
          'BN 12345',
          '05/07/2021',
        ],
        [2, 'Nguyễn Văn An', 1985, null, '0987654321', null, 'Tây', 'F1', 'BN 777', '08/07/2021'],
      ),
    );
    expect(counts(summary)).toEqual({ rows: 2, stored: 0, merged: 2, unchanged: 0, rejected: 0 });
    const after = await snapshot();
    expect(after.people).toEqual([
      {
        full_name: 'Nguyen Van An',
        birth_year: 1985,
        birth_date: '1985-03-05',
        birth_precision: 'day',
        sex: 'male',
        national_id: '038085001234',
        hamlet: 'Đông',
        version: 2,
      },
    ]);
    expect(after.phones.map((phone) => [phone.e164, phone.position])).toEqual([
      ['+84912345678', 0],
      ['+84987654321', 1],
    ]);
    expect(after.exposures.map((one) => [one.code, one.stated_level, one.last_contact_on])).toEqual([
      ['BN 12345', 1, '2021-07-05'],
      ['BN 777', 1, '2021-07-08'],
    ]);
    expect(after.followUps).toMatchObject([{ original_start_on: '2021-07-05', start_on: '2021-07-08', end_on: '2021-07-29' }]);
  });

  test('are not confused with a namesake, a housemate or a child of the same name', async () => {
    await take(await listOf(an));
    const summary = await take(
      await listOf(
        [1, 'Nguyễn Văn An', 1985, 'Nam', '0987654321', null, null, 'F1', null, null],
        [2, 'Lê Thị Bình', 1985, 'Nữ', '0912345678', null, null, 'F1', null, null],
        [3, 'Nguyễn Văn An', 2012, 'Nam', '0912345678', null, null, 'F1', null, null],
      ),
    );
    expect(counts(summary)).toEqual({ rows: 3, stored: 3, merged: 0, unchanged: 0, rejected: 0 });
    expect(summary.problems.flatMap((row) => row.problems.map((problem) => problem.code))).toContain('person.nearlyStored');
  });

  test('with the identity number of another name come back', async () => {
    await take(await listOf([1, 'Lê Thị Hoa', 1985, 'Nữ', '0912345678', '038185001234', null, 'F1', null, null]));
    const summary = await take(
      await listOf([1, 'Trần Văn Bình', 1985, null, '0987654321', '038185001234', null, 'F1', null, null]),
    );
    expect(counts(summary)).toMatchObject({ stored: 0, rejected: 1 });
    expect(summary.problems[0]?.problems.map((problem) => problem.code)).toContain('nationalId.otherName');
  });

  test('in another commune are neither found nor touched', async () => {
    await take(await listOf(an));
    const before = await snapshot();
    const other = await buildUnit(test_.db, { name: 'Xã Thiệu Lý' });
    const summary = await take(await listOf(an), { unitId: other.id, scope: { kind: 'units', unitIds: [other.id], userId } });
    expect(counts(summary)).toMatchObject({ stored: 1 });
    expect((await snapshot()).people).toEqual(before.people);
  });
});

test('two rows of one person become one person, each row told', async () => {
  const summary = await take(
    await listOf(an, ['9', 'nguyen van an', 1985, null, '+84912345678', null, null, 'F1', 'BN 9', '07/07/2021']),
  );
  expect(counts(summary)).toEqual({ rows: 2, stored: 1, merged: 1, unchanged: 0, rejected: 0 });
  const after = await snapshot();
  expect(after.people).toHaveLength(1);
  expect(after.exposures).toHaveLength(2);
  expect(after.followUps).toMatchObject([{ start_on: '2021-07-07' }]);
});

test('an F0 in the list becomes a case, not a contact, and gives its code a person', async () => {
  await take(await listOf(an));
  const rows = (phone: string) =>
    xlsx({
      A: [
        ['Mã BN', 'Họ tên', 'SĐT', 'F'],
        ['BN 12345', 'Phạm Thị Én', phone, 'F0'],
      ],
    });
  const summary = await take(await rows('0987654321'));
  expect(counts(summary)).toMatchObject({ stored: 1 });
  const after = await snapshot();
  expect(after.cases).toEqual([{ code: 'BN 12345', person_id: summary.problems[0]?.personId }]);
  expect(after.exposures).toHaveLength(1);
  expect(counts(await take(await rows('0987654321 '))).unchanged).toBe(1);
});

test('a contact beyond the follow-up period is stored and told', async () => {
  const summary = await take(await listOf([1, 'Nguyễn Văn An', 1985, 'Nam', '0912345678', null, null, 'F1', null, '01/06/2021']));
  expect(summary.problems[0]?.problems.map((problem) => problem.code)).toEqual(['contact.longAgo']);
});

describe('what cannot be used', () => {
  async function refusal(bytes: Uint8Array, over: Partial<Parameters<typeof importList>[1]> = {}): Promise<string> {
    try {
      await take(bytes, over);
    } catch (error) {
      if (error instanceof Problem) return error.code;
      throw error;
    }
    return 'imported';
  }

  test('is refused with its reason and leaves nothing behind', async () => {
    const before = await snapshot();
    expect(await refusal(Buffer.alloc(0), { open: openListFile })).toBe('file.empty');
    expect(await refusal(Buffer.from('%PDF-1.4'), { open: openListFile })).toBe('file.wrongKind');
    expect(
      await refusal(
        await xlsx({
          A: [
            ['a', 'b'],
            ['c', 'd'],
          ],
        }),
      ),
    ).toBe('list.noHeader');
    expect(
      await refusal(
        await xlsx({
          A: [
            ['Họ tên', 'Năm sinh', 'Giới tính'],
            ['Lê An', 1985, 'Nam'],
          ],
        }),
      ),
    ).toBe('list.noPhoneColumn');
    expect(await refusal(await listOf())).toBe('list.noRows');
    expect(await refusal(await xlsx({ A: [header, an], B: [header, binh] }))).toBe('list.manySheets');
    expect(await refusal(await listOf(an), { unitId: unitId + 9_999 })).toBe('auth.forbidden');
    expect(await refusal(await listOf(an), { scope: systemScope, unitId: unitId + 9_999 })).toBe('resource.missing');
    expect(await snapshot()).toEqual(before);
  });

  test('one list among sheets of other things is found, and the others named', async () => {
    const summary = await take(await xlsx({ 'Hướng dẫn': [['Điền đủ các cột']], 'Danh sách': [header, an] }));
    expect(summary).toMatchObject({ stored: 1, otherSheets: ['Hướng dẫn'] });
  });
});

test('the same list uploaded twice at once makes each person once', async () => {
  const [one, two] = [await listOf(an, binh), await listOf(binh, an)];
  const summaries = await Promise.all([take(one), take(two), take(one)]);
  expect(summaries.reduce((sum, summary) => sum + (summary.seenBefore ? 0 : summary.stored), 0)).toBe(2);
  const after = await snapshot();
  expect(after.people).toHaveLength(2);
  expect(after.files).toHaveLength(2);
});

test('a list of 3,000 people is stored whole', async () => {
  const rows = Array.from({ length: 3_000 }, (_, i) => [
    i + 1,
    `Nguyễn Văn ${String.fromCharCode(65 + (i % 26))}n`,
    1960 + (i % 50),
    null,
    `09${String(10_000_000 + i)}`,
    null,
    null,
    'F1',
    'BN 1',
    '05/07/2021',
  ]);
  const bytes = await listOf(...rows);
  expect(counts(await take(bytes))).toEqual({ rows: 3_000, stored: 3_000, merged: 0, unchanged: 0, rejected: 0 });
  expect((await snapshot()).followUps).toHaveLength(3_000);
});
