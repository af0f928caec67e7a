import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../localDate.ts';
import type { PlannedPhase } from './calendar.ts';
import { releaseVerdict, type TakenSample } from './release.ts';

const phase: PlannedPhase = {
  number: 1,
  measure: 'central',
  days: 21,
  startOn: '2021-07-09',
  endOn: '2021-07-30',
  tests: [
    { day: 1, dueOn: '2021-07-10' },
    { day: 14, dueOn: '2021-07-23' },
    { day: 20, dueOn: '2021-07-29' },
  ],
};
const sample = (id: number, ruleDay: string | null, takenOn: string | null, result: TakenSample['result']): TakenSample => ({
  id,
  ruleDays: ruleDay === null ? [] : [ruleDay],
  takenOn,
  result,
});
const allNegative = [
  sample(1, '1:1', '2021-07-10', 'negative'),
  sample(2, '1:14', '2021-07-23', 'negative'),
  sample(3, '1:20', '2021-07-29', 'negative'),
];
const verdict = (samples: readonly TakenSample[], today = '2021-07-31') =>
  releaseVerdict({ phase, orderStartOn: '2021-07-09', negativeSamples: 'all', ofCase: false, samples, today });
const codes = (samples: readonly TakenSample[], today?: string) => verdict(samples, today).blocks.map(({ code }) => code);

describe('release', () => {
  it('needs the last day to be over and every required sample negative', () => {
    expect(verdict(allNegative).mayRelease).toBe(true);
    expect(verdict(allNegative, '2021-07-30').blocks).toEqual([
      {
        code: 'days.notOver',
        sampleId: null,
        text: { vi: 'Chưa hết thời hạn: đến hết ngày 30/07/2021.', en: 'The days are not over: through 30/07/2021.' },
      },
    ]);
  });

  it.each([
    ['was not taken', sample(3, '1:20', null, 'pending'), 'sample.missing'],
    ['has no result', sample(3, '1:20', '2021-07-29', 'pending'), 'sample.pending'],
    ['gave no result', sample(3, '1:20', '2021-07-29', 'invalid'), 'sample.invalid'],
    ['was taken too early', sample(3, '1:20', '2021-07-24', 'negative'), 'sample.tooEarly'],
    ['is positive', sample(3, '1:20', '2021-07-29', 'positive'), 'sample.positive'],
  ])('is blocked with its reason when the last sample %s', (_, last, code) => {
    const blocks = verdict([...allNegative.slice(0, 2), last]).blocks;
    expect(blocks.map((block) => [block.code, block.sampleId])).toEqual([[code, 3]]);
  });

  it('is blocked by any positive sample since the order began, also one that nobody asked for', () => {
    expect(codes([...allNegative, sample(9, null, '2021-07-30', 'positive')])).toEqual(['sample.positive']);
    expect(codes([...allNegative, sample(9, null, '2021-07-01', 'positive')])).toEqual([]);
  });

  it('of a case is blocked by a positive sample only until a later one is negative, and still needs every required one', () => {
    const ofCase = (samples: readonly TakenSample[]) =>
      releaseVerdict({ phase, orderStartOn: '2021-07-09', negativeSamples: 'all', ofCase: true, samples, today: '2021-07-31' })
        .blocks;
    const [first, , last] = allNegative;
    if (!first || !last) throw new Error('no samples');
    const stillPositive = sample(2, '1:14', '2021-07-23', 'positive');
    expect(ofCase([first, stillPositive]).map(({ code }) => code)).toEqual(['sample.positive', 'sample.missing']);
    expect(ofCase([first, stillPositive, last]).map(({ code, sampleId }) => [code, sampleId])).toEqual([['sample.missing', 2]]);
    expect(ofCase([first, stillPositive, last, sample(9, null, '2021-07-30', 'negative')])).toEqual([]);
    expect(ofCase([...allNegative, sample(9, null, '2021-07-30', 'positive')]).map(({ code }) => code)).toEqual([
      'sample.positive',
    ]);
  });

  it('takes a later sample for a missed one, but never one sample for two', () => {
    const missed = [allNegative[0], sample(2, '1:14', null, 'pending'), allNegative[2]].flatMap((one) => one ?? []);
    expect(codes(missed)).toEqual(['sample.missing']);
    expect(codes([...missed, sample(9, null, '2021-07-30', 'negative')])).toEqual([]);
    expect(codes([...missed, sample(9, null, '2021-07-29', 'negative')])).toEqual(['sample.missing']);
  });

  it('is blocked while nobody has said on which days samples are to be taken', () => {
    const unknown = releaseVerdict({
      phase: { ...phase, tests: null },
      orderStartOn: '2021-07-09',
      negativeSamples: 'all',
      ofCase: false,
      samples: allNegative,
      today: '2021-07-31',
    });
    expect(unknown.blocks.map(({ code }) => code)).toEqual(['samples.unknown']);
  });

  it('never happens with fewer negative sampling days than the rule names, whatever was taken', () => {
    const anySample = fc.record({
      id: fc.integer({ min: 1, max: 99 }),
      ruleDays: fc.constantFrom([], ['1:1'], ['1:14'], ['1:20']),
      takenOn: fc.option(fc.integer({ min: 0, max: 30 }).map((n) => addDays('2021-07-09', n))),
      result: fc.constantFrom('pending', 'negative', 'positive', 'invalid') as fc.Arbitrary<TakenSample['result']>,
    });
    fc.assert(
      fc.property(fc.array(anySample, { maxLength: 8 }), (samples) => {
        if (!verdict(samples).mayRelease) return;
        const days = new Set(samples.filter(({ result }) => result === 'negative').flatMap(({ takenOn }) => takenOn ?? []));
        expect(days.size).toBeGreaterThanOrEqual(3);
        expect([...days].some((day) => day >= '2021-07-29')).toBe(true);
        expect(samples.some(({ result, takenOn }) => result === 'positive' && takenOn !== null)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});
