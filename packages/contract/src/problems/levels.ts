import { type Entry, exitCodes } from './entry.ts';

const { badInput, environment, refused } = exitCodes;

/** Refusals about cases, samples, contacts and milestones. */
export const levelProblems = {
  'sample.dates': {
    status: 422,
    exit: badInput,
    vi: 'Ngày lấy mẫu, ngày gửi và ngày có kết quả phải theo thứ tự thời gian, và không ở tương lai.',
    en: 'A sample is taken, then sent, then its result comes: these dates are not in that order, or lie in the future.',
  },
  'case.dates': {
    status: 422,
    exit: badInput,
    vi: 'Ngày {day} chưa đến: ngày khởi phát, ngày dương tính và ngày cách ly của ca bệnh không ở tương lai.',
    en: '{day} has not come yet: the onset, the first positive sample and the isolation of a case do not lie in the future.',
  },
  'case.exists': {
    status: 409,
    exit: refused,
    vi: 'Đã có ca bệnh mang mã {code} trong ổ dịch này.',
    en: 'There already is a case with the code {code} in this outbreak.',
  },
  'case.ofPerson': {
    status: 409,
    exit: refused,
    vi: 'Người này đã có hồ sơ ca bệnh {code} trong ổ dịch này.',
    en: 'This person already has the case {code} in this outbreak.',
  },
  'exposure.source': {
    status: 422,
    exit: badInput,
    vi: 'Xin nêu đúng một nguồn tiếp xúc: ca bệnh, người, hoặc mô tả bằng lời; và không phải chính người đó.',
    en: 'Name exactly one source: a case, a person, or words; and not the person themselves.',
  },
  'exposure.dates': {
    status: 422,
    exit: badInput,
    vi: 'Ngày tiếp xúc đầu phải trước hoặc trùng ngày tiếp xúc cuối, và không ở tương lai.',
    en: 'The first contact must not be after the last one, and neither lies in the future.',
  },
  'exposure.exists': {
    status: 409,
    exit: refused,
    vi: 'Lần tiếp xúc này đã được ghi.',
    en: 'This contact is already written down.',
  },
  'levels.busy': {
    status: 503,
    exit: environment,
    vi: 'Đang tính lại mức F sau một danh sách lớn. Xin thử lại sau ít phút; chưa có gì được ghi.',
    en: 'Levels are being derived after a large list. Try again in a few minutes; nothing was written.',
  },
  'level.decided': {
    status: 409,
    exit: refused,
    vi: 'Người này đang có một quyết định về mức F. Xin rút quyết định đó trước.',
    en: 'A level of this person has already been decided by hand. Withdraw that decision first.',
  },
  'level.withdrawn': {
    status: 409,
    exit: refused,
    vi: 'Quyết định này đã được rút lại.',
    en: 'This decision has already been withdrawn.',
  },
  'milestone.times': {
    status: 422,
    exit: badInput,
    vi: 'Mốc dịch tễ phải kết thúc sau khi bắt đầu, và thời gian có mặt phải nằm trong mốc.',
    en: 'A milestone ends after it begins, and a visit lies within it.',
  },
  'milestone.noSource': {
    status: 409,
    exit: refused,
    vi: 'Mốc này chưa có ca bệnh nào có mặt, nên chưa tạo được tiếp xúc.',
    en: 'No case is known to have been at this milestone, so it gives no contacts yet.',
  },
  'case.noPerson': {
    status: 409,
    exit: refused,
    vi: 'Ca bệnh {code} chưa gắn với người nào, nên không biết đã đến đâu.',
    en: 'The case {code} is not linked to a person yet, so nobody knows where it was.',
  },
} as const satisfies Record<string, Entry>;
