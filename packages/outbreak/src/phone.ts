import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { RowProblemCode } from './rowProblems.ts';

/**
 * Vietnamese phone numbers as lists carry them, turned into E.164 of today. Mobile numbers of 11 digits became 10 digits
 * between 15 September and 14 November 2018 (plan of the Ministry of Information and Communications).
 */
const migration2018: Readonly<Record<string, string>> = {
  '120': '70',
  '121': '79',
  '122': '77',
  '126': '76',
  '128': '78',
  '123': '83',
  '124': '84',
  '125': '85',
  '127': '81',
  '129': '82',
  '162': '32',
  '163': '33',
  '164': '34',
  '165': '35',
  '166': '36',
  '167': '37',
  '168': '38',
  '169': '39',
  '186': '56',
  '188': '58',
  '199': '59',
};

/** 32-bit overflow that an importer of 2021 wrote in place of a phone number (it cast the cell to int). */
const int32Max = '2147483647';

export type PhoneReading =
  | { readonly ok: true; readonly e164: string; readonly kind: 'mobile' | 'landline' }
  | { readonly ok: false; readonly code: Extract<RowProblemCode, `phone.${string}`> };

const refused = (code: Extract<RowProblemCode, `phone.${string}`>): PhoneReading => ({ ok: false, code });

/**
 * One number, its digits with or without +84, 84, 0084, the leading zero, or the 11 digits of before 2018.
 * Emergency and service numbers (113, 114, 115, 1022, 1800…, 1900…) are refused: they are never dial targets.
 *
 * @example readPhone('0167 234 5678') // { ok: true, e164: '+84372345678', kind: 'mobile' }
 */
export function readPhone(text: string): PhoneReading {
  const digits = text.replace(/\D/gu, '');
  if (digits === int32Max) return refused('phone.saturated');
  const foreign = /^\s*(?:\+|00)\s*(?!84)[1-9]/u.test(text) && digits.length >= 8;
  if (foreign) return refused('phone.foreign');
  const national = nationalDigits(digits);
  if (isService(national) || isService(digits)) return refused('phone.service');
  const number = renumbered(national);
  if (!usual.test(number)) return inNumberingPlan(number);
  const block = `${number.length} ${number.slice(0, blockDigits)}`;
  const reading = blocks.get(block) ?? inNumberingPlan(number);
  blocks.set(block, reading);
  return reading.ok ? { ...reading, e164: `+84${number}` } : reading;
}

/** Mobile numbers and landlines, by their length and first digit. */
const usual = /^(?:[35789]\d{8}|2\d{9})$/u;
/** No rule of the plan looks at more digits of a usual number: what it says of one number holds for its whole block. */
const blockDigits = 4;
const blocks = new Map<string, PhoneReading>();

function inNumberingPlan(national: string): PhoneReading {
  const parsed = parsePhoneNumberFromString(`+84${national}`);
  if (parsed?.country !== 'VN' || !parsed.isValid()) return refused('phone.unreadable');
  switch (parsed.getType()) {
    case 'MOBILE':
      return { ok: true, e164: parsed.number, kind: 'mobile' };
    case 'FIXED_LINE':
      return { ok: true, e164: parsed.number, kind: 'landline' };
    default:
      return refused('phone.service');
  }
}

/** Without country code and trunk zero: "84" is a country code only where too many digits would be left otherwise. */
function nationalDigits(digits: string): string {
  const international = digits.replace(/^00(?=84)/u, '');
  const bare = international.startsWith('84') && international.length >= 11 ? international.slice(2) : international;
  return bare.replace(/^0/u, '');
}

function renumbered(national: string): string {
  const prefix = migration2018[national.slice(0, 3)];
  return national.length === 10 && prefix !== undefined ? prefix + national.slice(3) : national;
}

/** 11x, 1022, 1080, and 1800/1900 with their 4 to 6 further digits. */
const isService = (national: string): boolean => /^(?:11[1-9]|10(?:22|80|88)|1[89]00\d{0,6})$/u.test(national);

/** A stored number for logs: 093***115. */
export const maskPhone = (e164: string): string => {
  const local = e164.replace(/^\+84/u, '0');
  return `${local.slice(0, 3)}***${local.slice(-3)}`;
};
