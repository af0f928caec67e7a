import { type Entry, exitCodes } from './entry.ts';

const { badInput, environment, failed, refused } = exitCodes;

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
  'idempotency.underWay': {
    status: 409,
    exit: refused,
    vi: 'Yêu cầu mang khóa {key} đang được xử lý, hoặc chưa rõ đã xong hay chưa. Xin đợi rồi xem kết quả trước khi gửi lại với khóa khác.',
    en: 'The request with the key {key} is under way, or its fate is not known. Wait and look at the result before you send it again under another key.',
  },
  'idempotency.otherRequest': {
    status: 422,
    exit: badInput,
    vi: 'Khóa {key} đã dùng cho một yêu cầu khác. Mỗi yêu cầu mới cần một khóa mới.',
    en: 'The key {key} was used for another request. Each new request needs a new key.',
  },
  'webhook.privateAddress': {
    status: 422,
    exit: badInput,
    vi: 'Địa chỉ {host} nằm trong mạng riêng hoặc không tìm thấy, nên không được gửi tới. Nếu đúng là máy của mình, xin ghi vào webhooks.privateHosts trong config.json.',
    en: 'The address {host} is in a private network or cannot be found, so nothing is sent there. If it is a machine of yours, write it into webhooks.privateHosts of config.json.',
  },
  'person.underCall': {
    status: 409,
    exit: refused,
    vi: 'Đang có cuộc gọi với người này. Xin đợi cuộc gọi xong rồi xóa.',
    en: 'A call with this person is under way. Wait for its end, then erase.',
  },
  'keys.fileMissing': {
    status: 503,
    exit: environment,
    vi: 'Không thấy tệp khóa {file}. Thiếu nó thì không đọc được số định danh và ghi âm đã lưu. Xin chép tệp khóa từ bản sao lưu về chỗ cũ rồi chạy lại; đừng tạo tệp mới.',
    en: 'The key file {file} is missing. Without it, stored identity numbers and recordings cannot be read. Put it back from a backup and start again; do not make a new one.',
  },
  'keys.fileUnreadable': {
    status: 503,
    exit: environment,
    vi: 'Tệp khóa {file} bị hỏng hoặc không đọc được. Xin chép lại từ bản sao lưu.',
    en: 'The key file {file} is damaged or cannot be read. Put it back from a backup.',
  },
  'keys.wrong': {
    status: 503,
    exit: environment,
    vi: 'Tệp khóa {file} không phải của cơ sở dữ liệu này (khóa {id} khác hoặc thiếu). Xin dùng đúng tệp khóa đã đi cùng dữ liệu.',
    en: 'The key file {file} does not belong to this database (key {id} differs or is missing). Use the key file that came with the data.',
  },
  'keys.lost': {
    status: 503,
    exit: environment,
    vi: 'Không có khóa {id} để đọc số định danh hoặc ghi âm này. Xin bổ sung khóa đó vào tệp khóa từ bản sao lưu.',
    en: 'The key {id} that this identity number or recording needs is not there. Put it back into the key file from a backup.',
  },
  'keys.unreadable': {
    status: 500,
    exit: failed,
    vi: 'Dữ liệu mã hóa bằng khóa {id} đã bị sửa hoặc hỏng.',
    en: 'What was sealed with the key {id} has been altered or damaged.',
  },
  'keys.rotationUnfinished': {
    status: 500,
    exit: failed,
    vi: 'Còn mục chưa mã hóa lại bằng khóa {id}. Xin chạy lại "truyvet keys rotate".',
    en: 'Some items are not sealed with the key {id} yet. Run "truyvet keys rotate" again.',
  },
} as const satisfies Record<string, Entry>;
