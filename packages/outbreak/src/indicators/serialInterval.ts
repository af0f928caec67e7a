import { deviationOf, meanOf, medianOf, sizeOf, type Tally } from './tally.ts';

export type SerialInterval = {
  readonly pairs: number;
  readonly meanDays: number | null;
  readonly medianDays: number | null;
  readonly deviationDays: number | null;
  /** Pairs in which the case fell ill before its infector; counted in the figures above, as they occur with COVID-19. */
  readonly negative: number;
};

export function serialInterval(intervals: Tally): SerialInterval {
  return {
    pairs: sizeOf(intervals),
    meanDays: meanOf(intervals),
    medianDays: medianOf(intervals),
    deviationDays: deviationOf(intervals),
    negative: sizeOf(new Map([...intervals].filter(([days]) => days < 0))),
  };
}

/**
 * How likely the serial interval is each number of days, from 1 on: `weights[0]` is day 1. Intervals of 0 days and below are left out, because
 * methods that count new cases from earlier ones (Wallinga–Teunis, Cori) cannot use them. Null when nothing is left.
 */
export function intervalWeights(intervals: Tally): number[] | null {
  const usable = [...intervals].filter(([days, count]) => days >= 1 && count > 0);
  const pairs = usable.reduce((sum, [, count]) => sum + count, 0);
  if (pairs === 0) return null;
  const weights = new Array<number>(Math.max(...usable.map(([days]) => days))).fill(0);
  for (const [days, count] of usable) weights[days - 1] = count / pairs;
  return weights;
}
