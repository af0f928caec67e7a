import { type Entry, exitCodes } from './entry.ts';

const { badInput, refused } = exitCodes;

/** Refusals about errands. */
export const triageProblems = {
  'errand.outcomeUnfit': {
    status: 422,
    exit: badInput,
    vi: 'Kết quả “{outcome}” không dùng cho việc này. Các kết quả được dùng: {outcomes}.',
    en: 'The outcome “{outcome}” does not fit this errand. It can have: {outcomes}.',
  },
  'errand.ownerOutOfReach': {
    status: 422,
    exit: refused,
    vi: 'Không giao được: người nhận không phụ trách địa bàn {unit}, vai trò không nhận việc, hoặc tài khoản đã khóa.',
    en: 'It cannot be given to them: they do not look after {unit}, their role does no errands, or their account is closed.',
  },
} as const satisfies Record<string, Entry>;
