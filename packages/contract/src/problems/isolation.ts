import { type Entry, exitCodes } from './entry.ts';

const { badInput, refused } = exitCodes;

/** Refusals about isolation rules, advice, orders, follow-up. */
export const isolationProblems = {
  'rules.unreadable': {
    status: 422,
    exit: badInput,
    vi: 'Không đọc được tệp quy tắc {file}: {detail}.',
    en: 'The file of rules {file} cannot be read: {detail}.',
  },
  'rule.doubtful': {
    status: 409,
    exit: refused,
    vi: 'Chưa ban hành được quy tắc {code} bản {version}, còn thiếu: {lacks}. Xin đọc văn bản rồi nhập một bản mới.',
    en: 'Rule {code} version {version} cannot be put in force, it lacks: {lacks}. Read the document and enter a new version.',
  },
  'rule.closed': {
    status: 409,
    exit: refused,
    vi: 'Quy tắc {code} bản {version} không còn là bản nháp.',
    en: 'Rule {code} version {version} is no longer a draft.',
  },
  'rule.elsewhere': {
    status: 403,
    exit: refused,
    vi: 'Quy tắc của {jurisdiction} chỉ do cơ quan nơi đó hoặc quản trị nhập và ban hành.',
    en: 'Rules of {jurisdiction} are entered and put in force only by an authority there or by an administrator.',
  },
  'advice.categoryUnknown': {
    status: 422,
    exit: badInput,
    vi: 'Chưa rõ người này thuộc diện nào (F0, F1, F2, F3, người về). Xin chọn diện.',
    en: 'It is not known what this person is (F0, F1, F2, F3, returnee). Choose the category.',
  },
  'advice.decided': {
    status: 409,
    exit: refused,
    vi: 'Đề xuất này đã được quyết định hoặc đã được thay.',
    en: 'This advice was decided or replaced before.',
  },
  'advice.nothingToApprove': {
    status: 409,
    exit: refused,
    vi: 'Đề xuất này không có biện pháp nào để duyệt. Xin từ chối, hoặc thay bằng biện pháp khác kèm lý do.',
    en: 'There is no measure here to approve. Refuse it, or change it and say why.',
  },
  'advice.testsUnknown': {
    status: 409,
    exit: refused,
    vi: 'Văn bản chưa cho biết các ngày lấy mẫu. Xin thay đổi đề xuất, ghi rõ các ngày lấy mẫu và lý do.',
    en: 'The document’s sampling days are not known. Change the advice, name the days, and say why.',
  },
  'advice.datesWrong': {
    status: 422,
    exit: badInput,
    vi: 'Ngày bắt đầu {startOn} không hợp với các biện pháp: tất cả đã hết trước ngày đó, hoặc ngày đó sau hôm nay quá 14 ngày.',
    en: 'The start {startOn} does not fit the measures: all are over by then, or it is more than 14 days from now.',
  },
  'advice.differenceChanged': {
    status: 409,
    exit: refused,
    vi: 'Quy tắc hoặc đề xuất đã thay đổi sau khi xem. Xin xem lại phần khác biệt rồi áp dụng.',
    en: 'Rules or advice have changed since the difference was shown. Look at it again, then apply.',
  },
  'order.closed': {
    status: 409,
    exit: refused,
    vi: 'Quyết định cách ly này đã kết thúc.',
    en: 'This isolation order has ended.',
  },
  'order.blocked': {
    status: 409,
    exit: refused,
    vi: 'Chưa được kết thúc cách ly, còn {count} điều kiện chưa đạt: {blocks}.',
    en: 'The person cannot be released, {count} conditions are not met: {blocks}.',
  },
  'followUp.dayInFuture': {
    status: 422,
    exit: badInput,
    vi: 'Ngày {day} chưa đến, chưa ghi được.',
    en: 'The day {day} has not come yet and cannot be recorded.',
  },
  'followUp.symptomUnknown': {
    status: 422,
    exit: badInput,
    vi: 'Không có triệu chứng mang mã {code} trong hồ sơ bệnh.',
    en: 'The disease’s profile has no symptom {code}.',
  },
  'disease.unknown': {
    status: 422,
    exit: badInput,
    vi: 'Chưa có hồ sơ bệnh {disease}. Các bệnh đã có: {known}.',
    en: 'There is no profile of the disease {disease}. Those there are: {known}.',
  },
  'outbreak.exists': {
    status: 409,
    exit: refused,
    vi: 'Đã có ổ dịch mang mã {code}. Xin chọn mã khác.',
    en: 'There is an outbreak with the code {code} already. Choose another code.',
  },
  'disease.noClusters': {
    status: 422,
    exit: badInput,
    vi: 'Bệnh này được truy vết theo người, không theo cụm nơi ở.',
    en: 'This disease is traced by person, not by place clusters.',
  },
} as const satisfies Record<string, Entry>;
