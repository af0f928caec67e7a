const digitWords = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];

/** Words that a synthesiser would spell or read as English. */
const spokenAs: readonly (readonly [RegExp, string])[] = [
  [/\bCOVID[- ]?19\b/giu, 'cô vít mười chín'],
  [/\bCOVID\b/giu, 'cô vít'],
  [/\bUBND\b/gu, 'ủy ban nhân dân'],
  [/\bTTYT\b/gu, 'trung tâm y tế'],
  [/\bTYT\b/gu, 'trạm y tế'],
  [/\bCDC\b/gu, 'xê đê xê'],
  [/\bOTP\b/gu, 'ô tê pê'],
];

/** Emergency and information lines, always said digit by digit. */
const shortNumbers = /(?<!\d)(?:11[1-5]|1022|1080)(?!\d)/gu;
/** A telephone number in any of its spellings: 0237 3842 115, 0912.345.678, +84 912 345 678, 1800 1119. */
const telephoneNumbers = /(?<![\d/.])(?:\+84|0|1[89]00)(?:[ .-]?\d){4,11}(?![\d/])/gu;
/** 5/7/2021 or 05-07-2021. */
const dates = /(?<!\d)(?:ngày\s+)?(0?[1-9]|[12]\d|3[01])[/-](0?[1-9]|1[0-2])[/-]((?:19|20)\d\d)(?!\d)/giu;

/**
 * Written Vietnamese as it is to be said: telephone numbers digit by digit in groups, dates in words, abbreviations in full.
 * The synthesiser would read 115 as "a hundred and fifteen" and 0912… as a sum.
 */
export function speakable(text: string): string {
  let spoken = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  spoken = spoken.replace(dates, (_, day: string, month: string, year: string) => sayDate(+day, +month, +year));
  spoken = spoken.replace(telephoneNumbers, sayTelephoneNumber).replace(shortNumbers, sayDigits);
  for (const [written, said] of spokenAs) spoken = spoken.replace(written, said);
  return spoken;
}

function sayDate(day: number, month: number, year: number): string {
  return `ngày ${day <= 10 ? 'mùng ' : ''}${day} tháng ${month === 4 ? 'tư' : month} năm ${year}`;
}

function sayDigits(digits: string): string {
  return Array.from(digits, (digit) => digitWords[Number(digit)] ?? digit).join(' ');
}

/** In the groups it was written with, else four digits and then threes. */
function sayTelephoneNumber(written: string): string {
  const national = written.replace(/^\+84[ .-]?/u, '0');
  const groups = national.split(/[ .-]/u);
  return (groups.length > 1 ? groups : inGroups(national)).map(sayDigits).join(', ');
}

function inGroups(digits: string): string[] {
  const rest = digits.slice(4).match(/\d{3}(?!\d?$)|\d{1,4}$/gu) ?? [];
  return [digits.slice(0, 4), ...rest];
}
