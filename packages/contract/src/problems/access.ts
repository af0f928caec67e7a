import { type Entry, exitCodes } from './entry.ts';

const { badInput, failed, refused } = exitCodes;

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
  'user.nameTaken': {
    status: 409,
    exit: refused,
    vi: 'Tên đăng nhập {username} đã có người dùng.',
    en: 'The user name {username} is taken.',
  },
  'user.noUnit': {
    status: 422,
    exit: badInput,
    vi: 'Tài khoản này cần ít nhất một đơn vị; chỉ quản trị toàn hệ thống mới không gắn với đơn vị nào.',
    en: 'This account needs a unit; only an administrator of the whole has none.',
  },
  'user.lastAdministrator': {
    status: 409,
    exit: refused,
    vi: 'Đây là quản trị toàn hệ thống cuối cùng; xin lập người khác trước khi đổi hay khóa tài khoản này.',
    en: 'This is the last administrator of the whole; make another one before this account is changed or disabled.',
  },
  'user.unknown': {
    status: 404,
    exit: badInput,
    vi: 'Không có tài khoản nào tên {username}.',
    en: 'There is no user named {username}.',
  },
  'audit.broken': {
    status: 500,
    exit: failed,
    vi: 'Nhật ký truy cập bị đứt ở mắt xích {seal} (dòng {row}): {why}.',
    en: 'The audit log is broken at link {seal} (row {row}): {why}.',
  },
} as const satisfies Record<string, Entry>;
