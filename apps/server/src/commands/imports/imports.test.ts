import { importDetail, importDraft, importDraftRowPage, paths, problemBody } from '@truyvet/contract';
import { encodeTcvn3 } from '@truyvet/outbreak';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inScope, systemScope } from '../../db/scope.ts';
import { useTestDatabase } from '../../db/testDatabase.ts';
import { buildOutbreak, buildUnit, testNow } from '../../db/testRows.ts';
import { type FixtureCell, xlsx } from '../../lists/fixtures.ts';
import { openHere } from '../../lists/openedList.ts';
import { openBytes } from '../../lists/readBytes.ts';
import { buildApi, fileBody, signIn } from '../../routes/testApi.ts';
import { importList } from '../importList.ts';
import { draftLifetimeMs } from './previewList.ts';

const test = useTestDatabase();
let api: FastifyInstance;
let now = testNow;
let unitId = 0;
let outbreakId = 0;
let nurse: Awaited<ReturnType<typeof signIn>>;
let stranger: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  const openList = async (bytes: Uint8Array) => openHere(await openBytes(Buffer.from(bytes)));
  ({ api } = buildApi(test.db, {
    clock: { now: () => now },
    openList,
    commands: { importList: (request) => importList(test.db, { ...request, open: openList }) },
  }));
  stranger = await signIn(api, test.db, [(await buildUnit(test.db, { name: 'Xã Khác' })).id]);
});
beforeEach(async () => {
  now = testNow;
  unitId = (await buildUnit(test.db, { name: 'Xã Thử' })).id;
  outbreakId = (await buildOutbreak(test.db)).id;
  nurse = await signIn(api, test.db, [unitId]);
});
afterAll(() => api.close());

const header = ['Họ và tên', 'Năm sinh', 'Giới tính', 'Số điện thoại', 'Diện', 'Ngày tiếp xúc'];
const an = ['Nguyễn Văn An', 1985, 'Nam', '0912345678', 'F1', '05/07/2021'];
const listOf = (...rows: FixtureCell[][]) => xlsx({ F1: [header, ...rows] });
const query = () => `unitId=${unitId}&outbreakId=${outbreakId}`;

async function preview(bytes: Buffer, name = 'ds.xlsx') {
  const response = await nurse.send({ method: 'POST', url: `${paths.importPreview}?${query()}`, ...fileBody(name, bytes) });
  expect(response.statusCode, response.body).toBe(201);
  return importDraft.parse(response.json());
}
const rowsOf = async (id: number, show = '') =>
  importDraftRowPage.parse((await nurse.send({ url: `${paths.importDraftRows(id)}?${show}` })).json()).items;
const change = (id: number, version: number, payload: object) =>
  nurse.send({ method: 'PATCH', url: paths.importDraft(id), headers: { 'if-match': `"${version}"` }, payload });
const confirm = (id: number, version: number) =>
  nurse.send({ method: 'POST', url: paths.importConfirm(id), headers: { 'if-match': `"${version}"` } });
const codeOf = (response: { json: () => unknown }) => problemBody.parse(response.json()).code;

const peopleOf = () =>
  inScope(test.db, systemScope, (tx) =>
    tx.selectFrom('person').select(['id', 'full_name']).where('unit_id', '=', unitId).orderBy('id').execute(),
  );

describe('a preview', () => {
  it('says what importing would do, and stores nobody', async () => {
    const draft = await preview(await listOf(an, [...an], ['Lê Thị Bình', 1990, 'Nữ', '115', 'F1', '05/07/2021']));
    expect(draft).toMatchObject({
      judged: true,
      rows: 3,
      stored: 1,
      merged: 1,
      unchanged: 0,
      rejected: 1,
      version: 1,
      withDuplicates: 0,
    });
    expect(draft.columns.map(({ field }) => field)).toEqual(['fullName', 'birth', 'sex', 'phone', 'fLevel', 'lastContactDate']);
    expect(draft.columns[0]?.reasons.map(({ code }) => code)).toEqual(['heading.exact', 'content']);
    expect((await rowsOf(draft.id, 'show=rejected'))[0]).toMatchObject({ rowNumber: 4, problems: [{ code: 'phone.service' }] });
    expect(await peopleOf()).toEqual([]);
    expect((await nurse.send({ url: paths.import(draft.id) })).statusCode).toBe(404);
  });

  it('is seen by nobody of another unit', async () => {
    const { id } = await preview(await listOf(an));
    expect((await stranger.send({ url: paths.importDraft(id) })).statusCode).toBe(404);
    const taken = await stranger.send({ method: 'POST', url: paths.importConfirm(id), headers: { 'if-match': '"1"' } });
    expect(taken.statusCode).toBe(404);
    const foreign = await stranger.send({
      method: 'POST',
      url: `${paths.importPreview}?${query()}`,
      ...fileBody('a.xlsx', await listOf(an)),
    });
    expect(codeOf(foreign)).toBe('auth.forbidden');
  });

  it('becomes the import of its number when confirmed; the same file again changes nothing', async () => {
    const bytes = await listOf(an);
    const draft = await preview(bytes);
    const confirmed = await confirm(draft.id, draft.version);
    expect(confirmed.statusCode, confirmed.body).toBe(201);
    expect(importDetail.parse(confirmed.json())).toMatchObject({ id: draft.id, rows: 1, stored: 1 });
    expect((await peopleOf()).map(({ full_name }) => full_name)).toEqual(['Nguyễn Văn An']);
    expect((await confirm(draft.id, draft.version)).statusCode).toBe(404);
    const again = await nurse.send({ method: 'POST', url: `${paths.importPreview}?${query()}`, ...fileBody('b.xlsx', bytes) });
    expect([codeOf(again), again.json()]).toEqual([
      'import.known',
      expect.objectContaining({ details: { file: 'b.xlsx', id: draft.id } }),
    ]);
    const direct = await nurse.send({ method: 'POST', url: `${paths.imports}?${query()}`, ...fileBody('c.xlsx', bytes) });
    expect(importDetail.parse(direct.json())).toMatchObject({ id: draft.id, seenBefore: true, stored: 0, unchanged: 1 });
    expect(await peopleOf()).toHaveLength(1);
  });

  it('expires, and then is gone', async () => {
    const draft = await preview(await listOf(an));
    now = new Date(testNow.getTime() + draftLifetimeMs + 1);
    nurse = await signIn(api, test.db, [unitId]);
    expect(codeOf(await confirm(draft.id, 1))).toBe('import.draftExpired');
    await preview(await listOf(an, ['Lê Thị Bình', 1990, 'Nữ', '0987654321', 'F1', '05/07/2021']), 'khac.xlsx');
    expect((await nurse.send({ url: paths.importDraft(draft.id) })).statusCode).toBe(404);
  });

  it('can be dropped', async () => {
    const { id } = await preview(await listOf(an));
    expect((await nurse.send({ method: 'DELETE', url: paths.importDraft(id) })).statusCode).toBe(204);
    expect((await nurse.send({ url: paths.importDraft(id) })).statusCode).toBe(404);
  });
});

describe('people who may be stored already', () => {
  const binh = ['Lê Thị Bình', 1990, 'Nữ', '0987654321', 'F1', '05/07/2021'];
  const namesake = ['LE THI BINH', 1990, 'Nữ', '0363456789', 'F1', '06/07/2021'];

  beforeEach(async () => {
    const draft = await preview(await listOf(binh), 'truoc.xlsx');
    await confirm(draft.id, 1);
  });

  it('are proposed with a score and the reasons in both languages, never matched by name and birth alone', async () => {
    const draft = await preview(await listOf(namesake));
    expect(draft).toMatchObject({ stored: 1, withDuplicates: 1, undecided: 1 });
    const [row] = await rowsOf(draft.id, 'show=duplicates');
    const [before] = await peopleOf();
    expect(row?.duplicates).toMatchObject([{ personId: before?.id, fullName: 'Lê Thị Bình', birthYear: 1990 }]);
    expect(row?.duplicates[0]?.score).toBeGreaterThan(0.5);
    expect(row?.duplicates[0]?.reasons).toContainEqual({
      code: 'birth.year',
      speaksFor: true,
      message: { vi: 'Cùng năm sinh.', en: 'The same year of birth.' },
    });
    await confirm(draft.id, 1);
    expect(await peopleOf()).toHaveLength(2);
  });

  it('become one when an officer says so', async () => {
    const draft = await preview(await listOf(namesake));
    const [before] = await peopleOf();
    const wrong = await change(draft.id, 1, { decisions: [{ rowNumber: 2, decision: 'same', personId: 999_999 }] });
    expect(codeOf(wrong)).toBe('import.rowUnknown');
    const decided = await change(draft.id, 1, { decisions: [{ rowNumber: 2, decision: 'same', personId: before?.id }] });
    expect(importDraft.parse(decided.json())).toMatchObject({ version: 2, undecided: 0 });
    expect(codeOf(await confirm(draft.id, 1))).toBe('resource.changed');
    expect(importDetail.parse((await confirm(draft.id, 2)).json())).toMatchObject({ stored: 0, merged: 1 });
    expect(await peopleOf()).toHaveLength(1);
  });

  it('are remembered as two when an officer says so, and a row can be left out', async () => {
    const other = ['Trần Văn Cường', 1970, 'Nam', '0363456780', 'F1', '06/07/2021'];
    const draft = await preview(await listOf(namesake, other));
    await change(draft.id, 1, {
      decisions: [
        { rowNumber: 2, decision: 'new' },
        { rowNumber: 3, decision: 'leave' },
      ],
    });
    const done = importDetail.parse((await confirm(draft.id, 2)).json());
    expect(done).toMatchObject({ stored: 1, rejected: 1, rejectedRows: [{ rowNumber: 3, problems: [{ code: 'row.leftOut' }] }] });
    const [first, second] = await peopleOf();
    const pairs = await inScope(test.db, systemScope, (tx) =>
      tx
        .selectFrom('person_distinct')
        .select(['a_id', 'b_id'])
        .where('a_id', '=', first?.id ?? 0)
        .execute(),
    );
    expect(pairs).toEqual([{ a_id: first?.id, b_id: second?.id }]);
  });

  it('who was said to be two are two in the next list: each row finds its own, and nobody is asked again', async () => {
    const hoa = ['Phạm Thị Hòa', 1990, 'Nữ', '0369234567', 'F1', '05/07/2021'];
    await confirm((await preview(await listOf(hoa), 'hoa.xlsx')).id, 1);
    // The sister in law at the same number, typed without marks: taken for her until the officer says no.
    const other = ['Pham Thi Hoa', 1990, 'Nữ', '0369234567', 'F1', '05/07/2021'];
    const draft = await preview(await listOf(other, namesake), 'hai.xlsx');
    const before = await peopleOf();
    expect((await rowsOf(draft.id))[0]).toMatchObject({ outcome: 'unchanged', personId: before[1]?.id });
    const decisions = [2, 3].map((rowNumber) => ({ rowNumber, decision: 'new' }));
    expect((await change(draft.id, 1, { decisions })).statusCode).toBe(200);
    await confirm(draft.id, 2);
    const [, , secondHoa, secondBinh] = await peopleOf();

    const later = [other, namesake].map((row) => [...row.slice(0, 5), '07/07/2021']);
    const again = await preview(await listOf(...later), 'lai.xlsx');
    expect(again).toMatchObject({ stored: 0, withDuplicates: 0, undecided: 0 });
    expect((await rowsOf(again.id)).map(({ personId }) => personId)).toEqual([secondHoa?.id, secondBinh?.id]);
    const first = await preview(await listOf(hoa, binh), 'dau.xlsx');
    expect(first).toMatchObject({ stored: 0, withDuplicates: 0 });
    expect((await rowsOf(first.id)).map(({ personId }) => personId)).toEqual([before[1]?.id, before[0]?.id]);
  });
});

describe('columns', () => {
  it('read otherwise judge all rows anew, and are remembered for the sender’s next list', async () => {
    const odd = (phone: string) =>
      xlsx({
        A: [
          ['Họ và tên', 'Năm sinh', 'Số', 'Diện'],
          ['Nguyễn Văn An', 1985, phone, 'F1'],
        ],
      });
    const draft = await preview(await odd('gọi số 0912345678'));
    expect(codeOf(await change(draft.id, 1, { columns: [{ index: 2, field: 'nonsense' }] }))).toBe('import.columns');
    expect(codeOf(await change(draft.id, 1, { columns: [{ index: 2, field: 'fullName' }] }))).toBe('import.columns');
    const changed = importDraft.parse((await change(draft.id, 1, { columns: [{ index: 2, field: 'phone' }] })).json());
    expect(changed).toMatchObject({ version: 2, judged: true, rows: 1, stored: 1, rejected: 0 });
    await confirm(draft.id, 2);
    const next = await preview(await odd('gọi số 0987654321'), 'sau.xlsx');
    expect(next.columns[2]).toMatchObject({
      field: 'phone',
      reasons: [{ code: 'remembered' }, { code: 'content', message: { vi: expect.stringContaining('100 %') } }],
    });
    const direct = await nurse.send({
      method: 'POST',
      url: `${paths.imports}?${query()}`,
      ...fileBody('nua.xlsx', await odd('0363456789')),
    });
    expect(importDetail.parse(direct.json())).toMatchObject({ rows: 1, stored: 1 });
  });

  it('in TCVN3 are read by the fonts of their cells', async () => {
    const rows = [header, an].map((row) => row.map((cell) => (typeof cell === 'string' ? encodeTcvn3(cell) : cell)));
    const bytes = await xlsx({ F1: rows }, (workbook) =>
      workbook.worksheets[0]?.eachRow((row) =>
        row.eachCell((cell) => {
          cell.font = { name: '.VnTime' };
        }),
      ),
    );
    const draft = await preview(bytes);
    expect(draft).toMatchObject({ encoding: 'TCVN3', stored: 1 });
    expect((await rowsOf(draft.id))[0]?.cells[0]).toBe('Nguyễn Văn An');
  });
});
