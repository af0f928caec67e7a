import type { VariableSpec } from './frame.ts';
import { withoutSensitiveWords } from './sensitive.ts';

type Value = string | number | boolean | null | undefined;

/** A variable's value as it is to be read aloud in Vietnamese. What is not known is silent. */
export function spokenValue(value: Value, kind: VariableSpec['kind']): string {
  if (value === null || value === undefined || typeof value === 'boolean') return '';
  const text = String(value).normalize('NFC').trim();
  if (kind === 'date') return spokenDate(text);
  if (kind === 'phone') return spokenPhone(text);
  return kind === 'name' ? spokenName(text) : text;
}

/** `2021-07-05` → `mùng 5 tháng 7`, to follow the word "ngày". Any other text is read as it is. */
export function spokenDate(text: string): string {
  const match = /^\d{4}-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return text;
  const [month, day] = [Number(match[1]), Number(match[2])];
  return `${day <= 10 ? 'mùng ' : ''}${day} tháng ${month}`;
}

/** Digit by digit, in breaths of four, three and three: `0936036115` → `0 9 3 6, 0 3 6, 1 1 5`. `+84` is read as the national zero. */
export function spokenPhone(text: string): string {
  const digits = text.replace(/^\s*\+\s*84/, '0').replace(/\D/g, '');
  if (digits === '') return text;
  const head = digits.length % 3 === 0 ? 3 : 3 + (digits.length % 3);
  const groups = [digits.slice(0, head), ...(digits.slice(head).match(/\d{1,3}/g) ?? [])];
  return groups.map((group) => group.split('').join(' ')).join(', ');
}

/** Lists carry remarks beside names; a remark must never be read out before the gate: `Nguyễn Văn A (F1)` → `Nguyễn Văn A`. */
export function spokenName(text: string): string {
  return withoutSensitiveWords(text.replace(/[([{][^)\]}]*[)\]}]?/g, ' '));
}
