import { type Share, shareOf } from './share.ts';
import { countWhere, meanOf, medianOf, sizeOf, type Tally } from './tally.ts';

export type Delay = {
  /** Of how many both moments are known. */
  readonly known: number;
  readonly mean: number | null;
  readonly median: number | null;
  readonly within: Share;
  /** How many lie the wrong way round (a sample before the onset is no mistake, a report before it may be); left out of the rest. */
  readonly negative: number;
};

/**
 * How long something took: mean, median and the share that took at most `limit`, in the tally's own unit (days or hours). Negative values are
 * counted apart, because a mean with them would hide delays behind errors of dates.
 */
export function delayFigures(tally: Tally, limit: number): Delay {
  const usable = new Map([...tally].filter(([value]) => value >= 0));
  const known = sizeOf(usable);
  return {
    known,
    mean: meanOf(usable),
    median: medianOf(usable),
    within: shareOf(
      countWhere(usable, (value) => value <= limit),
      known,
    ),
    negative: sizeOf(tally) - known,
  };
}
