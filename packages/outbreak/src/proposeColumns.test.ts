import { expect, test } from 'vitest';
import { findHeader, type withFields } from './findHeader.ts';
import { columnReasonText, proposeColumns } from './proposeColumns.ts';

const today = '2021-07-10';
const people = [
  [1, 'Nguyễn Văn An', 1985, '0912345678', 'Thôn Đông'],
  [2, 'Lê Thị Bình', 1990, '0987654321', 'Thôn Đoài'],
  [3, 'Trần Văn Cường', '36 tuổi', '0363456789', 'Thôn Đông'],
];

function propose(headings: readonly string[], rows = people, remembered: Parameters<typeof withFields>[1] | null = null) {
  const head = [headings, ...rows];
  const search = findHeader(head);
  if (search.header === null) throw new Error('no header');
  return proposeColumns(head, search.header, { today, remembered });
}

test('headings are believed, the more the better the cells agree', () => {
  const proposals = propose(['STT', 'Họ và tên', 'Năm sinh', 'SĐT', 'Thôn']);
  expect(proposals.map(({ field }) => field)).toEqual(['stt', 'fullName', 'birth', 'phone', 'hamlet']);
  expect(proposals.slice(1).every(({ confidence }) => confidence >= 0.9)).toBe(true);
  const mixedUp = propose(['STT', 'SĐT', 'Năm sinh', 'Họ và tên', 'Thôn']);
  expect(mixedUp[1]).toMatchObject({
    field: 'phone',
    reasons: [{ code: 'heading.exact' }, { code: 'content.against', percent: 0, cells: 3 }],
  });
  expect(mixedUp[1]?.confidence).toBeLessThan(0.5);
});

test('a name and a phone without a heading are found by their cells, and a hamlet is no name', () => {
  const proposals = propose(['STT', 'Công dân', 'Năm sinh', 'Liên', 'Thôn']);
  expect(proposals.map(({ field }) => field)).toEqual(['stt', 'fullName', 'birth', 'phone', 'hamlet']);
  expect(proposals[3]?.reasons.map((reason) => columnReasonText(reason, 'vi'))).toEqual([
    '100 % của 3 ô đã xem đọc được như vậy.',
  ]);
});

test('what was confirmed before comes first', () => {
  const proposals = propose(['STT', 'Họ và tên', 'Năm sinh', 'SĐT', 'Thôn'], people, [
    null,
    'fullName',
    'birth',
    'phone',
    'address',
  ]);
  expect(proposals[4]).toMatchObject({ field: 'address', reasons: [{ code: 'remembered' }] });
  expect(proposals[0]?.field).toBeNull();
});
