import { z } from 'zod';
import type { Bilingual } from './common.ts';

/** Why levels moved, in words: “An: F2 → F1, because …”. */
export const levelCauseWords = {
  samplePositive: { vi: 'có kết quả xét nghiệm dương tính', en: 'a sample was positive' },
  sampleNegative: { vi: 'có kết quả xét nghiệm âm tính', en: 'a sample was negative' },
  sampleCorrected: { vi: 'kết quả xét nghiệm được đính chính', en: 'a result was corrected' },
  caseRecorded: { vi: 'ghi nhận một ca bệnh', en: 'a case was recorded' },
  caseChanged: {
    vi: 'ngày khởi phát, ngày cách ly hoặc phân loại của ca bệnh được sửa',
    en: 'dates or status of a case were changed',
  },
  exposureAdded: { vi: 'ghi thêm một lần tiếp xúc', en: 'a contact was added' },
  exposureChanged: { vi: 'một lần tiếp xúc được sửa', en: 'a contact was changed' },
  exposureNegated: {
    vi: 'một lần tiếp xúc được xác minh là không có hoặc không còn tính',
    en: 'a contact was found not to count',
  },
  exposureRestored: { vi: 'một lần tiếp xúc được tính lại', en: 'a contact counts again' },
  milestone: { vi: 'cùng ở một mốc dịch tễ', en: 'people were at a milestone' },
  coPresent: { vi: 'cùng quét QR tại một địa điểm với ca bệnh', en: 'people were at a place with a case' },
  isolation: { vi: 'ngày cách ly thay đổi', en: 'an isolation began, ended or was changed' },
  decided: { vi: 'cán bộ quyết định', en: 'an officer decided so' },
  decisionWithdrawn: { vi: 'quyết định của cán bộ được rút lại', en: 'an officer’s decision was withdrawn' },
  list: { vi: 'danh sách mới nhập', en: 'a list was imported' },
  call: { vi: 'người được gọi nêu tên', en: 'somebody was named in a call' },
  merged: { vi: 'hai hồ sơ được gộp hoặc tách', en: 'records of one person were merged or separated' },
  lapsed: { vi: 'hết thời gian theo dõi', en: 'the follow-up is over' },
  derivedAgain: { vi: 'tính lại toàn bộ', en: 'everything was derived again' },
} as const satisfies Record<string, Bilingual>;

export type LevelCause = keyof typeof levelCauseWords;
export const levelCause = z.enum(Object.keys(levelCauseWords) as [LevelCause, ...LevelCause[]]);
