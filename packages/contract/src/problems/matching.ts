import { type Entry, exitCodes } from './entry.ts';

const { badInput, refused } = exitCodes;

/** Refusals about previews of lists, duplicates and merges. */
export const matchingProblems = {
  'import.known': {
    status: 409,
    exit: refused,
    vi: 'Tệp {file} đã được nhập trước đây (mã {id}); nhập lại không thay đổi gì.',
    en: 'The file {file} was imported before (number {id}); importing it again changes nothing.',
  },
  'import.draftExpired': {
    status: 410,
    exit: refused,
    vi: 'Bản xem trước đã hết hạn. Xin tải tệp lên lại.',
    en: 'The preview has expired. Upload the file again.',
  },
  'import.columns': {
    status: 422,
    exit: badInput,
    vi: 'Cách đọc cột chưa đúng: mỗi mục chỉ một cột (riêng điện thoại được nhiều cột), cột phải có trong danh sách, và phải có cột họ tên và cột điện thoại.',
    en: 'These columns cannot be read: each field has one column (phones may have several), the column must exist, and a name and a phone column are needed.',
  },
  'import.rowUnknown': {
    status: 422,
    exit: badInput,
    vi: 'Dòng {row} không có trong bản xem trước, hoặc người được chọn không nằm trong số người có thể trùng.',
    en: 'Row {row} is not in the preview, or the person chosen is not among those proposed for it.',
  },
  'person.merged': {
    status: 410,
    exit: refused,
    vi: 'Hồ sơ này đã được gộp vào hồ sơ {into}. Xin mở hồ sơ đó.',
    en: 'This record was merged into record {into}. Open that one.',
  },
  'merge.same': {
    status: 422,
    exit: badInput,
    vi: 'Không thể gộp một người với chính người đó.',
    en: 'A person cannot be merged with themselves.',
  },
  'merge.already': {
    status: 409,
    exit: refused,
    vi: 'Một trong hai hồ sơ đã được gộp vào hồ sơ {into}. Xin mở hồ sơ đó.',
    en: 'One of the two records was merged into record {into} already. Open that one.',
  },
  'merge.distinct': {
    status: 409,
    exit: refused,
    vi: 'Đã có người xác nhận đây là hai người khác nhau. Xin bỏ xác nhận đó trước khi gộp.',
    en: 'Somebody has confirmed that these are two people. Withdraw that before merging.',
  },
  'merge.calling': {
    status: 409,
    exit: refused,
    vi: 'Đang có cuộc gọi với một trong hai người. Xin gộp sau khi cuộc gọi kết thúc.',
    en: 'A call with one of the two is under way. Merge when it has ended.',
  },
  'merge.none': {
    status: 409,
    exit: refused,
    vi: 'Hồ sơ này hiện không được gộp vào hồ sơ nào.',
    en: 'This record is not merged into another.',
  },
  'merge.survivorMerged': {
    status: 409,
    exit: refused,
    vi: 'Hồ sơ giữ lại sau đó đã được gộp vào hồ sơ {into}. Xin tách hồ sơ đó trước.',
    en: 'The surviving record was itself merged into record {into} later. Unmerge that one first.',
  },
} as const satisfies Record<string, Entry>;
