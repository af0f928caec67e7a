import { type Entry, exitCodes } from './entry.ts';

const { badInput, refused } = exitCodes;

/** Refusals about units, addresses, households and cards. */
export const unitProblems = {
  'units.badRows': {
    status: 422,
    exit: badInput,
    vi: 'Tệp {file} có {count} chỗ sai nên chưa ghi gì: {rows}.',
    en: 'The file {file} has {count} mistakes, so nothing was written: {rows}.',
  },
  'units.unreadable': {
    status: 422,
    exit: badInput,
    vi: 'Không đọc được tệp đơn vị {file}: {detail}. Cần CSV có dòng tiêu đề hoặc JSON là một mảng.',
    en: 'The file of units {file} cannot be read: {detail}. A CSV with a header or a JSON array is needed.',
  },
  'unit.unfit': {
    status: 422,
    exit: badInput,
    vi: '{unit} không phải là xã hoặc thôn đang tồn tại.',
    en: '{unit} is not a commune or hamlet that exists today.',
  },
  'address.notAnOption': {
    status: 422,
    exit: badInput,
    vi: 'Đơn vị {unitId} không thuộc nơi mà địa chỉ này có thể chỉ đến.',
    en: 'The unit {unitId} is not one that this address may mean.',
  },
  'person.identityTaken': {
    status: 409,
    exit: refused,
    vi: 'Trong đơn vị đã có người khác mang số định danh này.',
    en: 'Somebody else in the unit has this identity number already.',
  },
  'person.fieldInvalid': {
    status: 422,
    exit: badInput,
    vi: 'Mục {name} chưa đúng: {detail}.',
    en: 'The {name} is not right: {detail}.',
  },
  'household.codeTaken': {
    status: 409,
    exit: refused,
    vi: 'Trong đơn vị đã có hộ mang mã {code}.',
    en: 'A household of the unit has the code {code} already.',
  },
  'household.otherUnit': {
    status: 409,
    exit: refused,
    vi: 'Hộ này thuộc {unit}, không cùng đơn vị với người đó.',
    en: 'This household belongs to {unit}, not to the unit of the person.',
  },
  'card.unreadable': {
    status: 422,
    exit: badInput,
    vi: 'Mã QR này không phải của thẻ căn cước hay thẻ bảo hiểm y tế: {detail}.',
    en: 'This QR code is neither of an identity card nor of a health insurance card: {detail}.',
  },
} as const satisfies Record<string, Entry>;
