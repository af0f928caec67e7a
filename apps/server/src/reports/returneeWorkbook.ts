import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ReturneeLine } from '../db/registers/returneeReport.ts';
import { dayText } from '../presenters/dateText.ts';
import { openWorkbook, TableSheet } from '../presenters/workbookTable.ts';
import { formCells } from './formCells.ts';
import type { ReportForm } from './forms/form.ts';

export type ReturneeWorkbook = {
  readonly form: ReportForm;
  readonly organisation: string;
  readonly since: string;
  readonly day: string;
  readonly cutText: string;
  readonly at: Date;
  readonly lines: Readonly<Record<'returned' | 'away', AsyncIterable<ReturneeLine>>>;
};

/** The letter's list as a workbook in the prescribed form; rows come page by page. */
export async function returneeWorkbook(source: ReturneeWorkbook): Promise<Buffer> {
  const { form, since, day } = source;
  const stream = new PassThrough();
  const workbook = openWorkbook(stream, source.at);
  const fill = async () => {
    for (const { rows, name, title, columns } of form.sheets) {
      const from =
        rows === 'returned'
          ? `Từ ngày ${dayText(since)} đến ${source.cutText} ngày ${dayText(day)}`
          : `Đến ${source.cutText} ngày ${dayText(day)}`;
      const sheet = new TableSheet<ReturneeLine>(workbook, {
        name,
        organisation: source.organisation,
        title,
        remark: `${from} (theo mẫu của ${form.code})`,
        columns: columns.map(({ heading, field, width, centred }) => ({
          heading,
          width,
          align: centred === true ? 'center' : 'left',
          value: formCells[field],
        })),
        paper: columns.length > 13 ? 'A3' : 'A4',
        tab: null,
      });
      for await (const line of source.lines[rows]) sheet.add(line);
      sheet.end('Không có ai.');
    }
    await workbook.commit();
  };
  const [bytes] = await Promise.all([buffer(stream), fill()]);
  return bytes;
}
