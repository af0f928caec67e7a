import { describe, expect, it } from 'vitest';
import { toProblemBody } from './problemBody.ts';
import { Problem, type ProblemCode, problems, problemText } from './problems.ts';

const codes = Object.keys(problems) as ProblemCode[];
const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the error catalogue', () => {
  it('says the same in Vietnamese and English: the same details in both sentences', () => {
    for (const code of codes) expect([code, blanks(problems[code].vi)]).toEqual([code, blanks(problems[code].en)]);
  });

  it('writes whole sentences, Vietnamese with its marks', () => {
    for (const code of codes) {
      expect([code, /[.!?…]$/.test(problems[code].vi), /[.!?…]$/.test(problems[code].en)]).toEqual([code, true, true]);
      expect([code, problems[code].vi.normalize('NFD') !== problems[code].vi]).toEqual([code, true]);
    }
  });

  it('gives each refusal a status that is one, and an exit code that is not success', () => {
    for (const code of codes) {
      expect([code, problems[code].status >= 400 && problems[code].status < 600, problems[code].exit > 0]).toEqual([
        code,
        true,
        true,
      ]);
    }
  });

  it('fills the details in, and shows a missing one as a question mark', () => {
    expect(problemText('file.empty', { file: 'a.xlsx' }, 'vi')).toBe('Tệp a.xlsx trống, không có dữ liệu.');
    expect(problemText('file.empty', {}, 'en')).toBe('The file ? is empty.');
    expect(new Problem('file.empty', { file: 'a.xlsx' }).message).toContain('a.xlsx');
  });

  it('goes over the wire with both sentences (RFC 9457)', () => {
    expect(toProblemBody('errand.done', {})).toMatchObject({
      type: 'urn:truyvet:problem:errand.done',
      status: 409,
      title: { vi: 'Việc này đã có người làm xong.', en: 'This errand has already been done.' },
    });
  });
});
