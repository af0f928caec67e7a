import { addDays, daysBetween, type LocalDate } from '../localDate.ts';
import { gammaQuantile } from './gamma.ts';

/** Cases by day of onset, and how many others these cases infected as far as it was traced. */
export type OnsetDay = { readonly onsetOn: LocalDate; readonly cases: number; readonly offspring: number };

/** What is known by now of the infections that cases of a day will have made. */
type Completeness = {
  /** The share of serial intervals that are over by now: the part of their offspring that can have fallen ill. 0…1. */
  readonly completeness: number;
  /** True while more than 5 % may still come: the figure will grow. */
  readonly truncated: boolean;
};

export type MeanOffspring = OnsetDay &
  Completeness & {
    readonly mean: number;
    /** The mean divided by the completeness; null below one half, where it would be a guess. */
    readonly corrected: number | null;
  };

const completeEnough = 0.95;
const leastToCorrect = 0.5;

/**
 * Mean number of offspring by day of onset, the plain reading of a reproduction number from traced links. Cases who fell ill lately have not
 * yet infected all they will: each day says how complete it is, by the distribution of the serial interval (`weights[0]` is day 1) at `asOf`.
 */
export function meanOffspringByOnset(days: readonly OnsetDay[], weights: readonly number[], asOf: LocalDate): MeanOffspring[] {
  return inOrder(days).map((day) => {
    const known = completenessOf(weights, daysBetween(day.onsetOn, asOf));
    const mean = day.offspring / day.cases;
    return { ...day, ...known, mean, corrected: known.completeness >= leastToCorrect ? mean / known.completeness : null };
  });
}

export type CohortReproduction = Completeness & { readonly onsetOn: LocalDate; readonly cases: number; readonly r: number };

/**
 * The cohort reproduction number of Wallinga & Teunis (Am J Epidemiol 2004;160:509–516) from the epidemic curve alone: each case is shared out
 * among those who fell ill before it, in proportion to how likely the serial interval between them is. Needs no traced links, and supposes that
 * every case is known and every infector is among them. Days without cases are left out.
 */
export function wallingaTeunis(
  days: readonly { readonly onsetOn: LocalDate; readonly cases: number }[],
  weights: readonly number[],
  asOf: LocalDate,
): CohortReproduction[] {
  const { first, counts } = curveOf(days);
  // How many infectors, weighted, a case of each day could have had.
  const pressure = counts.map((_, day) => infectiousness(counts, weights, day));
  return counts.flatMap((cases, day) => {
    if (cases === 0) return [];
    let r = 0;
    weights.forEach((weight, lag) => {
      const later = day + lag + 1;
      const possible = pressure[later] ?? 0;
      if (possible > 0) r += ((counts[later] ?? 0) * weight) / possible;
    });
    const onsetOn = addDays(first, day);
    return [{ onsetOn, cases, r, ...completenessOf(weights, daysBetween(onsetOn, asOf)) }];
  });
}

export type InstantReproduction = {
  /** The last day of the window. */
  readonly endsOn: LocalDate;
  readonly cases: number;
  readonly r: number;
  readonly low: number;
  readonly high: number;
  /** True with fewer than 11 cases in the window: the interval then says more than the mean. */
  readonly few: boolean;
};

/** EpiEstim's own prior: mean 5, standard deviation 5. */
const prior = { shape: 1, scale: 5 } as const;
const windowDays = 7;
const fewCases = 11;

/**
 * The instantaneous reproduction number of Cori et al (Am J Epidemiol 2013;178:1505–1512): new cases of the last 7 days over the infectiousness of
 * those before, with the interval of 95 % of the gamma posterior. It looks back only, so that it is not truncated by what cases will yet cause; but
 * cases who have fallen ill and are not reported yet are missing from its last days. Windows before which nobody was ill are left out.
 */
export function coriReproduction(
  days: readonly { readonly onsetOn: LocalDate; readonly cases: number }[],
  weights: readonly number[],
): InstantReproduction[] {
  const { first, counts } = curveOf(days);
  const pressure = counts.map((_, day) => infectiousness(counts, weights, day));
  const result: InstantReproduction[] = [];
  for (let end = windowDays; end < counts.length; end++) {
    const cases = sumBetween(counts, end - windowDays + 1, end);
    const before = sumBetween(pressure, end - windowDays + 1, end);
    if (before === 0) continue;
    const shape = prior.shape + cases;
    const scale = 1 / (1 / prior.scale + before);
    const at = (share: number) => gammaQuantile(share, shape, scale);
    result.push({ endsOn: addDays(first, end), cases, r: shape * scale, low: at(0.025), high: at(0.975), few: cases < fewCases });
  }
  return result;
}

function completenessOf(weights: readonly number[], daysPassed: number): Completeness {
  let over = 0;
  for (let day = 0; day < Math.min(daysPassed, weights.length); day++) over += weights[day] ?? 0;
  const completeness = Math.min(1, over);
  return { completeness, truncated: completeness < completeEnough };
}

/** Cases of the days before, each as infectious on this day as the serial interval says. */
function infectiousness(counts: readonly number[], weights: readonly number[], day: number): number {
  let sum = 0;
  weights.forEach((weight, lag) => {
    sum += (counts[day - lag - 1] ?? 0) * weight;
  });
  return sum;
}

/** Every day from the first onset to the last, those without cases too. */
function curveOf(days: readonly { readonly onsetOn: LocalDate; readonly cases: number }[]): {
  first: LocalDate;
  counts: number[];
} {
  const sorted = inOrder(days);
  const [first] = sorted;
  const last = sorted.at(-1);
  if (!first || !last) return { first: '1970-01-01', counts: [] };
  const counts = new Array<number>(daysBetween(first.onsetOn, last.onsetOn) + 1).fill(0);
  for (const { onsetOn, cases } of sorted) {
    const place = daysBetween(first.onsetOn, onsetOn);
    counts[place] = (counts[place] ?? 0) + cases;
  }
  return { first: first.onsetOn, counts };
}

function sumBetween(values: readonly number[], from: number, to: number): number {
  return values.slice(from, to + 1).reduce((sum, value) => sum + value, 0);
}

function inOrder<D extends { readonly onsetOn: LocalDate }>(days: readonly D[]): D[] {
  return [...days].sort((a, b) => (a.onsetOn < b.onsetOn ? -1 : 1));
}
