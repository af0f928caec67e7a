import ExcelJS from 'exceljs';
import type { Sheet } from './sheet.ts';

/** The sheet as an .xlsx file, the same bytes for the same sheet: nothing in it tells when it was written. */
export async function workbookOf(sheet: Sheet, writtenAt: Date): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  workbook.created = writtenAt;
  workbook.modified = writtenAt;
  const worksheet = workbook.addWorksheet(sheet.name);
  for (const row of sheet.rows) {
    const added = worksheet.addRow(row.map((cell) => cell ?? null));
    row.forEach((cell, i) => {
      if (cell instanceof Date) added.getCell(i + 1).numFmt = 'dd/mm/yyyy';
    });
  }
  worksheet.columns.forEach((column) => {
    column.width = 18;
  });
  return withoutTimes(new Uint8Array(await workbook.xlsx.writeBuffer()));
}

const localHeader = 0x04034b50;
const centralHeader = 0x02014b50;
const endOfCentral = 0x06054b50;
/** 1 January 1980, 00:00: the first moment an MS-DOS time can tell. */
const zeroTime = 0x00210000;

/** Sets the times of all entries of a ZIP file to its epoch (APPNOTE.TXT 6.3.10 §4.3.7, §4.3.12, §4.3.16). */
export function withoutTimes(zip: Uint8Array): Uint8Array {
  const bytes = zip.slice();
  const view = new DataView(bytes.buffer);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== endOfCentral) end--;
  if (end < 0) throw new Error('not a ZIP file');
  let at = view.getUint32(end + 16, true);
  for (let entries = view.getUint16(end + 10, true); entries > 0; entries--) {
    if (view.getUint32(at, true) !== centralHeader) throw new Error('broken ZIP directory');
    const local = view.getUint32(at + 42, true);
    if (view.getUint32(local, true) !== localHeader) throw new Error('broken ZIP entry');
    view.setUint32(at + 12, zeroTime, true);
    view.setUint32(local + 10, zeroTime, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return bytes;
}
