import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ImportDetail, ImportRow } from '@truyvet/contract';
import { type Column, openWorkbook, TableSheet } from './workbookTable.ts';

/** The rejected rows of a list as they stood, each with its row number and reason, to be corrected and handed in again. */
export async function rejectedWorkbook(list: ImportDetail, rows: AsyncIterable<ImportRow>, at: Date): Promise<Buffer> {
  const stream = new PassThrough();
  const workbook = openWorkbook(stream, at);
  const sheet = new TableSheet<ImportRow>(workbook, {
    name: 'Dòng bị trả lại',
    organisation: list.unit.name,
    title: 'CÁC DÒNG CHƯA DÙNG ĐƯỢC',
    remark: `Tệp ${list.fileName}: ${list.rejected} trong ${list.rows} dòng. Sửa rồi nộp lại chỉ các dòng này.`,
    columns: columnsOf(list),
    tab: 'warning',
  });
  const fill = async () => {
    for await (const row of rows) sheet.add(row);
    sheet.end('Không có dòng nào bị trả lại.');
    await workbook.commit();
  };
  const [bytes] = await Promise.all([buffer(stream), fill()]);
  return bytes;
}

function columnsOf(list: ImportDetail): readonly Column<ImportRow>[] {
  return [
    { heading: 'Dòng', width: 7, align: 'center', value: ({ rowNumber }) => rowNumber },
    {
      heading: 'Lý do trả lại',
      width: 48,
      value: ({ problems }) => problems.map(({ message }) => message.vi).join(' '),
      tone: () => 'warning',
    },
    ...list.columns.map(
      ({ heading }, index): Column<ImportRow> => ({ heading, width: 18, value: ({ cells }) => cells[index] ?? null }),
    ),
  ];
}
