import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Identity } from './evidence.ts';
import { judge, leastScoreProposed } from './judge.ts';
import { nameKeyVariants, nameLikeness } from './nameLikeness.ts';
import { evidenceText } from './reasons.ts';

const year = (value: number) => ({ year: value, date: null, precision: 'year' }) as const;
const day = (date: string) => ({ year: Number(date.slice(0, 4)), date, precision: 'day' }) as const;
const an: Identity = {
  fullName: 'Nguyễn Văn An',
  birth: day('1985-03-05'),
  sex: 'male',
  nationalId: '038085001234',
  phones: [{ e164: '+84912345678' }],
  hamlet: 'Thôn Đông',
};
const like = (over: Partial<Identity>) => judge(an, { ...an, nationalId: null, ...over });

describe('one person without asking', () => {
  it.each<[string, Partial<Identity>]>([
    ['typed without marks', { fullName: 'NGUYEN VAN AN' }],
    ['the year of birth only', { birth: year(1985) }],
    ['no birth at all', { birth: null }],
    ['the name in another order, with the birth', { fullName: 'An Nguyễn Văn' }],
    ['other marks, with the birth', { fullName: 'Nguyễn Vân An' }],
    ['another phone, the same identity number', { phones: [], nationalId: an.nationalId, fullName: 'Nguyễn V. An' }],
  ])('%s', (_, over) => {
    expect(like(over)).toMatchObject({ verdict: 'same', score: expect.toSatisfy((score: number) => score > 0.9) });
  });
});

describe('only proposed', () => {
  it.each<[string, Partial<Identity>]>([
    ['the same name and day of birth without a phone in common', { phones: [{ e164: '+84987654321' }] }],
    ['the same name and year, no phone known', { birth: year(1985), phones: [] }],
    ['the phone and the name, but another birth', { birth: day('1986-03-05') }],
    ['the phone and the name, but day and month swapped', { birth: day('1985-05-03') }],
    ['the phone and the name but for marks, birth unknown', { fullName: 'Nguyễn Vân An', birth: null }],
    ['one letter apart, with phone and birth', { fullName: 'Nguyễm Văn An' }],
    ['no middle name, with phone and birth', { fullName: 'Nguyễn An' }],
    ['an identity number one digit off', { nationalId: '038085001235' }],
  ])('%s', (_, over) => {
    expect(like(over)).toMatchObject({
      verdict: 'unsure',
      score: expect.toSatisfy((score: number) => score >= leastScoreProposed),
    });
  });
});

describe('not worth asking', () => {
  it.each<[string, Partial<Identity>]>([
    ['another of the household under the same phone', { fullName: 'Lê Thị Bình', birth: day('1987-01-01'), sex: 'female' }],
    ['a namesake of another age', { birth: year(1950), phones: [{ e164: '+84987654321' }] }],
  ])('%s', (_, over) => {
    expect(like(over).verdict).toBe('different');
  });

  test('sisters whose names are swapped, under one phone, are never one', () => {
    const mai: Identity = { ...an, fullName: 'Nguyễn Thị Hoa Mai', sex: 'female', nationalId: null };
    expect(judge(mai, { ...mai, fullName: 'Nguyễn Thị Mai Hoa', birth: day('1987-03-05') }).verdict).toBe('different');
    expect(judge(mai, { ...mai, fullName: 'Nguyễn Thị Mai Hoa' }).verdict).not.toBe('same');
  });
});

test('one number under two names is told, never merged', () => {
  expect(like({ nationalId: an.nationalId, fullName: 'Lê Thị Bình' }).verdict).toBe('idOfAnother');
});

test('a phone that a whole hamlet uses says less', () => {
  const other = { ...an, nationalId: null };
  const weightOf = (people: number) =>
    judge(an, other, { sharers: () => people }).evidence.find(({ code }) => code === 'phone.shared')?.weight ?? 0;
  expect(weightOf(200)).toBeLessThan(weightOf(3) - 5);
});

test('a namesake of the same year is worth asking about in a commune, not in a province', () => {
  const namesake = { ...an, birth: year(1985), phones: [], nationalId: null, hamlet: null };
  expect(judge(an, namesake, { population: 8_000 }).verdict).toBe('unsure');
  expect(judge(an, namesake, { population: 1_000_000 }).verdict).toBe('different');
  expect(judge(an, { ...namesake, birth: an.birth }, { population: 1_000_000 }).verdict).toBe('unsure');
});

const identities: fc.Arbitrary<Identity> = fc.record({
  fullName: fc.constantFrom<string>(
    'Nguyễn Văn An',
    'Nguyen Van An',
    'An Nguyễn Văn',
    'Nguyễn Vân An',
    'Nguyễn An',
    'Lê Thị Hoa Mai',
    'Lê Thị Mai Hoa',
  ),
  birth: fc.constantFrom<Identity['birth']>(null, year(1985), year(1986), day('1985-03-05'), day('1985-05-03'), {
    year: 1984,
    date: null,
    precision: 'age',
  }),
  sex: fc.constantFrom<Identity['sex']>(null, 'male', 'female'),
  nationalId: fc.constantFrom<string | null>(null, '038085001234', '038085001235', '171234567'),
  phones: fc.subarray([{ e164: '+84912345678' }, { e164: '+84987654321' }]),
  hamlet: fc.constantFrom<string | null>(null, 'Thôn Đông', 'thôn 3'),
});

test('name and birth alone never make two records one person, and the order of the two does not matter', () => {
  fc.assert(
    fc.property(identities, identities, (a, b) => {
      const judged = judge(a, b);
      const strong = judged.evidence.some(({ code }) => code === 'identity.same' || code === 'phone.shared');
      if (!strong) expect(judged.verdict).not.toBe('same');
      expect(judged.score).toBeGreaterThanOrEqual(0);
      expect(judged.score).toBeLessThanOrEqual(1);
      expect({ ...judge(b, a), evidence: null }).toEqual({ ...judged, evidence: null });
    }),
    { numRuns: 3000 },
  );
});

test('names are told apart by kind', () => {
  expect(nameLikeness('Lê Thị Hoà', 'LÊ THỊ HÒA')).toBe('same');
  expect(nameLikeness('Le Thi Hoa', 'Lê Thị Hòa')).toBe('unmarked');
  expect(nameLikeness('Lê Thị Hoa', 'Lê Thị Hòa')).toBe('marks');
  expect(nameLikeness('Hoa Lê Thị', 'Lê Thị Hoa')).toBe('order');
  expect(nameLikeness('Lê T. Hoa', 'Lê Thị Hoa')).toBe('short');
  expect(nameLikeness('Lê Văn Hoa', 'Lê Thị Hoa')).toBe('different');
  expect(nameKeyVariants('an nguyen van')).toContain('nguyen van an');
  expect(nameKeyVariants('nguyen van an')).toContain('an nguyen van');
});

test('reasons are sentences in both languages, with the number masked', () => {
  const [phone] = judge(an, { ...an, nationalId: null }).evidence.filter(({ code }) => code === 'phone.shared');
  expect(phone && [evidenceText(phone, 'vi'), evidenceText(phone, 'en')]).toEqual([
    'Cùng số điện thoại 091***678 (2 người dùng số này).',
    'The same phone 091***678 (used by 2 people).',
  ]);
});
