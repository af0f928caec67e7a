import { alertWords, dispositionText, errandWords, type TracingAnswers } from '@truyvet/contract';
import { givenName } from '@truyvet/outbreak';
import type { ResultRecord } from '../db/results.ts';
import { dayText, localMoment } from './dateText.ts';
import { nationalPhone } from './phoneText.ts';
import { stepOfMeaning } from './tracingAnswers.ts';
import type { Column, Tone } from './workbookTable.ts';
import { choiceText, unitHeading, wordOf } from './workbookWords.ts';
import { yesNoText } from './yesNoText.ts';

/** A person with what they said and what is open about them. */
export type WorkbookRow = {
  readonly record: ResultRecord;
  readonly answers: TracingAnswers;
  readonly alertCodes: readonly string[];
  readonly errandCodes: readonly string[];
};

const sexText = { male: 'Nam', female: 'Nữ' } as const;
const reachText = {
  notCalled: 'Chưa gọi',
  waiting: 'Chờ gọi',
  underWay: 'Đang gọi',
  done: 'Đã xong',
  givenUp: 'Giao cán bộ',
} as const;
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

/** The sheet of all results. */
export const resultColumns: readonly Column<WorkbookRow>[] = [
  ...personColumns,
  { heading: 'Nghề nghiệp', width: 16, value: ({ record }) => record.occupation },
  { heading: 'Nơi làm việc, học tập', width: 24, value: ({ record }) => record.workplace },
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
  { heading: 'Hiện ở đâu', width: 16, value: ({ answers }) => choiceText(stepOfMeaning.whereNow, answers.whereNow) },
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

/** The sheet of door visits; its last columns are for the pen. */
export const visitColumns: readonly Column<WorkbookRow>[] = [
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

/** Given up by the machine without having met the person, or without any number. */
export function needsVisit({ record }: WorkbookRow): boolean {
  const met = record.identified !== null;
  return !met && (record.reach === 'givenUp' || record.e164 === null);
}

/** By commune, hamlet as people count (2 before 10), and given name: the order of a walk. */
export const byHamlet = (a: WorkbookRow, b: WorkbookRow): number =>
  a.record.unitName.localeCompare(b.record.unitName, 'vi') ||
  (a.record.hamlet ?? '').localeCompare(b.record.hamlet ?? '', 'vi', { numeric: true }) ||
  givenName(a.record.fullName).localeCompare(givenName(b.record.fullName), 'vi');
