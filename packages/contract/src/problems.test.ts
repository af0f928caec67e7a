import { describe, expect, it } from 'vitest';
import { toProblemBody } from './problemBody.ts';
import { problemFields } from './problemFields.ts';
import { accessProblems } from './problems/access.ts';
import { isolationProblems } from './problems/isolation.ts';
import { levelProblems } from './problems/levels.ts';
import { matchingProblems } from './problems/matching.ts';
import { registerProblems } from './problems/registers.ts';
import { triageProblems } from './problems/triage.ts';
import { unitProblems } from './problems/units.ts';
import { Problem, type ProblemCode, problems, problemText } from './problems.ts';

const codes = Object.keys(problems) as ProblemCode[];
const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

/** About files of the command line, or about what is stored: no field of a request is wrong. */
const withoutField: readonly string[] = ['dialogue.unfit', 'rules.unreadable', 'units.badRows', 'units.unreadable'];

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

  it('shows words in the reader’s language, and days as Vietnamese readers write them', () => {
    const details = { later: '2021-07-05', earlier: '2021-07-09' };
    expect(problemText('register.dates', details, 'vi')).toBe('Ngày 05/07/2021 phải từ ngày 09/07/2021 trở đi.');
    expect(problemText('register.dates', details, 'en')).toContain('2021-07-05');
    const why = { detail: { vi: 'mã trống', en: 'it is empty' } };
    expect(problemText('card.unreadable', why, 'vi')).toMatch(/: mã trống\.$/);
    expect(problemText('card.unreadable', why, 'en')).toMatch(/: it is empty\.$/);
  });

  it('has each code once', () => {
    const areas = [
      accessProblems,
      isolationProblems,
      levelProblems,
      matchingProblems,
      registerProblems,
      triageProblems,
      unitProblems,
    ];
    const named = areas.flatMap((area) => Object.keys(area));
    expect(named.length).toBe(new Set(named).size);
  });

  it('names the field of every refusal of bad input: the usual one, or the one that was wrong this time', () => {
    const bad = codes.filter((code) => problems[code].status === 422 && !withoutField.includes(code));
    expect(bad.filter((code) => problemFields[code] === undefined)).toEqual([]);
    const phone = toProblemBody('declaration.phone', {});
    expect(phone.errors).toEqual([{ field: 'phone', code: 'unfit', message: phone.title }]);
    const dates = toProblemBody('sample.dates', { field: 'resultOn' });
    expect(dates.errors?.map(({ field }) => field)).toEqual(['resultOn']);
    expect(toProblemBody('errand.done', {}).errors).toBeUndefined();
  });

  it('goes over the wire with both sentences (RFC 9457)', () => {
    expect(toProblemBody('errand.done', {})).toMatchObject({
      type: 'urn:truyvet:problem:errand.done',
      status: 409,
      title: { vi: 'Việc này đã có người làm xong.', en: 'This errand has already been done.' },
    });
  });
});
