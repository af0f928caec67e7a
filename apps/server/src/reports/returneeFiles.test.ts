import ExcelJS from 'exceljs';
import { expect, it } from 'vitest';
import { importList } from '../commands/importList.ts';
import { addJourney } from '../commands/registers/journeys.ts';
import { inScope, systemScope } from '../db/scope.ts';
import { useTestDatabase } from '../db/testDatabase.ts';
import { buildOutbreak, buildUnit, testNow } from '../db/testRows.ts';
import { xlsx } from '../lists/fixtures.ts';
import { openHere } from '../lists/openedList.ts';
import { openBytes } from '../lists/readBytes.ts';
import { returneeList } from './returneeFiles.ts';

const test = useTestDatabase();

it('the list of returnees says until which minute it counts, and of a quarantine that only a list states', async () => {
  const { db } = test;
  const outbreakId = (await buildOutbreak(db)).id;
  const unitId = (await buildUnit(db)).id;
  const now = new Date(testNow);
  const header = ['Họ và tên', 'Năm sinh', 'SĐT', 'Diện', 'Hình thức cách ly', 'Ngày cách ly', 'Nơi cách ly'];
  const an = ['Nguyễn Văn An', 1985, '0912345678', 'F1', 'Tập trung', '08/07/2021', 'Trường Mầm non'];
  await importList(db, {
    scope: systemScope,
    unitId,
    outbreakId,
    fileName: 'f1.xlsx',
    bytes: await xlsx({ F1: [header, an] }),
    userId: null,
    now,
    open: async (file) => openHere(await openBytes(Buffer.from(file))),
  });
  const bytes = await inScope(db, systemScope, async (tx) => {
    const { id: personId } = await tx.selectFrom('person').select('id').where('unit_id', '=', unitId).executeTakeFirstOrThrow();
    const from = { fromUnitId: null, fromText: 'KCN Sóng Thần', leftOn: null, arrivedOn: '2021-07-08' };
    const words = { vehicle: null, companions: null, reason: null };
    await addJourney(tx, { userId: null, now }, outbreakId, { personId, ...from, ...words });
    return (await returneeList(tx, { unitId, outbreakId, outbreakName: 'COVID-19', identity: false, day: '2021-07-10', now }))
      .bytes;
  });
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  const [sheet] = workbook.worksheets;
  expect(sheet?.getCell('A3').text).toContain('đến 16 giờ 00 phút ngày 10/07/2021');
  expect(sheet?.getRow(6).values).toContain('Tập trung, Trường Mầm non (theo danh sách)');
});
