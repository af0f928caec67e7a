import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../localDate.ts';
import { gammaQuantile, gammaShare, lnGamma } from './gamma.ts';
import { coriReproduction, meanOffspringByOnset, wallingaTeunis } from './reproduction.ts';

const day = (n: number) => addDays('2021-06-01', n);

describe('mean offspring by day of onset', () => {
  // Serial interval: 2 days in half of the pairs, 4 days in the other half.
  const weights = [0, 0.5, 0, 0.5];

  it('shows how complete each day is, and corrects it where that is more than a guess', () => {
    const days = [
      { onsetOn: day(0), cases: 2, offspring: 3 },
      { onsetOn: day(7), cases: 4, offspring: 2 },
      { onsetOn: day(9), cases: 5, offspring: 0 },
    ];
    expect(meanOffspringByOnset([...days].reverse(), weights, day(10))).toEqual([
      { onsetOn: day(0), cases: 2, offspring: 3, mean: 1.5, completeness: 1, truncated: false, corrected: 1.5 },
      { onsetOn: day(7), cases: 4, offspring: 2, mean: 0.5, completeness: 0.5, truncated: true, corrected: 1 },
      { onsetOn: day(9), cases: 5, offspring: 0, mean: 0, completeness: 0, truncated: true, corrected: null },
    ]);
  });
});

describe('the cohort reproduction number (Wallinga–Teunis)', () => {
  it('shares each case out among those before it', () => {
    // Day 0: 1 case, day 1: 1, day 2: 2; intervals of 1 and 2 days equally likely. The case of day 1 is day 0's for certain;
    // each case of day 2 is day 0's or day 1's with equal chance.
    const days = [1, 1, 2].map((cases, n) => ({ onsetOn: day(n), cases }));
    const found = wallingaTeunis(days, [0.5, 0.5], day(3));
    expect(found.map(({ r }) => r)).toEqual([2, 1, 0]);
    expect(found.map(({ truncated }) => truncated)).toEqual([false, false, true]);
  });

  it('accounts for every case that somebody could have infected, once', () => {
    const curve = fc.array(fc.nat(20), { minLength: 1, maxLength: 40 });
    const chances = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(curve, chances, (counts, parts) => {
        const total = parts.reduce((sum, part) => sum + part, 0);
        const weights = parts.map((part) => part / total);
        const days = counts.map((cases, n) => ({ onsetOn: day(n), cases }));
        const infected = wallingaTeunis(days, weights, day(99)).reduce((sum, { r, cases }) => sum + r * cases, 0);
        const possible = counts.reduce(
          (sum, cases, n) => sum + (counts.slice(Math.max(0, n - weights.length), n).some((before) => before > 0) ? cases : 0),
          0,
        );
        expect(infected).toBeCloseTo(possible, 6);
      }),
    );
  });
});

describe('the instantaneous reproduction number (Cori)', () => {
  it('is 1 where every day sees as many cases as the day before, with the interval of its gamma distribution', () => {
    const days = Array.from({ length: 9 }, (_, n) => ({ onsetOn: day(n), cases: 10 }));
    const found = coriReproduction(days, [1]);
    expect(found.map(({ endsOn, cases, few }) => [endsOn, cases, few])).toEqual([
      [day(7), 70, false],
      [day(8), 70, false],
    ]);
    // Shape 1 + 70, scale 1 / (1/5 + 70); quantiles from SciPy's gamma.ppf.
    expect(found[0]?.r).toBeCloseTo(71 / 70.2, 12);
    expect(found[0]?.low).toBeCloseTo(0.78990868, 7);
    expect(found[0]?.high).toBeCloseTo(1.2598403, 6);
  });

  it('marks windows of few cases and leaves out those before which nobody was ill', () => {
    const days = [
      { onsetOn: day(0), cases: 1 },
      { onsetOn: day(20), cases: 3 },
    ];
    expect(coriReproduction(days, [1]).map(({ endsOn, few }) => [endsOn, few])).toEqual([[day(7), true]]);
    expect(coriReproduction(days, new Array<number>(20).fill(0.05)).every(({ few }) => few)).toBe(true);
    expect(coriReproduction([], [1])).toEqual([]);
  });
});

describe('the gamma distribution', () => {
  it('agrees with SciPy', () => {
    expect(gammaShare(0.5, 0.3)).toBeCloseTo(0.561421973919, 12);
    expect(gammaShare(71, 60)).toBeCloseTo(0.09018667126614, 11);
    expect(gammaShare(3, 10)).toBeCloseTo(0.99723060428449, 12);
    expect(lnGamma(0.1)).toBeCloseTo(2.25271265173421, 12);
    expect(lnGamma(10.5)).toBeCloseTo(13.94062521940376, 11);
  });

  it('finds the value below which a share lies', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 500, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (shape, share) => {
          expect(gammaShare(shape, gammaQuantile(share, shape, 1))).toBeCloseTo(share, 8);
        },
      ),
    );
  });
});
