import type { FieldCode } from './data/importFields.ts';
import { dayText } from './localDate.ts';

/**
 * What can be wrong with one row of a list. `reject` hands the row back; `warn` stores it and tells the reader.
 * `{value}` is what the cell showed; other names are filled from the problem's details.
 */
type Entry = { readonly severity: 'reject' | 'warn'; readonly vi: string; readonly en: string };

export const rowProblems = {
  'name.missing': { severity: 'reject', vi: 'Thiếu họ tên.', en: 'The name is missing.' },
  'name.invalid': { severity: 'reject', vi: 'Họ tên “{value}” không phải là tên người.', en: '“{value}” is not a name.' },
  'phone.missing': {
    severity: 'reject',
    vi: 'Thiếu số điện thoại: máy không gọi được. Xin bổ sung số, hoặc cử người đến nhà.',
    en: 'No phone number: the robot cannot call. Add a number, or send someone to the house.',
  },
  'phone.unreadable': {
    severity: 'reject',
    vi: 'Số điện thoại “{value}” không đúng: không có đầu số hoặc độ dài như vậy.',
    en: '“{value}” is not a phone number: no such prefix or length.',
  },
  'phone.service': {
    severity: 'reject',
    vi: 'Số “{value}” là số khẩn cấp hoặc tổng đài, không phải số của một người; máy không gọi số này.',
    en: '“{value}” is an emergency or service number, not a person’s; it is never dialled.',
  },
  'phone.foreign': {
    severity: 'reject',
    vi: 'Số “{value}” là số nước ngoài; máy chỉ gọi số Việt Nam.',
    en: '“{value}” is a foreign number; only Vietnamese numbers are called.',
  },
  'phone.saturated': {
    severity: 'reject',
    vi: 'Số “{value}” là giá trị tràn số do phần mềm khác ghi hỏng; số thật đã mất. Xin hỏi lại.',
    en: '“{value}” is an overflow left by other software; the true number is lost. Ask again.',
  },
  'phone.ignored': {
    severity: 'warn',
    vi: 'Bỏ qua một số điện thoại không dùng được: “{value}”.',
    en: 'One unusable phone number was left out: “{value}”.',
  },
  'birth.missing': {
    severity: 'warn',
    vi: 'Thiếu năm sinh: máy không xác minh được người nghe, cán bộ phải gọi.',
    en: 'No birth year: the robot cannot verify who answers; an officer has to call.',
  },
  'birth.unreadable': {
    severity: 'reject',
    vi: 'Không hiểu ngày sinh “{value}”. Xin ghi ngày/tháng/năm, hoặc năm sinh, hoặc tuổi.',
    en: 'The birth “{value}” is not understood. Write dd/mm/yyyy, a year, or an age.',
  },
  'birth.tooOld': {
    severity: 'reject',
    vi: 'Ngày sinh “{value}” cho tuổi quá cao (trên 120).',
    en: 'The birth “{value}” gives an age above 120.',
  },
  'birth.future': {
    severity: 'reject',
    vi: 'Ngày sinh “{value}” ở tương lai.',
    en: 'The birth “{value}” is in the future.',
  },
  'birth.readAsAge': {
    severity: 'warn',
    vi: '“{value}” ở cột năm sinh được hiểu là tuổi, tức sinh khoảng năm {year}.',
    en: '“{value}” in the birth column was read as an age: born about {year}.',
  },
  'date.monthFirst': {
    severity: 'warn',
    vi: '“{value}” được hiểu là tháng trước ngày sau: {date}.',
    en: '“{value}” was read with the month first: {date}.',
  },
  'contact.future': {
    severity: 'reject',
    vi: 'Ngày tiếp xúc “{value}” ở tương lai.',
    en: 'The contact date “{value}” is in the future.',
  },
  'contact.unreadable': {
    severity: 'warn',
    vi: 'Không hiểu ngày tiếp xúc “{value}”; lưu là chưa rõ ngày.',
    en: 'The contact date “{value}” is not understood; stored as unknown.',
  },
  'contact.longAgo': {
    severity: 'warn',
    vi: 'Lần tiếp xúc cuối {date} đã quá thời hạn theo dõi.',
    en: 'The last contact {date} is beyond the follow-up period.',
  },
  'source.ambiguous': {
    severity: 'warn',
    vi: 'Danh sách có nhiều người tên “{value}” (dòng {rows}), nên chưa rõ đã tiếp xúc với ai; chỉ lưu lời ghi. Xin hỏi lại, rồi ghi tiếp xúc ở trang của người này.',
    en: 'Several people in the list are named “{value}” (rows {rows}), so it is not clear who was met; only the words are stored. Ask again, then write the contact down on this person’s page.',
  },
  'source.ambiguousStored': {
    severity: 'warn',
    vi: 'Đã lưu nhiều F0, F1 tên “{value}” ({people}), nên chưa rõ đã tiếp xúc với ai; chỉ lưu lời ghi. Xin hỏi lại, rồi ghi tiếp xúc ở trang của người này.',
    en: 'Several F0 or F1 are stored under the name “{value}” ({people}), so it is not clear who was met; only the words are stored. Ask again, then write the contact down on this person’s page.',
  },
  'caseDate.unreadable': {
    severity: 'warn',
    vi: 'Không hiểu “{value}” ở cột “{column}”, hoặc ngày ở tương lai; lưu là chưa rõ ngày.',
    en: '“{value}” in the column “{column}” is not understood or lies in the future; stored as unknown.',
  },
  'quarantine.endUnreadable': {
    severity: 'warn',
    vi: 'Không hiểu “{value}” ở cột “{column}”, hoặc ngày không hợp với ngày bắt đầu cách ly; lưu là chưa rõ ngày.',
    en: '“{value}” in the column “{column}” is not understood or does not fit the first day of quarantine; stored as unknown.',
  },
  'quarantine.typeUnreadable': {
    severity: 'warn',
    vi: 'Không hiểu hình thức cách ly “{value}”; ngày được lưu, nhưng chưa tính là người này không gặp ai.',
    en: 'The kind of quarantine “{value}” is not understood; its days are stored, but do not count as kept from others.',
  },
  'quarantine.contradicts': {
    severity: 'warn',
    vi: 'Cột cách ly ghi “{value}” nhưng dòng này có ngày cách ly; không lưu việc cách ly. Xin kiểm tra lại.',
    en: 'The list says “{value}” to quarantine and yet gives days of it; no quarantine is stored. Please check.',
  },
  'level.missing': {
    severity: 'reject',
    vi: 'Chưa ghi là F mấy.',
    en: 'The level (F1, F2…) is not given.',
  },
  'level.unreadable': {
    severity: 'reject',
    vi: 'Không hiểu “{value}” là F mấy.',
    en: '“{value}” does not say which level (F1, F2…).',
  },
  'sex.unreadable': {
    severity: 'warn',
    vi: 'Không hiểu giới tính “{value}”; lưu là chưa rõ.',
    en: 'The sex “{value}” is not understood; stored as unknown.',
  },
  'nationalId.unreadable': {
    severity: 'warn',
    vi: 'Số giấy tờ “{value}” không đúng dạng CMND (9 số), CCCD (12 số) hay hộ chiếu; không lưu số này.',
    en: 'The identity number “{value}” is neither CMND (9 digits), CCCD (12 digits) nor a passport; it is not stored.',
  },
  'nationalId.sexDiffers': {
    severity: 'warn',
    vi: 'Số CCCD cho giới tính khác với cột giới tính.',
    en: 'The identity number gives another sex than the sex column.',
  },
  'nationalId.yearDiffers': {
    severity: 'warn',
    vi: 'Số CCCD cho năm sinh {year}, khác với cột ngày sinh.',
    en: 'The identity number gives the birth year {year}, unlike the birth column.',
  },
  'nationalId.otherName': {
    severity: 'reject',
    vi: 'Số giấy tờ này đã thuộc về người có tên khác. Xin kiểm tra lại số và họ tên.',
    en: 'This identity number belongs to a person of another name. Check the number and the name.',
  },
  'commune.other': {
    severity: 'warn',
    vi: 'Cột xã ghi “{value}”, khác với đơn vị nộp danh sách ({unit}).',
    en: 'The commune column says “{value}”, not the unit that hands the list in ({unit}).',
  },
  'cell.formula': {
    severity: 'reject',
    vi: 'Ô “{column}” là công thức chưa có kết quả ({value}). Xin mở bằng Excel, lưu lại rồi nộp.',
    en: 'The cell “{column}” is a formula without a result ({value}). Open it in Excel, save and hand it in again.',
  },
  'cell.error': {
    severity: 'reject',
    vi: 'Ô “{column}” có lỗi {value}.',
    en: 'The cell “{column}” holds the error {value}.',
  },
  'row.sameNumberOtherName': {
    severity: 'warn',
    vi: 'Cùng số điện thoại và tên gần giống dòng {row} nhưng khác ngày sinh hoặc khác dấu; lưu là hai người.',
    en: 'Same phone and nearly the same name as row {row}, but another birth or other marks; stored as two people.',
  },
  'row.perhapsSame': {
    severity: 'warn',
    vi: 'Có thể là cùng một người với dòng {row} (giống {percent} %), nhưng không có số điện thoại hay giấy tờ chung; lưu là hai người, xin xem lại.',
    en: 'Perhaps the same person as row {row} ({percent} % alike), but no phone or identity number in common; stored as two people, please check.',
  },
  'person.nearlyStored': {
    severity: 'warn',
    vi: 'Đã có người cùng số điện thoại và tên gần giống nhưng khác ngày sinh, giới tính, giấy tờ hoặc dấu; lưu là người khác.',
    en: 'Someone with this phone and nearly this name is already stored, but with another birth, sex, identity or other marks; stored as another person.',
  },
  'person.perhapsStored': {
    severity: 'warn',
    vi: 'Có thể đã có người này: {name} (giống {percent} %), nhưng không có số điện thoại hay giấy tờ chung; lưu là người khác, xin xem lại.',
    en: 'Perhaps stored already: {name} ({percent} % alike), but no phone or identity number in common; stored as another person, please check.',
  },
  'row.leftOut': {
    severity: 'reject',
    vi: 'Cán bộ đã bỏ dòng này khi xem trước.',
    en: 'An officer left this row out in the preview.',
  },
  'person.gone': {
    severity: 'reject',
    vi: 'Người được chọn để gộp không còn nữa, hoặc đã gộp vào người khác. Xin xem trước lại.',
    en: 'The person chosen for this row is gone or was merged into another. Preview the list again.',
  },
  'row.mergedInto': {
    severity: 'warn',
    vi: 'Cùng một người với dòng {row}; hai dòng được gộp làm một.',
    en: 'The same person as row {row}; the two rows became one.',
  },
} as const satisfies Record<string, Entry>;

export type RowProblemCode = keyof typeof rowProblems;

/** A problem of one row. `field` says which column; `details` fill the sentence. Plain JSON, stored with the row. */
export type RowProblem = {
  readonly code: RowProblemCode;
  readonly field: FieldCode | null;
  readonly details: Readonly<Record<string, string | number>>;
};

/** @example rowProblem('birth.future', 'birth', { value: '1/1/2030' }) */
export function rowProblem(code: RowProblemCode, field: FieldCode | null, details: RowProblem['details'] = {}): RowProblem {
  return { code, field, details };
}

export const rejects = (problem: RowProblem): boolean => rowProblems[problem.code].severity === 'reject';

/** The sentence for a reader; a detail that is missing shows as "?". A day that we found is written as its reader writes days, what a cell shows as it is. */
export function rowProblemText({ code, details }: RowProblem, locale: 'vi' | 'en'): string {
  return rowProblems[code][locale].replace(/\{(\w+)\}/gu, (_, name: string) => {
    const detail = String(details[name] ?? '?');
    return locale === 'vi' && name !== 'value' && isDay.test(detail) ? dayText(detail) : detail;
  });
}
const isDay = /^\d{4}-\d{2}-\d{2}$/u;
