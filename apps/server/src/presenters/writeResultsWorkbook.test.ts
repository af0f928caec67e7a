import { createWriteStream, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nameKey } from '@truyvet/outbreak';
import ExcelJS from 'exceljs';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { json } from '../db/json.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildAttempt, buildCampaign, buildOutbreak, buildPerson, buildTask, buildUnit, testNow } from '../db/testRows.ts';
import { fillWorkbook, resultsWorkbookBytes, writeResultsWorkbook } from './writeResultsWorkbook.ts';

const test = useTestDatabase();
let unitId: number;
let outbreakId: number;

/** Five people of one commune: sick, well, not reached, without a phone, and one whose name looks like a formula. */
beforeAll(async () => {
  const { db } = test;
  unitId = (await buildUnit(db, { name: 'Xã Thiệu Ngọc' })).id;
  outbreakId = (await buildOutbreak(db, { name: 'COVID-19' })).id;
  const campaign = await buildCampaign(db, { outbreak_id: outbreakId });
  const people = [
    {
      name: 'Lê Thị Mỹ Duyên',
      hamlet: 'Thôn 10',
      phone: '+84936000001',
      task: 'done',
      disposition: 'urgent',
      answers: { A2: 'yes', A2b: 'yes' },
    },
    {
      name: 'Nguyễn Văn Ổn',
      hamlet: 'Thôn 2',
      phone: '+84936000002',
      task: 'done',
      disposition: 'completed',
      answers: { A2: 'no', A3: 'yes' },
    },
    { name: 'Trịnh Bá Vắng', hamlet: 'Thôn 2', phone: '+84936000003', task: 'givenUp', disposition: 'noAnswer', answers: null },
    { name: 'Đỗ Thị Không Máy', hamlet: 'Thôn 1', phone: null, task: null, disposition: null, answers: null },
    { name: '=1+1', hamlet: null, phone: '+84936000005', task: 'due', disposition: 'busy', answers: null },
  ] as const;
  for (const each of people) {
    const named = { full_name: each.name, name_key: nameKey(each.name), hamlet: each.hamlet, unit_id: unitId };
    const person = await buildPerson(db, { ...named, ...(each.phone && { phone: each.phone }) });
    await inScope(db, systemScope, async (tx) => {
      const exposure = {
        outbreak_id: outbreakId,
        unit_id: unitId,
        target_person_id: person.id,
        source_text: 'BN 21345',
        stated_level: 1,
      };
      await tx
        .insertInto('exposure')
        .values({ ...exposure, last_contact_on: '2021-07-05', learnt_from: 'list', created_at: testNow })
        .execute();
    });
    if (each.task === null || each.phone === null) continue;
    const own = {
      campaign_id: campaign.id,
      person_id: person.id,
      e164: each.phone,
      state: each.task,
      disposition: each.disposition,
    };
    const task = await buildTask(db, own);
    const identified = each.answers ? ('strong' as const) : null;
    const ended = { state: 'ended' as const, ended_at: testNow, disposition: each.disposition, identified };
    const attempt = await buildAttempt(db, { task_id: task.id, ...ended });
    await inScope(db, systemScope, async (tx) => {
      const fixed = { attempt_id: attempt.id, person_id: person.id, unit_id: unitId };
      for (const [stepId, value] of Object.entries(each.answers ?? {})) {
        const answer = { step_id: stepId, value: json({ type: 'yesNo', value }), given_by: 'key' as const, answered_at: testNow };
        await tx
          .insertInto('answer')
          .values({ ...fixed, ...answer, dialogue_version_id: campaign.dialogue_version_id })
          .execute();
      }
      const dueAt = new Date(testNow.getTime() - 60_000);
      if (each.disposition === 'urgent') {
        await tx
          .insertInto('alert')
          .values({ ...fixed, code: 'severeSign', raised_at: testNow, due_at: dueAt })
          .execute();
        const details = json({ phone: '0912345678', relation: 'neighbour' });
        await tx
          .insertInto('errand')
          .values({ ...fixed, code: 'namedContact', created_at: testNow, due_at: testNow, details })
          .execute();
      }
      if (each.task === 'givenUp') {
        await tx
          .insertInto('errand')
          .values({ ...fixed, code: 'notReached', created_at: testNow, due_at: testNow })
          .execute();
      }
    });
  }
});

async function read(scope = systemScope): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  const bytes = await resultsWorkbookBytes(test.db, scope, { unitId, outbreakId, now: testNow });
  await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  return workbook;
}

/** The rows of a sheet below its heading row (the fifth), as texts. */
function rowsOf(workbook: ExcelJS.Workbook, name: string): string[][] {
  const sheet = workbook.getWorksheet(name);
  if (!sheet) throw new Error(`no sheet ${name}`);
  const rows: string[][] = [];
  sheet.eachRow((row, number) => {
    if (number > 5) rows.push(Array.from({ length: sheet.columnCount }, (_, index) => row.getCell(index + 1).text));
  });
  return rows;
}

describe('the results workbook', () => {
  it('has a summary, all results, alerts, errands and the door visits', async () => {
    const workbook = await read();
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Tổng hợp', 'Kết quả', 'Cảnh báo', 'Việc cần làm', 'Đến nhà']);
    expect(workbook.creator).toBe('Truy Vết');
  });

  it('shows each person with what they said, in their order on the list', async () => {
    const rows = rowsOf(await read(), 'Kết quả');
    expect(rows.map((row) => row[1])).toEqual(['Lê Thị Mỹ Duyên', 'Nguyễn Văn Ổn', 'Trịnh Bá Vắng', 'Đỗ Thị Không Máy', '=1+1']);
    expect(rows[0]).toEqual(expect.arrayContaining(['0936000001', 'F1', 'BN 21345', '05/07/2021', 'Khẩn cấp', 'Có']));
  });

  it('shows what people do and where: the registered place, else the words of a list', async () => {
    const place = {
      unit_id: unitId,
      kind: 'workplace' as const,
      name: 'Công ty May Thử',
      name_key: 'cong ty may thu',
      created_at: testNow,
    };
    await inScope(test.db, systemScope, async (tx) => {
      const { id } = await tx.insertInto('place').values(place).returning('id').executeTakeFirstOrThrow();
      const of = (name: string, work: { occupation?: string; workplace_id?: number; workplace_text?: string }) =>
        tx.updateTable('person').set(work).where('full_name', '=', name).where('unit_id', '=', unitId).execute();
      await of('Lê Thị Mỹ Duyên', { occupation: 'Công nhân', workplace_id: id });
      await of('Nguyễn Văn Ổn', { workplace_text: 'chợ Vạn Hà' });
    });
    const workbook = await read();
    const headings = workbook.getWorksheet('Kết quả')?.getRow(5).values as unknown[];
    const column = headings.indexOf('Nơi làm việc, học tập') - 1;
    const rows = rowsOf(workbook, 'Kết quả');
    expect(rows.map((row) => row.slice(column - 1, column + 1))).toEqual([
      ['Công nhân', 'Công ty May Thử'],
      ['', 'chợ Vạn Hà'],
      ['', ''],
      ['', ''],
      ['', ''],
    ]);
  });

  it('never turns what somebody wrote into a formula', async () => {
    const workbook = await read();
    const cell = workbook.getWorksheet('Kết quả')?.getCell('B10');
    expect([cell?.type, cell?.value]).toEqual([ExcelJS.ValueType.String, '=1+1']);
  });

  it('keeps the heading in view, can be filtered, and colours who needs help now', async () => {
    const sheet = (await read()).getWorksheet('Kết quả');
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 5 });
    expect(sheet?.autoFilter).toBeTruthy();
    expect(sheet?.getCell('B6').fill).toMatchObject({ fgColor: { argb: 'FFF8CBAD' } });
    expect(sheet?.getCell('B7').fill).not.toMatchObject({ fgColor: { argb: 'FFF8CBAD' } });
  });

  it('lists for door visits who was given up and who has no phone, by hamlet as people count them', async () => {
    const rows = rowsOf(await read(), 'Đến nhà');
    expect(rows.map((row) => [row[1], row[4], row[9]])).toEqual([
      ['Đỗ Thị Không Máy', 'Thôn 1', 'Không có số điện thoại'],
      ['Trịnh Bá Vắng', 'Thôn 2', 'Không nghe máy'],
    ]);
  });

  it('lists alerts and errands with their deadlines', async () => {
    const workbook = await read();
    expect(rowsOf(workbook, 'Cảnh báo')).toHaveLength(1);
    const errands = rowsOf(workbook, 'Việc cần làm');
    expect(errands.map((row) => row[1])).toEqual(['Xác minh người được nêu tên', 'Đến nhà: không liên lạc được']);
    expect(errands[0]).toContain('số 0912345678, bạn bè, hàng xóm');
  });

  it('says the figures in sentences and in numbers', async () => {
    const sheet = (await read()).getWorksheet('Tổng hợp');
    const texts: string[] = [];
    sheet?.eachRow((row) => texts.push(row.getCell(1).text));
    expect(texts).toContain('TỔNG HỢP KẾT QUẢ GỌI TRUY VẾT');
    expect(texts.join('\n')).toContain('Xã Thiệu Ngọc có 5 người trong danh sách truy vết (F1: 5).');
    expect(texts.join('\n')).toContain('Còn 1 cảnh báo chờ cán bộ xác nhận, 1 đã quá hạn.');
  });

  it('shows a scope only what it may see', async () => {
    const stranger = await buildUnit(test.db);
    const workbook = await read({ kind: 'units', unitIds: [stranger.id], userId: 1 });
    expect(rowsOf(workbook, 'Kết quả').map((row) => row[0])).toEqual(['Chưa có ai trong danh sách.']);
    expect(rowsOf(workbook, 'Cảnh báo').map((row) => row[0])).toEqual(['Không có cảnh báo nào.']);
  });

  it('is written to a file whole or not at all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'truyvet-workbook-'));
    const path = join(folder, 'kết quả.xlsx');
    await writeResultsWorkbook(test.db, systemScope, { unitId, outbreakId, now: testNow }, path);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(path);
    expect(rowsOf(workbook, 'Kết quả')).toHaveLength(5);
    const missing = writeResultsWorkbook(
      test.db,
      systemScope,
      { unitId: 999_999, outbreakId, now: testNow },
      join(folder, 'b.xlsx'),
    );
    await expect(missing).rejects.toMatchObject({ code: 'resource.missing' });
    const nowhere = writeResultsWorkbook(
      test.db,
      systemScope,
      { unitId, outbreakId, now: testNow },
      join(folder, 'no', 'c.xlsx'),
    );
    await expect(nowhere).rejects.toMatchObject({ code: 'ENOENT' });
    expect(readdirSync(folder)).toEqual(['kết quả.xlsx']);
  });

  it('ends with the error when the disk is full, and leaves no transaction open', async () => {
    const stream = createWriteStream('/dev/full');
    const filled = fillWorkbook(test.db, systemScope, { unitId, outbreakId, now: testNow }, stream);
    await expect(filled).rejects.toMatchObject({ code: 'ENOSPC' });
    const open = await sql<{ n: number }>`select count(*) as n from pg_stat_activity where state like 'idle in transaction%'
      and datname = current_database()`.execute(test.db);
    expect(open.rows[0]?.n).toBe(0);
  });
});
