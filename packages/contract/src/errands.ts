/**
 * Human work.
 * - `GET /api/errands?state=&unitId=&mine=&overdue=&unassigned=` page of `errand`, the nearest deadline first
 * - `POST /api/errands/:id/complete` `errandResult` → `errand`; an errand that is done is refused with `errand.done`
 */
import type { errandDeadlineMs } from '@truyvet/outbreak';
import { z } from 'zod';
import { personName } from './alerts.ts';
import { type Bilingual, flag, id, instant, pageOf, pageQuery, unitName, words } from './common.ts';

const personWords = {
  askedForOfficer: { vi: 'Gọi lại người xin gặp cán bộ', en: 'Call back: asked for an officer' },
  identityFailed: { vi: 'Xác minh lại người nghe máy', en: 'Verify who answered' },
  identityUnknown: { vi: 'Bổ sung năm sinh rồi gọi', en: 'Complete the birth year, then call' },
  wrongNumber: { vi: 'Tìm số điện thoại đúng', en: 'Find the right number' },
  noUsableAnswer: { vi: 'Gọi lại người không trả lời rõ', en: 'Call back: no usable answer' },
  namedContact: { vi: 'Xác minh người được nêu tên', en: 'Verify a named contact' },
  refusedToAnswer: { vi: 'Vận động người từ chối trả lời', en: 'Talk to a person who refused' },
  notReached: { vi: 'Đến nhà: không liên lạc được', en: 'Door visit: not reached' },
  cutOff: { vi: 'Gọi lại người bị ngắt giữa cuộc', en: 'Call back: the call was cut off' },
  guardianNeeded: { vi: 'Gặp người giám hộ (dưới 18 tuổi)', en: 'Speak to the guardian (under 18)' },
  lostToFollowUp: { vi: 'Đến nhà: mất dấu trong thời gian theo dõi', en: 'Door visit: lost to follow-up' },
  noPhone: { vi: 'Đến nhà: không có số điện thoại', en: 'Door visit: no phone number' },
  declarationUnmatched: {
    vi: 'Xác định người khai báo chưa có trong danh sách',
    en: 'Say who made the declarations that match nobody',
  },
  declaredReturnee: { vi: 'Kiểm tra người tự khai về từ nơi khác', en: 'Check a self-declared returnee' },
  declaredContact: { vi: 'Xác minh người tự khai có gặp ca bệnh', en: 'Verify a self-declared contact of a case' },
} satisfies Record<keyof typeof errandDeadlineMs, Bilingual>;

/** Work about a unit or an address; nobody called. */
const unitWords = {
  unitWithoutSuccessor: { vi: 'Xác định đơn vị kế tục', en: 'Say which unit took over' },
  addressAmbiguous: { vi: 'Xác định đơn vị hiện nay của địa chỉ', en: 'Say in which unit of today an address lies' },
} satisfies Record<string, Bilingual>;

/** Words for every errand, by code. */
export const errandWords: Readonly<Record<string, Bilingual>> = { ...personWords, ...unitWords };

export const errand = z.object({
  id,
  code: z.string(),
  unit: unitName,
  /** Null for work about the unit itself or one of its lists; `details` then says what. */
  person: personName.nullable(),
  attemptId: id.nullable(),
  /** What the errand is about: `recordingId`, `phone`, `relation` of a named contact. */
  details: z.record(z.string(), z.string()),
  createdAt: instant,
  dueAt: instant,
  doneAt: instant.nullable(),
  doneBy: z.string().nullable(),
  result: z.string().nullable(),
  /** What came out, one of `outcomes`; null while open, and for errands closed with words alone. */
  outcome: z.string().nullable(),
  /** What can come out of an errand of this kind. */
  outcomes: z.array(z.string()),
  owner: z.object({ id, displayName: z.string() }).nullable(),
  assignedAt: instant.nullable(),
  version: z.number().int(),
});
export type Errand = z.infer<typeof errand>;

export const errandQuery = pageQuery.extend({
  state: z.enum(['open', 'done', 'all']).default('open'),
  unitId: z.coerce.number().int().positive().optional(),
  /** Owned by the reader. */
  mine: flag.optional(),
  /** Done too late, or late by now. */
  overdue: flag.optional(),
  unassigned: flag.optional(),
});
export const errandPage = pageOf(errand);

export const errandResult = z.object({ result: words(2000) });
export type ErrandResult = z.infer<typeof errandResult>;
