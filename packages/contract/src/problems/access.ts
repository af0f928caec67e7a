import { type Entry, exitCodes } from './entry.ts';

const { refused } = exitCodes;

/** Refusals about who may, and about two people changing one thing. */
export const accessProblems = {
  'resource.versionRequired': {
    status: 428,
    exit: refused,
    vi: 'Thiếu phiên bản đã xem (If-Match). Xin mở lại rồi sửa, để không ghi đè lên việc người khác vừa làm.',
    en: 'The version that was seen is missing (If-Match). Open it again and change it, so that nobody’s work is overwritten.',
  },
  'resource.changed': {
    status: 412,
    exit: refused,
    vi: 'Người khác vừa sửa mục này (nay là phiên bản {version}). Xin xem lại nội dung mới rồi sửa tiếp.',
    en: 'Somebody else has changed this meanwhile (it is now version {version}). Look at what is there now and change it again.',
  },
} as const satisfies Record<string, Entry>;
