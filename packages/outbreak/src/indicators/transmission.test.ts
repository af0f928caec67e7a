import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dispersion } from './dispersion.ts';
import { intervalWeights, serialInterval } from './serialInterval.ts';
import { tallyOf } from './tally.ts';
import { clusterSizes, type InfectedCase, offspringOf, serialIntervals } from './transmission.ts';

/**
 * Ten made-up cases. A infected B, C, D; B infected E, F; E infected I, whose onset is not known; G infected H; J is linked to nobody.
 * Intervals: 3, 5, 5, 4, 5, 10. Offspring: 3, 2, 1, 1 and six times 0.
 */
const outbreak: readonly InfectedCase<string>[] = [
  { id: 'A', onsetOn: '2021-06-01', infectorId: null },
  { id: 'B', onsetOn: '2021-06-04', infectorId: 'A' },
  { id: 'C', onsetOn: '2021-06-06', infectorId: 'A' },
  { id: 'D', onsetOn: '2021-06-06', infectorId: 'A' },
  { id: 'E', onsetOn: '2021-06-08', infectorId: 'B' },
  { id: 'F', onsetOn: '2021-06-09', infectorId: 'B' },
  { id: 'G', onsetOn: '2021-06-05', infectorId: null },
  { id: 'H', onsetOn: '2021-06-15', infectorId: 'G' },
  { id: 'I', onsetOn: null, infectorId: 'E' },
  { id: 'J', onsetOn: '2021-06-20', infectorId: null },
];

describe('who infected whom', () => {
  it('gives the serial interval of every pair whose onsets are both known', () => {
    expect(serialIntervals(outbreak)).toEqual([3, 5, 5, 4, 5, 10]);
    const found = serialInterval(tallyOf(serialIntervals(outbreak)));
    expect(found).toMatchObject({ pairs: 6, medianDays: 5, negative: 0 });
    expect(found.meanDays).toBeCloseTo(32 / 6, 12);
    expect(found.deviationDays).toBeCloseTo(Math.sqrt((256 / 9 + 8 / 9) / 5), 12);
  });

  it('keeps intervals below zero in the mean, and leaves them out of the weights of later methods', () => {
    const intervals = tallyOf([-1, 0, 2, 2, 4]);
    expect(serialInterval(intervals)).toMatchObject({ pairs: 5, meanDays: 1.4, medianDays: 2, negative: 1 });
    expect(intervalWeights(intervals)).toEqual([0, 2 / 3, 0, 1 / 3]);
    expect(intervalWeights(tallyOf([-1, 0]))).toBeNull();
  });

  it('says nothing of nothing', () => {
    expect(serialInterval(new Map())).toEqual({ pairs: 0, meanDays: null, medianDays: null, deviationDays: null, negative: 0 });
    expect(dispersion(new Map())).toBeNull();
    expect(dispersion(tallyOf([0, 0, 0]))).toBeNull();
    expect(clusterSizes([])).toEqual([]);
  });

  it('counts the offspring of every case, those without any too', () => {
    expect(Object.fromEntries(offspringOf(outbreak))).toEqual({ A: 3, B: 2, C: 0, D: 0, E: 1, F: 0, G: 1, H: 0, I: 0, J: 0 });
    expect(offspringOf([{ id: 1, onsetOn: null, infectorId: 99 }])).toEqual(new Map([[1, 0]]));
  });

  it('finds the clusters: seven, two and one', () => {
    expect(clusterSizes(outbreak).sort((a, b) => b - a)).toEqual([7, 2, 1]);
  });

  it('loses nobody in clusters, whatever the links, circles included', () => {
    const links = fc.array(fc.option(fc.nat(30)), { maxLength: 30 });
    fc.assert(
      fc.property(links, (infectors) => {
        const cases = infectors.map((infectorId, id) => ({ id, onsetOn: null, infectorId }));
        expect(clusterSizes(cases).reduce((sum, size) => sum + size, 0)).toBe(cases.length);
      }),
    );
  });
});

describe('the dispersion', () => {
  const offspring = tallyOf(offspringOf(outbreak).values());

  it('is the k at which the likelihood is greatest: its derivative is zero there', () => {
    const found = dispersion(offspring);
    expect(found).toMatchObject({ cases: 10, mean: 0.7, largest: 3, shareOf80Percent: 0.3 });
    const k = found?.k ?? 0;
    // Four cases infected more than 0 others, two more than 1, one more than 2.
    expect(4 / k + 2 / (k + 1) + 1 / (k + 2)).toBeCloseTo(10 * Math.log1p(0.7 / k), 6);
    expect(k).toBeCloseTo(1.06210016, 5);
  });

  it('is infinite where chance alone explains the differences', () => {
    expect(dispersion(tallyOf([1, 1, 1, 1]))?.k).toBe(Number.POSITIVE_INFINITY);
    expect(dispersion(tallyOf([0, 1, 1, 2]))?.k).toBe(Number.POSITIVE_INFINITY);
  });

  it('is small where one infects all the others', () => {
    expect(dispersion(tallyOf([50, ...new Array<number>(99).fill(0)]))?.k).toBeLessThan(0.02);
  });

  it('solves its equation for every sample that varies more than chance', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { minLength: 5, maxLength: 60 }), (sample) => {
        const found = dispersion(tallyOf(sample));
        if (!found || found.k > 100 || found.k < 1e-3) return;
        const { k, mean } = found;
        let slope = -sample.length * Math.log1p(mean / k);
        for (const value of sample) for (let j = 0; j < value; j++) slope += 1 / (k + j);
        expect(Math.abs(slope * k)).toBeLessThan(1e-4 * sample.length);
      }),
    );
  });
});
