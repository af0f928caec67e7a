import type { Random } from '../random.ts';
import type { Cell } from './sheet.ts';

/** Mobile prefixes of today and what they were before the renumbering of 2018, where there was a change. */
const prefixes = [
  { now: '37', before: '167' },
  { now: '38', before: '168' },
  { now: '34', before: '164' },
  { now: '77', before: '122' },
  { now: '83', before: '123' },
  { now: '91', before: null },
  { now: '98', before: null },
  { now: '96', before: null },
  { now: '90', before: null },
] as const;

/** A number that no one else in the town has, as E.164. */
export function newNumber(taken: Set<string>, random: Random): string {
  for (;;) {
    const number = `+84${random.pick(prefixes).now}${String(random.between(0, 9_999_999)).padStart(7, '0')}`;
    if (taken.has(number)) continue;
    taken.add(number);
    return number;
  }
}

/** A phone cell as lists have it: number or text, zero lost, +84, eleven digits of before 2018, two numbers. */
export function phoneCell(numbers: readonly [string, ...string[]], random: Random): Cell {
  const [first, second] = numbers;
  if (second) return `${national(first)}${random.pick([' / ', '; ', '\n'])}${grouped(national(second), ' ')}`;
  const digits = national(first);
  const old = before2018(first);
  const spellings: readonly [Cell, ...Cell[]] = [
    digits,
    Number(digits),
    grouped(digits, ' '),
    grouped(digits, '.'),
    first,
    Number(first.slice(1)),
  ];
  if (old && random.chance(0.6)) return random.pick([old, Number(old)]);
  return random.pick(spellings);
}

export const national = (e164: string): string => `0${e164.slice(3)}`;

function grouped(digits: string, by: string): string {
  return `${digits.slice(0, 4)}${by}${digits.slice(4, 7)}${by}${digits.slice(7)}`;
}

function before2018(e164: string): string | null {
  const prefix = prefixes.find(({ now }) => e164.startsWith(now, 3));
  return prefix?.before ? `0${prefix.before}${e164.slice(5)}` : null;
}
