import { rowProblemText } from '@truyvet/outbreak';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { readLevelRegister } from '../../db/registers/levels.ts';
import { inScope, type Scope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildOutbreak, buildUnit, buildUser, testNow } from '../../db/testRows.ts';
import { type FixtureCell, xlsx } from '../../lists/fixtures.ts';
import { openHere } from '../../lists/openedList.ts';
import { openBytes } from '../../lists/readBytes.ts';
import { importList } from '../importList.ts';
import { recordSample } from '../levels/recordSample.ts';
import { confirmDraft } from './confirmDraft.ts';
import { previewList } from './previewList.ts';

const test = useTestDatabase();
const header = ['Mã BN', 'Họ và tên', 'Năm sinh', 'SĐT', 'Là F mấy?', 'Tiếp xúc với F1', 'Ngày tiếp xúc cuối cùng', 'Thôn'];
let unitId = 0;
let outbreakId = 0;
let scope: Scope = systemScope;
beforeEach(async () => {
  unitId = (await buildUnit(test.db, { name: 'Xã Thử' })).id;
  outbreakId = (await buildOutbreak(test.db)).id;
  scope = { kind: 'units', unitIds: [unitId], userId: (await buildUser(test.db)).id };
});

let lastPhone = 0;
const phoneOf = new Map<string, string>();
/** A row; somebody of one name and year always has one number. */
function row(
  name: string,
  year: number,
  level: string,
  source: string | null,
  on: string | null = null,
  code = '',
): FixtureCell[] {
  const who = `${name} ${year}`;
  const phone = phoneOf.get(who) ?? `09661${String(++lastPhone).padStart(5, '0')}`;
  phoneOf.set(who, phone);
  return [code, name, year, phone, level, source, on];
}

const open = async (given: Uint8Array) => openHere(await openBytes(Buffer.from(given)));
const requestOf = async (...rows: FixtureCell[][]) => ({
  scope,
  unitId,
  outbreakId,
  fileName: 'ds.xlsx',
  userId: null,
  now: testNow,
  bytes: await xlsx({ A: [header, ...rows] }),
  open,
});
const take = async (...rows: FixtureCell[][]) => await importList(test.db, await requestOf(...rows));

const f0 = row('Trần Văn Ca', 1988, 'F0', null, null, 'BN 777');
const f1 = row('Nguyễn Văn Ánh', 1985, 'F1', 'BN 777', '05/07/2021');
const f2 = row('Lê Thị Bình', 1987, 'F2', 'Nguyễn Văn Ánh (F1)', '07/07/2021');

/** What is written down of who met whom: the person met, or the case, or the words alone. */
const contacts = (target = 'Lê Thị Bình') =>
  inScope(test.db, systemScope, async (tx) => {
    const { rows } = await sql<{ person: string | null; code: string | null; text: string | null; certainty: string | null }>`
      select s.full_name as person, k.code, x.source_text as text, x.certainty from exposure x join person t on t.id = x.target_person_id
      left join person s on s.id = x.source_person_id left join case_record k on k.id = x.source_case_id
      where t.unit_id = ${unitId} and t.full_name = ${target} order by x.id`.execute(tx);
    return rows;
  });
const linked = [{ person: 'Nguyễn Văn Ánh', code: null, text: 'Nguyễn Văn Ánh (F1)', certainty: 'unsure' }];
const words = [{ person: null, code: null, text: 'Nguyễn Văn Ánh (F1)', certainty: null }];

const levels = () =>
  inScope(test.db, systemScope, async (tx) => {
    const { rows } = await sql<{ name: string; level: number | null }>`
      select p.full_name as name, l.level from person p left join person_level l on l.person_id = p.id and l.outbreak_id = ${outbreakId}
      where p.unit_id = ${unitId}`.execute(tx);
    return Object.fromEntries(rows.map(({ name, level }) => [name, level]));
  });
const told = ({ problems }: Awaited<ReturnType<typeof take>>) =>
  problems.flatMap(({ rowNumber, problems: own }) => own.map((problem) => [rowNumber, problem.code]));

describe('an F2 whose list names the F1 by name', () => {
  it('is an F2 behind that F1, and an F1 once the F1 has a positive sample', async () => {
    await take(f0, f1, f2);
    expect(await contacts()).toEqual(linked);
    expect(await levels()).toEqual({ 'Trần Văn Ca': 0, 'Nguyễn Văn Ánh': 1, 'Lê Thị Bình': 2 });
    const { id: personId } = await inScope(test.db, systemScope, (tx) =>
      tx
        .selectFrom('person')
        .select('id')
        .where('unit_id', '=', unitId)
        .where('full_name', '=', 'Nguyễn Văn Ánh')
        .executeTakeFirstOrThrow(),
    );
    const sample = {
      kind: 'pcr',
      takenOn: '2021-07-08',
      result: 'positive',
      plannedOn: null,
      sentOn: null,
      laboratory: null,
      resultOn: null,
    } as const;
    const { id: userId } = await buildUser(test.db, { role: 'administrator' });
    await recordSample(test.db, { scope: systemScope, userId, now: testNow, personId, outbreakId, sample });
    expect(await levels()).toEqual({ 'Trần Văn Ca': 0, 'Nguyễn Văn Ánh': 0, 'Lê Thị Bình': 1 });
  });

  it('is found whichever row comes first', async () => {
    await take(f2, f1, f0);
    expect(await contacts()).toEqual(linked);
    expect(await levels()).toMatchObject({ 'Lê Thị Bình': 2 });
  });

  it('is found across the pieces of a long list', async () => {
    const others = Array.from({ length: 2_100 }, (_, i) =>
      row(`Phạm Văn ${'ABCDEGHIKL'[i % 10]}n`, 1950 + (i % 50), 'F1', 'BN 777'),
    );
    await take(f2, ...others, f1, f0);
    expect(await contacts()).toEqual(linked);
  });

  it('is found among the F1 whom an earlier list brought', async () => {
    await take(f0, f1);
    const summary = await take(f2);
    expect(await contacts()).toEqual(linked);
    expect(told(summary)).toEqual([]);
  });

  it('is not behind somebody who is no contact, or whose name has other marks', async () => {
    await take(f0, row('Nguyễn Văn Anh', 1985, 'F1', 'BN 777'), row('Nguyễn Văn Ánh', 1990, 'F2', 'chợ Vạn Hà'));
    await take(f2);
    expect(await contacts()).toEqual(words);
  });

  it('is not behind an F1 of another commune', async () => {
    const home = { unitId, scope };
    unitId = (await buildUnit(test.db, { name: 'Xã Khác' })).id;
    scope = systemScope;
    await take(f0, f1);
    ({ unitId, scope } = home);
    await take(f2);
    expect(await contacts()).toEqual(words);
  });

  it('is two steps from somebody who is known only as a case', async () => {
    await take(f0, row('Lê Thị Bình', 1987, 'F2', 'Trần Văn Ca'));
    expect(await contacts()).toMatchObject([{ person: null, code: 'BN 777', text: 'Trần Văn Ca' }]);
    expect(await levels()).toMatchObject({ 'Lê Thị Bình': 2 });
  });

  it('stays in the register as stated while no level comes of the F1, and is there once when one does', async () => {
    await inScope(test.db, systemScope, (tx) =>
      sql`insert into setting (key, value) values ('levels.derived', '1') on conflict do nothing`.execute(tx),
    );
    const register = () =>
      inScope(test.db, scope, async (tx) => {
        const people = await readLevelRegister(tx, { outbreakId, level: 2, today: '2021-07-10' }, { afterId: 0, limit: 10 });
        return people.map(({ person, basis }) => [person.fullName, basis]);
      });
    await take(row('Nguyễn Văn Ánh', 1985, 'F1', 'đám cưới', '05/07/2021'), f2);
    expect(await contacts()).toEqual(linked);
    expect(await levels()).toMatchObject({ 'Lê Thị Bình': null });
    expect(await register()).toEqual([['Lê Thị Bình', 'stated']]);
    await take(f0, f1);
    expect(await levels()).toMatchObject({ 'Lê Thị Bình': 2 });
    expect(await register()).toEqual([['Lê Thị Bình', 'derived']]);
  });

  it('is not behind themselves', async () => {
    await take(f0, row('Lê Thị Bình', 1987, 'F1', 'BN 777'), row('Lê Thị Bình', 1987, 'F2', 'Lê Thị Bình'));
    expect((await contacts()).map(({ person }) => person)).toEqual([null, null]);
  });
});

describe('a name that two bear', () => {
  const other = row('Nguyễn Văn Ánh', 1960, 'F1', 'BN 777', '05/07/2021');

  it('in the list stays words, and the row says so', async () => {
    const summary = await take(f2, f0, f1, other);
    expect(await contacts()).toEqual(words);
    expect(told(summary)).toContainEqual([2, 'source.ambiguous']);
    const [problem] = summary.problems.find(({ rowNumber }) => rowNumber === 2)?.problems ?? [];
    expect(problem?.details).toEqual({ value: 'Nguyễn Văn Ánh', rows: '4, 5' });
    expect(problem && rowProblemText(problem, 'vi')).toMatch(/nhiều người tên “Nguyễn Văn Ánh” \(dòng 4, 5\)/u);
    expect(problem && rowProblemText(problem, 'en')).toMatch(/named “Nguyễn Văn Ánh” \(rows 4, 5\)/u);
    const again = await importList(test.db, await requestOf(f2, f0, f1, other));
    expect(told(again)).toContainEqual([2, 'source.ambiguous']);
  });

  it('among stored contacts stays words, and the row names them', async () => {
    await take(f0, f1, other);
    const summary = await take(f2);
    expect(await contacts()).toEqual(words);
    expect(told(summary)).toEqual([[2, 'source.ambiguousStored']]);
    expect(summary.problems[0]?.problems[0]?.details).toMatchObject({ people: 'Nguyễn Văn Ánh 1985, Nguyễn Văn Ánh 1960' });
  });

  it('is told in the preview already, and once more when it is stored', async () => {
    const id = await previewList(test.db, await requestOf(f2, f0, f1, other));
    const problems = await inScope(test.db, systemScope, async (tx) => {
      const { rows } = await sql<{ problems: { code: string }[] }>`
        select problems from import_draft_row where draft_id = ${id} and row_number = 2`.execute(tx);
      return rows[0]?.problems.map(({ code }) => code);
    });
    expect(problems).toEqual(['source.ambiguous']);
    const summary = await confirmDraft(test.db, { scope, id, seen: 1, userId: null, now: testNow, open });
    expect(told(summary)).toContainEqual([2, 'source.ambiguous']);
  });
});

describe('the same contact in another list', () => {
  it('is not written a second time', async () => {
    await take(f0, f1, f2);
    const summary = await take(f2, f1, f0);
    expect(summary).toMatchObject({ stored: 0, merged: 0, unchanged: 3 });
    expect(await contacts()).toEqual(linked);
  });

  it('takes over a stated level that changed', async () => {
    await take(f0, f1, f2);
    const summary = await take(f0, row('Lê Thị Bình', 1987, 'F3', 'Nguyễn Văn Ánh (F1)', '07/07/2021'));
    expect(summary).toMatchObject({ merged: 1, unchanged: 1 });
    expect(await contacts()).toEqual(linked);
  });

  it('completes what were words, when the person is there by then', async () => {
    await take(f2);
    expect(await contacts()).toEqual(words);
    const summary = await take(f0, f1, f2);
    expect(await contacts()).toEqual(linked);
    expect(summary).toMatchObject({ stored: 2, merged: 1, unchanged: 0 });
    expect(await levels()).toMatchObject({ 'Lê Thị Bình': 2 });
  });

  it('is left alone where an officer found that it does not count', async () => {
    await take(f2);
    await inScope(test.db, systemScope, (tx) =>
      sql`update exposure set negated_at = now(), negated_because = 'nhầm người' where unit_id = ${unitId}`.execute(tx),
    );
    await take(f0, f1, f2);
    expect(await contacts()).toEqual(words);
  });
});
