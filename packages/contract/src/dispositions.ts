/** What became of a call: the codes of `attempt.disposition` and `call_task.disposition`, with the words shown for them. */
import { z } from 'zod';
import type { Bilingual } from './common.ts';

export const dispositionWords = {
  completed: { vi: 'Đã trả lời đủ', en: 'Completed' },
  urgent: { vi: 'Khẩn cấp', en: 'Urgent' },
  partial: { vi: 'Trả lời dở dang', en: 'Partly answered' },
  officer: { vi: 'Xin gặp cán bộ', en: 'Asked for an officer' },
  refused: { vi: 'Từ chối trả lời', en: 'Refused' },
  noUsableAnswer: { vi: 'Không trả lời rõ', en: 'No usable answer' },
  identityFailed: { vi: 'Không xác minh được', en: 'Identity not confirmed' },
  wrongNumber: { vi: 'Sai số', en: 'Wrong number' },
  callBackLater: { vi: 'Hẹn gọi lại', en: 'Call back later' },
  machine: { vi: 'Hộp thư thoại', en: 'Voice mailbox' },
  abandoned: { vi: 'Gác máy sớm', en: 'Hung up early' },
  busy: { vi: 'Máy bận', en: 'Busy' },
  noAnswer: { vi: 'Không nghe máy', en: 'No answer' },
  unreachable: { vi: 'Không liên lạc được', en: 'Unreachable' },
  rejected: { vi: 'Từ chối cuộc gọi', en: 'Call rejected' },
  numberSuspect: { vi: 'Số không đúng', en: 'Number not in use' },
  trunkFault: { vi: 'Lỗi trung kế', en: 'Trunk fault' },
  codecFault: { vi: 'Lỗi mã hóa tiếng', en: 'Codec fault' },
  congestion: { vi: 'Mạng nghẽn', en: 'Congestion' },
  mediaLost: { vi: 'Mất tiếng giữa cuộc', en: 'Audio lost' },
  unknown: { vi: 'Không rõ, do hệ thống dừng', en: 'Unknown, the system stopped' },
} as const satisfies Record<string, Bilingual>;

export type Disposition = keyof typeof dispositionWords;

/** The words for a code; a code that is newer than this catalogue shows as itself. */
export function dispositionText(code: string, locale: 'vi' | 'en'): string {
  const words: Readonly<Record<string, Bilingual>> = dispositionWords;
  return words[code]?.[locale] ?? code;
}

/** Number of people (or attempts) by code. */
export const dispositionCounts = z.record(z.string(), z.number().int());
