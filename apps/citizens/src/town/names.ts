import type { Random } from '../random.ts';

const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đỗ', 'Bùi', 'Đặng', 'Trịnh'] as const;
const digits = ['Không', 'Một', 'Hai', 'Ba', 'Bốn', 'Năm', 'Sáu', 'Bảy', 'Tám', 'Chín'] as const;

/** A name that nobody bears: "Lê Thị Thử Bốn Hai" is the 42nd test person. */
export function madeUpName(number: number, sex: 'male' | 'female', random: Random): string {
  const spelled = Array.from(String(number), (digit) => digits[Number(digit)] ?? '').join(' ');
  return `${random.pick(families)} ${sex === 'female' ? 'Thị Thử' : 'Thử'} ${spelled}`;
}

/** The same name as a hurried typist writes it. */
export function retyped(name: string, random: Random): string {
  const spellings = [name, name.toUpperCase(), ` ${name.replace(' ', '  ')} `, unmarked(name)] as const;
  return random.pick(spellings);
}

function unmarked(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gu, 'd').replace(/Đ/gu, 'D');
}
