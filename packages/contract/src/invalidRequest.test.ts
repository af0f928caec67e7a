import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newDeclaration } from './declarations.ts';
import { invalidField, invalidOf } from './invalidRequest.ts';
import { isolationRuleBody } from './isolationRules.ts';
import { birth, personChange } from './personFacts.ts';
import { toProblemBody } from './problemBody.ts';
import { problemText } from './problems.ts';
import { newJourney } from './registerEntries.ts';
import { customWords } from './zodIssueWords.ts';

function refusalOf(schema: z.ZodType, value: unknown) {
  const { error } = schema.safeParse(value);
  if (!error) throw new Error('it was accepted');
  const problem = invalidOf(error);
  return { problem, vi: problemText(problem.code, problem.details, 'vi'), en: problemText(problem.code, problem.details, 'en') };
}

describe('bad input', () => {
  it('is told with the field, a code and a sentence in both languages', () => {
    const { problem, vi, en } = refusalOf(newDeclaration, { fullName: 'Lê Thị Hoa', arrivedOn: '31/02/2021', birthYear: 1850 });
    expect(vi).toBe(
      'Chưa nhận được yêu cầu: năm sinh (birthYear) phải từ 1900 trở lên; ngày về đến (arrivedOn) phải là một ngày có thật, viết như 2021-07-10; xã, phường, thị trấn nơi đang ở (unitCode) chưa có.',
    );
    expect(en).toContain('birth year (birthYear) must be at least 1900; day of arrival (arrivedOn) must be a real day');
    expect(problem.details['field']).toBe('birthYear');
    expect(toProblemBody(problem.code, problem.details, problem).errors?.map(({ field, code }) => [field, code])).toEqual([
      ['birthYear', 'tooSmall'],
      ['arrivedOn', 'format'],
      ['unitCode', 'missing'],
    ]);
  });

  it.each<[string, z.ZodType, unknown, string, string]>([
    ['too short', personChange, { fullName: 'A' }, 'fullName', 'quá ngắn, cần ít nhất 2 ký tự'],
    ['empty', personChange, { reason: ' ' }, 'reason', 'không được để trống'],
    ['a number for text', personChange, { fullName: 7 }, 'fullName', 'phải là chữ'],
    ['not whole', personChange, { householdId: 1.5 }, 'householdId', 'phải là số nguyên'],
    ['none of the choices', personChange, { sex: 'nam' }, 'sex', 'chỉ được là một trong: male, female'],
    ['inside a list', personChange, { phones: [{}] }, 'phones.0.phone', 'chưa có'],
    ['no such field', z.strictObject({}), { tuoi: 3 }, 'tuoi', 'không phải là mục được nhận ở đây'],
    ['no body', personChange, undefined, 'body', 'chưa có'],
    ['a check of the schema', newJourney, { personId: 1 }, 'fromText', 'chưa có: xin chọn đơn vị hoặc ghi bằng chữ'],
    ['another check', birth, { year: 1980, date: '1981-01-01', precision: 'day' }, 'date', 'không khớp với năm sinh'],
  ])('%s', (_, schema, value, field, words) => {
    expect(refusalOf(schema, value).problem.errors[0]).toMatchObject({ field, message: { vi: words } });
  });

  it('names five fields at most in its sentence, and all of them in its list', () => {
    const many = z.strictObject(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [name, z.string()])));
    const { problem, vi } = refusalOf(many, {});
    expect(vi).toBe('Chưa nhận được yêu cầu: a chưa có; b chưa có; c chưa có; d chưa có; e chưa có; và 2 chỗ khác.');
    expect(problem.errors).toHaveLength(7);
  });

  it('of one field that no schema judges reads the same', () => {
    const { details, errors } = invalidField('cursor', { vi: 'không dùng được', en: 'is not one of ours' });
    expect(problemText('request.invalid', details, 'vi')).toBe('Chưa nhận được yêu cầu: mã trang (cursor) không dùng được.');
    expect(errors).toEqual([{ field: 'cursor', code: 'unfit', message: { vi: 'không dùng được', en: 'is not one of ours' } }]);
  });

  it('has words for every check that the schemas make themselves', () => {
    const wrong = isolationRuleBody.safeParse({
      ...{
        code: 'X',
        version: 1,
        disease: 'covid-19',
        jurisdiction: 'VN',
        category: 'F1',
        validFrom: '2021-07-02',
        validTo: '2021-07-01',
      },
      phases: [{ measure: 'home', days: 5, base: 'endOfPhaseBefore', testDays: [9] }],
      document: { number: null, issuedOn: null },
      certainty: 'sure',
      reviewBy: null,
    });
    const said = wrong.error?.issues.map(({ message }) => message) ?? [];
    expect(said).toHaveLength(3);
    expect(said.filter((message) => !Object.hasOwn(customWords, message))).toEqual([]);
  });
});
