import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { DayFigures, UnitDayFigures } from '@truyvet/contract';
import { dayText, localMoment } from '../presenters/dateText.ts';
import { type Column, openWorkbook, TableSheet } from '../presenters/workbookTable.ts';

type Line = Omit<UnitDayFigures, 'unit'> & { readonly name: string };

const figure = (heading: string, width: number, value: (line: Line) => number): Column<Line> => ({
  heading,
  width,
  align: 'center',
  value,
});
const columns: readonly Column<Line>[] = [
  { heading: 'STT', width: 6, align: 'center', value: ({ name }, index) => (name === 'Cộng' ? null : index + 1) },
  { heading: 'Đơn vị', width: 24, value: ({ name }) => name },
  figure('F0', 8, ({ cases }) => cases),
  figure('F0 mới', 8, ({ newCases }) => newCases),
  figure('Mới: đã cách ly', 9, ({ newCasesIsolated }) => newCasesIsolated),
  figure('Mới: người về', 9, ({ newCasesReturned }) => newCasesReturned),
  figure('Mới: cộng đồng', 9, ({ newCasesCommunity }) => newCasesCommunity),
  figure('F1', 8, ({ f1 }) => f1),
  figure('F1 mới', 8, ({ newF1 }) => newF1),
  figure('F2', 8, ({ f2 }) => f2),
  figure('F2 mới', 8, ({ newF2 }) => newF2),
  figure('Người về từ vùng dịch', 11, ({ returnees }) => returnees),
  figure('Về mới', 8, ({ newReturnees }) => newReturnees),
  figure('Đang ở nơi khác', 10, ({ away }) => away),
  figure('Sắp về (7 ngày)', 9, ({ expectedBack }) => expectedBack),
  figure('Hộ rà soát', 8, ({ householdsReviewed }) => householdsReviewed),
  figure('Tờ khai', 8, ({ declarations }) => declarations),
];

/** The day's figures by commune as a workbook; red where a commune has not reported everything. */
export async function dayWorkbook(report: DayFigures, organisation: string, at: Date): Promise<Buffer> {
  const stream = new PassThrough();
  const workbook = openWorkbook(stream, at);
  const sheet = new TableSheet<Line>(workbook, {
    name: 'Số liệu ngày',
    organisation,
    title: `SỐ LIỆU NGÀY ${dayText(report.day)}`,
    remark: `${report.unit.name}: từ ${localMoment(new Date(report.from))} đến ${localMoment(new Date(report.until))}`,
    columns: [
      ...columns,
      {
        heading: 'Sổ đã báo cáo',
        width: 9,
        align: 'center',
        value: ({ name, reported }) => (name === 'Cộng' ? reported : `${reported}/${report.registers}`),
        tone: ({ name, reported }) => (name !== 'Cộng' && reported < report.registers ? 'warning' : null),
      },
    ],
    paper: 'A4',
    tab: null,
  });
  const fill = async () => {
    for (const { unit, ...figures } of report.units) sheet.add({ ...figures, name: unit.name });
    if (report.units.length > 0) sheet.add({ ...report.total, name: 'Cộng' });
    sheet.end('Không có đơn vị nào.');
    await workbook.commit();
  };
  const [bytes] = await Promise.all([buffer(stream), fill()]);
  return bytes;
}
