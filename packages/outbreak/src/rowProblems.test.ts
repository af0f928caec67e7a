import { describe, expect, it } from 'vitest';
import { readContactDate } from './contactDate.ts';
import { type RowProblemCode, rowProblem, rowProblems, rowProblemText } from './rowProblems.ts';

describe('what is wrong with a row, in words', () => {
  it('writes the days that it found as Vietnamese readers do', () => {
    const longAgo = rowProblem('contact.longAgo', 'lastContactDate', { date: '2026-11-10' });
    expect(rowProblemText(longAgo, 'vi')).toBe('Lần tiếp xúc cuối 10/11/2026 đã quá thời hạn theo dõi.');
    expect(rowProblemText(longAgo, 'en')).toBe('The last contact 2026-11-10 is beyond the follow-up period.');
    const { problem } = readContactDate('11/25/2026', '2026-11-30');
    expect(problem && rowProblemText(problem, 'vi')).toBe('“11/25/2026” được hiểu là tháng trước ngày sau: 25/11/2026.');
  });

  it('leaves what a cell shows as it is, also a day', () => {
    const { problem } = readContactDate('2026-12-24', '2026-11-30');
    expect(problem && rowProblemText(problem, 'vi')).toBe('Ngày tiếp xúc “2026-12-24” ở tương lai.');
  });

  it('has no Vietnamese sentence with a day of ours that is written backwards', () => {
    const day = '2026-11-10';
    for (const code of Object.keys(rowProblems) as RowProblemCode[]) {
      const names = [...rowProblems[code].vi.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name ?? '');
      const details = Object.fromEntries(names.map((name) => [name, name === 'value' ? 'ô' : day]));
      expect([code, rowProblemText(rowProblem(code, null, details), 'vi').includes(day)]).toEqual([code, false]);
    }
  });
});
