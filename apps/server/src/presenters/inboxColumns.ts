import { alertWords, errandWords } from '@truyvet/contract';
import type { AlertRecord, ErrandRecord } from '../db/inbox.ts';
import { dayText, localMoment } from './dateText.ts';
import { errandDetails } from './inboxItems.ts';
import { nationalPhone } from './phoneText.ts';
import type { Column } from './workbookTable.ts';
import { choiceText, unitHeading, wordOf } from './workbookWords.ts';

type InboxRecord = AlertRecord | ErrandRecord;
const inboxPerson = <T extends InboxRecord>(): readonly Column<T>[] => [
  { heading: 'Họ và tên', width: 24, value: (item) => item.fullName },
  { heading: 'Năm sinh', width: 8, align: 'center', value: (item) => item.birthYear },
  { heading: unitHeading, width: 18, value: (item) => item.unitName },
  { heading: 'Thôn', width: 16, value: (item) => item.hamlet },
  { heading: 'Địa chỉ', width: 24, value: (item) => item.address },
  { heading: 'Số điện thoại', width: 14, value: (item) => item.e164 && nationalPhone(item.e164) },
];

/** The sheet of alerts; `at` decides what is late. */
export const alertColumns = (at: Date): readonly Column<AlertRecord>[] => [
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

function detailText(details: unknown): string | null {
  const { phone, relation, recordingId, address, candidates, endedOn, lastSeenOn } = errandDetails(details);
  const parts = [
    phone && `số ${phone}`,
    choiceText('A5r', relation)?.toLowerCase(),
    recordingId && 'tên trong bản ghi âm',
    address && `địa chỉ: ${address}`,
    candidates && `có thể là: ${candidates}`,
    endedOn && `đơn vị kết thúc ngày ${dayText(endedOn)}`,
    lastSeenOn && (lastSeenOn === 'never' ? 'chưa gặp lần nào' : `gặp lần cuối ngày ${dayText(lastSeenOn)}`),
  ].filter((part) => typeof part === 'string' && part !== '');
  return parts.length > 0 ? parts.join(', ') : null;
}

/** The sheet of errands; `at` decides what is late. */
export const errandColumns = (at: Date): readonly Column<ErrandRecord>[] => [
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
