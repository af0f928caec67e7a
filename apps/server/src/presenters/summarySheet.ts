import { dispositionText, type Summary } from '@truyvet/contract';
import type { FigureBlock } from './workbookTable.ts';

/** What stands on the workbook's first sheet: the sentences, then blocks of figures. A block without rows is left out. */
export function summarySheet({ figures, sentences, units }: Summary): { sentences: string[]; blocks: FigureBlock[] } {
  const dispositions = Object.entries(figures.dispositions).sort(([, a], [, b]) => b - a);
  const blocks: FigureBlock[] = [
    {
      heading: 'Liên lạc',
      rows: [
        { label: 'Người trong danh sách', value: figures.people },
        { label: 'Đã gọi', value: figures.called },
        { label: 'Gặp và xác minh đúng người', value: figures.reached, tone: 'good' },
        { label: 'Trả lời xong', value: figures.completed, tone: 'good' },
        { label: 'Đang chờ gọi', value: figures.waiting },
        { label: 'Máy không gọi nữa, cán bộ tiếp tục', value: figures.givenUp, tone: 'warning' },
        { label: 'Chưa đưa vào chiến dịch gọi', value: figures.notCalled },
        { label: 'Không có số điện thoại', value: figures.withoutPhone, tone: 'warning' },
      ],
    },
    {
      heading: 'Sức khỏe và nguy cơ',
      rows: [
        { label: 'Có triệu chứng', value: figures.symptoms, tone: 'warning' },
        { label: 'Có dấu hiệu nặng', value: figures.severe, tone: 'alarm' },
        { label: 'Đã ra khỏi xã từ ngày tiếp xúc', value: figures.leftCommune, tone: 'warning' },
        { label: 'Có gặp gần người khác', value: figures.metOthers, tone: 'warning' },
        { label: 'Cảnh báo chưa xác nhận', value: figures.openAlerts, tone: 'alarm' },
        { label: 'Việc cán bộ chưa làm xong', value: figures.openErrands, tone: 'warning' },
      ],
    },
    {
      heading: 'Kết quả lần gọi gần nhất',
      rows: dispositions.map(([code, value]) => ({ label: dispositionText(code, 'vi'), value })),
    },
    ...(units.length > 1
      ? [{ heading: 'Số người theo đơn vị', rows: units.map(({ unit, people }) => ({ label: unit.name, value: people })) }]
      : []),
  ];
  return { sentences: sentences.map(({ vi }) => vi), blocks: blocks.filter(({ rows }) => rows.length > 0) };
}
