import { expect, it } from 'vitest';
import { speakable } from './speakable.ts';

const cases: readonly (readonly [string, string])[] = [
  ['gọi ngay 115.', 'gọi ngay một một năm.'],
  ['số 0237 3842 115', 'số không hai ba bảy, ba tám bốn hai, một một năm'],
  ['02373842115', 'không hai ba bảy, ba tám bốn, hai một một năm'],
  ['0936036115', 'không chín ba sáu, không ba sáu, một một năm'],
  ['+84936036115', 'không chín ba sáu, không ba sáu, một một năm'],
  ['vào khoảng ngày 05/07/2021.', 'vào khoảng ngày mùng 5 tháng 7 năm 2021.'],
  ['12-4-2021', 'ngày 12 tháng tư năm 2021'],
  ['mắc COVID-19, vào', 'mắc cô vít mười chín, vào'],
  ['UBND xã', 'ủy ban nhân dân xã'],
  ['sinh năm 1957, có bấm 1', 'sinh năm 1957, có bấm 1'],
  ['Nguyễn  Văn\nNgọc ', 'Nguyễn Văn Ngọc'],
];

it.each(cases)('says %s as %s', (written, spoken) => {
  expect(speakable(written)).toBe(spoken);
});
