import type { Writable } from 'node:stream';
import { alertWords, dispositionText, errandWords, type Summary } from '@truyvet/contract';
import { givenName } from '@truyvet/outbreak';
import type { AlertRecord, ErrandRecord } from '../db/inbox.ts';
import type { ResultRecord } from '../db/results.ts';
import { choiceText, type tracingAnswersOf, yesNoText } from './answerWords.ts';
import { dayText, localMoment } from './dateText.ts';
import { errandDetails } from './inboxItems.ts';
import { nationalPhone } from './phoneText.ts';
import { type Column, openWorkbook, TableSheet, type Tone, writeFigureSheet } from './workbookTable.ts';

/** A person with what they said and what is open about them. */
export type WorkbookRow = {
  readonly record: ResultRecord;
  readonly answers: ReturnType<typeof tracingAnswersOf>;
  readonly alertCodes: readonly string[];
  readonly errandCodes: readonly string[];
};

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
  writeFigureSheet(workbook, { ...common, name: 'Tổng hợp', title: 'TỔNG HỢP KẾT QUẢ GỌI TRUY VẾT', ...summaryBlocks(summary) });

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

const unitHeading = 'Đơn vị';

function summaryBlocks({ figures, sentences, units }: Summary) {
  const dispositions = Object.entries(figures.dispositions).sort(([, a], [, b]) => b - a);
  const blocks = [
    {
      heading: 'Liên lạc',
      rows: [
        { label: 'Người trong danh sách', value: figures.people },
        { label: 'Đã gọi', value: figures.called },
        { label: 'Gặp và xác minh đúng người', value: figures.reached, tone: 'good' as const },
        { label: 'Trả lời xong', value: figures.completed, tone: 'good' as const },
        { label: 'Đang chờ gọi', value: figures.waiting },
        { label: 'Máy không gọi nữa, cán bộ tiếp tục', value: figures.givenUp, tone: 'warning' as const },
        { label: 'Chưa đưa vào chiến dịch gọi', value: figures.notCalled },
        { label: 'Không có số điện thoại', value: figures.withoutPhone, tone: 'warning' as const },
      ],
    },
    {
      heading: 'Sức khỏe và nguy cơ',
      rows: [
        { label: 'Có triệu chứng', value: figures.symptoms, tone: 'warning' as const },
        { label: 'Có dấu hiệu nặng', value: figures.severe, tone: 'alarm' as const },
        { label: 'Đã ra khỏi xã từ ngày tiếp xúc', value: figures.leftCommune, tone: 'warning' as const },
        { label: 'Có gặp gần người khác', value: figures.metOthers, tone: 'warning' as const },
        { label: 'Cảnh báo chưa xác nhận', value: figures.openAlerts, tone: 'alarm' as const },
        { label: 'Việc cán bộ chưa làm xong', value: figures.openErrands, tone: 'warning' as const },
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

const sexText = { male: 'Nam', female: 'Nữ' } as const;
const reachText = {
  notCalled: 'Chưa gọi',
  waiting: 'Chờ gọi',
  underWay: 'Đang gọi',
  done: 'Đã xong',
  givenUp: 'Giao cán bộ',
} as const;
const wordOf = (words: Readonly<Record<string, { vi: string }>>, code: string): string => words[code]?.vi ?? code;
const isYes = (value: string | null): boolean => value === 'yes';

function outcomeTone({ record }: WorkbookRow): Tone | null {
  if (record.disposition === 'urgent') return 'alarm';
  if (record.reach === 'givenUp') return 'warning';
  return record.disposition === 'completed' ? 'good' : null;
}

const personColumns: readonly Column<WorkbookRow>[] = [
  { heading: 'STT', width: 6, align: 'center', value: (_, index) => index + 1 },
  {
    heading: 'Họ và tên',
    width: 24,
    value: ({ record }) => record.fullName,
    tone: ({ alertCodes }) => (alertCodes.length > 0 ? 'alarm' : null),
  },
  { heading: 'Năm sinh', width: 8, align: 'center', value: ({ record }) => record.birthYear },
  { heading: 'Giới', width: 6, align: 'center', value: ({ record }) => record.sex && sexText[record.sex] },
  { heading: unitHeading, width: 18, value: ({ record }) => record.unitName },
  { heading: 'Thôn', width: 16, value: ({ record }) => record.hamlet },
  { heading: 'Địa chỉ', width: 24, value: ({ record }) => record.address },
  { heading: 'Số điện thoại', width: 14, value: ({ record }) => record.e164 && nationalPhone(record.e164) },
  { heading: 'Máy của', width: 12, value: ({ record }) => record.phoneOwner },
  { heading: 'Diện', width: 7, align: 'center', value: ({ record }) => (record.level === null ? null : `F${record.level}`) },
];

const resultColumns: readonly Column<WorkbookRow>[] = [
  ...personColumns,
  { heading: 'Ca nguồn', width: 14, value: ({ record }) => record.sourceCase },
  {
    heading: 'Tiếp xúc lần cuối',
    width: 11,
    align: 'center',
    value: ({ record }) => record.lastContactOn && dayText(record.lastContactOn),
  },
  { heading: 'Tình trạng gọi', width: 12, value: ({ record }) => reachText[record.reach], tone: outcomeTone },
  {
    heading: 'Kết quả gọi',
    width: 18,
    value: ({ record }) => record.disposition && dispositionText(record.disposition, 'vi'),
    tone: outcomeTone,
  },
  { heading: 'Số lượt gọi', width: 7, align: 'center', value: ({ record }) => record.attempts },
  {
    heading: 'Gọi gần nhất',
    width: 18,
    align: 'center',
    value: ({ record }) => record.lastAttemptAt && localMoment(record.lastAttemptAt),
  },
  { heading: 'Nhớ đã tiếp xúc', width: 10, align: 'center', value: ({ answers }) => yesNoText(answers.remembersContact).vi },
  {
    heading: 'Có triệu chứng',
    width: 10,
    align: 'center',
    value: ({ answers }) => yesNoText(answers.symptoms).vi,
    tone: ({ answers }) => (isYes(answers.symptoms) ? 'warning' : null),
  },
  {
    heading: 'Dấu hiệu nặng',
    width: 10,
    align: 'center',
    value: ({ answers }) => yesNoText(answers.severe).vi,
    tone: ({ answers }) => (isYes(answers.severe) ? 'alarm' : null),
  },
  { heading: 'Có thai, bệnh nền', width: 10, align: 'center', value: ({ answers }) => yesNoText(answers.vulnerable).vi },
  {
    heading: 'Đã ra khỏi xã',
    width: 10,
    align: 'center',
    value: ({ answers }) => yesNoText(answers.leftCommune).vi,
    tone: ({ answers }) => (isYes(answers.leftCommune) ? 'warning' : null),
  },
  { heading: 'Số người trong nhà', width: 9, align: 'center', value: ({ answers }) => answers.householdSize },
  {
    heading: 'Có gặp người khác',
    width: 10,
    align: 'center',
    value: ({ answers }) => yesNoText(answers.metOthers).vi,
    tone: ({ answers }) => (isYes(answers.metOthers) ? 'warning' : null),
  },
  { heading: 'Hiện ở đâu', width: 16, value: ({ answers }) => answers.whereNow && choiceText(answers.whereNow).vi },
  {
    heading: 'Cảnh báo chưa xác nhận',
    width: 26,
    value: ({ alertCodes }) => alertCodes.map((code) => wordOf(alertWords, code)).join('; ') || null,
    tone: ({ alertCodes }) => (alertCodes.length > 0 ? 'alarm' : null),
  },
  {
    heading: 'Việc cần làm',
    width: 28,
    value: ({ errandCodes }) => errandCodes.map((code) => wordOf(errandWords, code)).join('; ') || null,
  },
];

/** Given up by the machine without having met the person, or without any number. */
function needsVisit({ record }: WorkbookRow): boolean {
  const met = record.identified !== null;
  return !met && (record.reach === 'givenUp' || record.e164 === null);
}

const byHamlet = (a: WorkbookRow, b: WorkbookRow): number =>
  a.record.unitName.localeCompare(b.record.unitName, 'vi') ||
  (a.record.hamlet ?? '').localeCompare(b.record.hamlet ?? '', 'vi', { numeric: true }) ||
  givenName(a.record.fullName).localeCompare(givenName(b.record.fullName), 'vi');

const visitColumns: readonly Column<WorkbookRow>[] = [
  ...personColumns,
  {
    heading: 'Lý do',
    width: 22,
    value: ({ record }) =>
      record.e164 === null ? 'Không có số điện thoại' : dispositionText(record.disposition ?? 'noAnswer', 'vi'),
  },
  { heading: 'Số lượt gọi', width: 7, align: 'center', value: ({ record }) => record.attempts },
  { heading: 'Người đến nhà', width: 18, value: () => null },
  { heading: 'Ngày giờ', width: 14, value: () => null },
  { heading: 'Ghi nhận', width: 32, value: () => null },
];

type InboxRecord = AlertRecord | ErrandRecord;
const inboxPerson = <T extends InboxRecord>(): readonly Column<T>[] => [
  { heading: 'Họ và tên', width: 24, value: (item) => item.fullName },
  { heading: 'Năm sinh', width: 8, align: 'center', value: (item) => item.birthYear },
  { heading: unitHeading, width: 18, value: (item) => item.unitName },
  { heading: 'Thôn', width: 16, value: (item) => item.hamlet },
  { heading: 'Địa chỉ', width: 24, value: (item) => item.address },
  { heading: 'Số điện thoại', width: 14, value: (item) => item.e164 && nationalPhone(item.e164) },
];

const alertColumns = (at: Date): readonly Column<AlertRecord>[] => [
  { heading: 'STT', width: 6, align: 'center', value: (_, index) => index + 1 },
  {
    heading: 'Cảnh báo',
    width: 34,
    value: ({ code }) => wordOf(alertWords, code),
    tone: ({ acknowledgedAt }) => (acknowledgedAt ? null : 'alarm'),
  },
  ...inboxPerson<AlertRecord>(),
  { heading: 'Lúc', width: 18, align: 'center', value: ({ raisedAt }) => localMoment(raisedAt) },
  {
    heading: 'Hạn xử lý',
    width: 18,
    align: 'center',
    value: ({ dueAt }) => localMoment(dueAt),
    tone: ({ dueAt, acknowledgedAt }) => (acknowledgedAt === null && dueAt < at ? 'alarm' : null),
  },
  {
    heading: 'Đã xác nhận lúc',
    width: 18,
    align: 'center',
    value: ({ acknowledgedAt }) => acknowledgedAt && localMoment(acknowledgedAt),
  },
  { heading: 'Người xác nhận', width: 18, value: ({ acknowledgedBy }) => acknowledgedBy },
];

const relationText: Readonly<Record<string, string>> = {
  relative: 'người thân',
  friend: 'bạn bè, hàng xóm',
  colleague: 'đồng nghiệp',
  other: 'người khác',
};

function detailText(details: unknown): string | null {
  const { phone, relation, recordingId } = errandDetails(details);
  const parts = [
    phone && `số ${phone}`,
    relation && (relationText[relation] ?? relation),
    recordingId && 'tên trong bản ghi âm',
  ].filter((part) => typeof part === 'string' && part !== '');
  return parts.length > 0 ? parts.join(', ') : null;
}

const errandColumns = (at: Date): readonly Column<ErrandRecord>[] => [
  { heading: 'STT', width: 6, align: 'center', value: (_, index) => index + 1 },
  { heading: 'Việc', width: 32, value: ({ code }) => wordOf(errandWords, code), tone: ({ doneAt }) => (doneAt ? 'good' : null) },
  ...inboxPerson<ErrandRecord>(),
  { heading: 'Chi tiết', width: 26, value: ({ details }) => detailText(details) },
  {
    heading: 'Hạn làm',
    width: 18,
    align: 'center',
    value: ({ dueAt }) => localMoment(dueAt),
    tone: ({ dueAt, doneAt }) => (doneAt === null && dueAt < at ? 'alarm' : null),
  },
  { heading: 'Làm xong lúc', width: 18, align: 'center', value: ({ doneAt }) => doneAt && localMoment(doneAt) },
  { heading: 'Người làm', width: 18, value: ({ doneBy }) => doneBy },
  { heading: 'Kết quả', width: 32, value: ({ result }) => result },
];
