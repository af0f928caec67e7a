import type { LocalDate } from '../localDate.ts';
import { tidy } from '../text.ts';
import { readBhytQr } from './bhytQr.ts';
import type { CardReading } from './cardReading.ts';
import { readCccdQr } from './cccdQr.ts';

const longest = 2000;

/**
 * Reads the text of a QR code: a citizen identity card (`CCCD|CMND|Họ tên|ddMMyyyy|Nam/Nữ|địa chỉ|ddMMyyyy cấp`, more fields may follow), or a
 * health insurance card (`mã thẻ|hex tên|sinh|1 = nam|hex địa chỉ|nơi KCB|từ|đến|…`). Never throws; what looks wrong is a warning.
 */
export function readCardQr(text: string, today: LocalDate): CardReading {
  if (text.length > longest) return { kind: 'unreadable', why: 'tooLong' };
  const fields = text
    .replace(/^\uFEFF/u, '')
    .trim()
    .split('|')
    .map(tidy);
  if (fields.every((field) => field === '')) return { kind: 'unreadable', why: 'empty' };
  const [first = ''] = fields;
  if (/^\d{12}$/u.test(first) && fields.length >= 6) return readCccdQr(fields, today);
  return readBhytQr(fields, today) ?? { kind: 'unreadable', why: 'notACard' };
}
