import type { Writable } from 'node:stream';
import type { Summary } from '@truyvet/contract';
import type { AlertRecord, ErrandRecord } from '../db/inbox.ts';
import { localMoment } from './dateText.ts';
import { alertColumns, errandColumns } from './inboxColumns.ts';
import { byHamlet, needsVisit, resultColumns, visitColumns, type WorkbookRow } from './resultColumns.ts';
import { summarySheet } from './summarySheet.ts';
import { type Column, openWorkbook, TableSheet, writeFigureSheet } from './workbookTable.ts';
import { unitHeading } from './workbookWords.ts';

/** What a workbook is made from; rows come page by page, so that a district fits in memory. */
export type WorkbookSource = {
  readonly at: Date;
  readonly summary: Summary;
  readonly rows: AsyncIterable<WorkbookRow>;
  readonly alerts: readonly AlertRecord[];
  readonly errands: readonly ErrandRecord[];
};

/** Writes the results workbook: summary, all results, alerts, errands, and who is left for door visits. */
export async function buildResultsWorkbook(source: WorkbookSource, stream: Writable): Promise<void> {
  const { at, summary, alerts, errands } = source;
  const workbook = openWorkbook(stream, at);
  const place = summary.unit?.name ?? 'Tất cả các đơn vị được giao';
  const common = { organisation: place, remark: `${summary.outbreak.name} – số liệu đến ${localMoment(at)}` };
  writeFigureSheet(workbook, { ...common, name: 'Tổng hợp', title: 'TỔNG HỢP KẾT QUẢ GỌI TRUY VẾT', ...summarySheet(summary) });

  const results = new TableSheet(workbook, {
    ...common,
    name: 'Kết quả',
    title: 'KẾT QUẢ GỌI TỪNG NGƯỜI',
    columns: columnsFor(resultColumns, summary),
    paper: 'A3',
    tab: null,
  });
  const visits: WorkbookRow[] = [];
  for await (const row of source.rows) {
    results.add(row);
    if (needsVisit(row)) visits.push(row);
  }
  results.end('Chưa có ai trong danh sách.');

  const alertSheet = new TableSheet(workbook, {
    ...common,
    name: 'Cảnh báo',
    title: 'CẢNH BÁO',
    columns: columnsFor(alertColumns(at), summary),
    tab: 'alarm',
  });
  for (const alert of alerts) alertSheet.add(alert);
  alertSheet.end('Không có cảnh báo nào.');

  const errandSheet = new TableSheet(workbook, {
    ...common,
    name: 'Việc cần làm',
    title: 'VIỆC CÁN BỘ CẦN LÀM',
    columns: columnsFor(errandColumns(at), summary),
    tab: 'warning',
  });
  for (const errand of errands) errandSheet.add(errand);
  errandSheet.end('Không còn việc nào.');

  const visitSheet = new TableSheet(workbook, {
    ...common,
    name: 'Đến nhà',
    title: 'NGƯỜI CHƯA LIÊN LẠC ĐƯỢC, CẦN ĐẾN NHÀ',
    columns: columnsFor(visitColumns, summary),
    lowestRow: 26,
    tab: 'warning',
  });
  for (const row of visits.sort(byHamlet)) visitSheet.add(row);
  visitSheet.end('Không còn ai cần đến nhà.');
  await workbook.commit();
}

/** In the workbook of one commune its name need not stand in every row. */
function columnsFor<Row>(columns: readonly Column<Row>[], { units }: Summary): readonly Column<Row>[] {
  return units.length > 1 ? columns : columns.filter(({ heading }) => heading !== unitHeading);
}
