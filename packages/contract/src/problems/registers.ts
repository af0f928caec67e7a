import { type Entry, exitCodes } from './entry.ts';

const { badInput, refused } = exitCodes;

/** Refusals of registers, reports, declarations, places and settings of units. */
export const registerProblems = {
  'register.closed': {
    status: 409,
    exit: refused,
    vi: 'Mục này đã đóng trong sổ, không sửa được nữa.',
    en: 'This entry is closed in its register and cannot be changed any more.',
  },
  'register.dates': {
    status: 422,
    exit: badInput,
    vi: 'Ngày {later} phải từ ngày {earlier} trở đi.',
    en: 'The date {later} must not be before {earlier}.',
  },
  'register.future': {
    status: 422,
    exit: badInput,
    vi: 'Ngày {day} chưa đến.',
    en: '{day} has not come yet.',
  },
  'register.origin': {
    status: 422,
    exit: badInput,
    vi: 'Xin ghi nơi đi: chọn đơn vị hoặc ghi bằng chữ.',
    en: 'Say where the person came from: a unit, or words.',
  },
  'journey.twice': {
    status: 409,
    exit: refused,
    vi: 'Sổ người về đã có người này với cùng ngày về. Xin sửa mục đã có.',
    en: 'The register has this person with the same day of arrival already. Change that entry.',
  },
  'absence.twice': {
    status: 409,
    exit: refused,
    vi: 'Sổ người đi xa đã có người này, chưa ghi là đã về. Xin sửa hoặc đóng mục đã có.',
    en: 'The register has this person as away already. Change or close that entry.',
  },
  'review.twice': {
    status: 409,
    exit: refused,
    vi: '“{team}” đã ghi hộ này ngày {day}. Xin sửa mục đã có.',
    en: '“{team}” has already written down this household on {day}. Change that entry.',
  },
  'riskArea.twice': {
    status: 409,
    exit: refused,
    vi: 'Vùng này đã được ghi từ ngày {day}. Xin sửa mục đã có.',
    en: 'This area is already listed from {day}. Change that entry.',
  },
  'report.future': {
    status: 422,
    exit: badInput,
    vi: 'Chưa đến ngày báo cáo {day}; ngày đang chạy là {today}.',
    en: 'The report day {day} has not begun; the running one is {today}.',
  },
  'report.notExpected': {
    status: 422,
    exit: badInput,
    vi: 'Đơn vị này không phải là xã hay thôn nên không báo cáo sổ; số của đơn vị là tổng các xã.',
    en: 'This unit is neither a commune nor a hamlet, so it does not report registers; its figures are those of its communes.',
  },
  'declaration.name': {
    status: 422,
    exit: badInput,
    vi: 'Họ tên “{name}” chưa đúng. Xin ghi đầy đủ họ và tên, không ghi số.',
    en: 'The name “{name}” cannot be read. Write the full name, without digits.',
  },
  'declaration.phone': {
    status: 422,
    exit: badInput,
    vi: 'Số điện thoại chưa đúng. Xin kiểm tra lại.',
    en: 'The phone number is not right. Please check it.',
  },
  'declaration.unit': {
    status: 422,
    exit: badInput,
    vi: 'Xin chọn xã, phường, thị trấn nơi đang ở.',
    en: 'Choose the commune where the person is now.',
  },
  'declaration.decided': {
    status: 409,
    exit: refused,
    vi: 'Tờ khai này đã được xử lý.',
    en: 'This declaration has already been decided.',
  },
  'declaration.noSource': {
    status: 422,
    exit: badInput,
    vi: 'Tệp {file} không có cột “Họ và tên”, hoặc không có dòng khai nào.',
    en: 'The file {file} has no name column, or no declaration in it.',
  },
  'poster.unknown': {
    status: 404,
    exit: badInput,
    vi: 'Mã này không còn dùng. Xin quét mã mới, hoặc hỏi người phụ trách nơi này.',
    en: 'This code is not in use any more. Scan the new one, or ask whoever is in charge of the place.',
  },
  'poster.missing': {
    status: 409,
    exit: refused,
    vi: 'Địa điểm này chưa có mã QR. Xin tạo mã trước khi in.',
    en: 'This place has no QR code yet. Make one before printing.',
  },
  'poster.noAddress': {
    status: 409,
    exit: refused,
    vi: 'Điện thoại không mở được địa chỉ {host} nên mã QR sẽ không dùng được. Xin đặt “public.address” (địa chỉ trang khai báo) trong thiết lập của đơn vị, rồi in lại.',
    en: 'No telephone can open {host}, so the QR code would lead nowhere. Set “public.address” (address of the public pages) among the unit’s settings, then print again.',
  },
} as const satisfies Record<string, Entry>;
