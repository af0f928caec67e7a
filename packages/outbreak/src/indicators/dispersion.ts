import { ascending, largestOf, meanOf, sizeOf, type Tally } from './tally.ts';

export type Dispersion = {
  readonly cases: number;
  readonly mean: number;
  /** Of the negative binomial distribution. Small: a few infect many. `Infinity`: no more uneven than chance (Poisson) has it. */
  readonly k: number;
  readonly largest: number;
  /** The smallest share of cases that made 80 % of the infections that were traced; null when there were none. */
  readonly shareOf80Percent: number | null;
};

/** k is sought between these: beyond, data of this kind cannot tell it from 0 and from infinity. */
const smallest = 1e-4;
const greatest = 1e4;

/**
 * How unevenly cases infect others: k of the negative binomial distribution with the sample's mean, by maximum likelihood (Lloyd-Smith et al,
 * Nature 2005;438:355–359). The mean's own estimate is the sample mean whatever k is, so that one unknown is left. The profile likelihood of k
 * has one peak when the variance is greater than the mean, and rises for ever when it is not (Levin & Reeds, Ann Stat 1977;5:79–87): k is then
 * Infinity. The peak is found by golden-section search over ln k, to 1e-10. Null without cases or without infections, when there is nothing to tell.
 */
export function dispersion(offspring: Tally): Dispersion | null {
  const mean = meanOf(offspring);
  if (mean === null || mean === 0) return null;
  return {
    cases: sizeOf(offspring),
    mean,
    k: varies(offspring, mean) ? mostLikely(offspring, mean) : Number.POSITIVE_INFINITY,
    largest: largestOf(offspring) ?? 0,
    shareOf80Percent: shareOfMost(offspring, 0.8),
  };
}

/** True when the variance (of the population: the likelihood's own) exceeds the mean. */
function varies(offspring: Tally, mean: number): boolean {
  let squares = 0;
  for (const [value, count] of offspring) squares += count * (value - mean) ** 2;
  return squares / sizeOf(offspring) > mean;
}

/**
 * ln of the likelihood, without the terms that do not depend on k: Σ ln Γ(x + k) − ln Γ(k) is the sum of ln(k + j) for j from 0 to x − 1, and
 * their ln k cancels with that of the rest, which keeps the figures small where k is great.
 */
function logLikelihood(rising: readonly Rising[], size: number, mean: number, k: number): number {
  let sum = -size * (k + mean) * Math.log1p(mean / k);
  for (const { j, more } of rising) sum += more * Math.log1p(j / k);
  return sum;
}

function mostLikely(offspring: Tally, mean: number): number {
  const size = sizeOf(offspring);
  const rising = risingOf(offspring);
  const value = (lnK: number) => logLikelihood(rising, size, mean, Math.exp(lnK));
  const k = Math.exp(goldenSection(value, Math.log(smallest), Math.log(greatest)));
  return k > greatest * 0.99 ? Number.POSITIVE_INFINITY : k;
}

/** How many cases infected more than j others. */
type Rising = { readonly j: number; readonly more: number };

function risingOf(offspring: Tally): Rising[] {
  const result: Rising[] = [];
  let left = sizeOf(offspring);
  let j = 0;
  for (const [value, count] of ascending(offspring)) {
    for (; j < value; j++) result.push({ j, more: left });
    left -= count;
  }
  return result;
}

const golden = (Math.sqrt(5) - 1) / 2;

/** Where a function with one peak is greatest. Each step keeps 61.8 % of the range and one of its two inner values. */
function goldenSection(value: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [atLeft, atRight] = [value(left), value(right)];
  while (high - low > 1e-10) {
    if (atLeft < atRight) {
      low = left;
      [left, atLeft] = [right, atRight];
      right = low + golden * (high - low);
      atRight = value(right);
    } else {
      high = right;
      [right, atRight] = [left, atLeft];
      left = high - golden * (high - low);
      atLeft = value(left);
    }
  }
  return (low + high) / 2;
}

function shareOfMost(offspring: Tally, part: number): number | null {
  let wanted = 0;
  for (const [value, count] of offspring) wanted += value * count * part;
  if (wanted === 0) return null;
  let cases = 0;
  for (const [value, count] of ascending(offspring).reverse()) {
    if (value * count >= wanted) return (cases + Math.ceil(wanted / value - 1e-9)) / sizeOf(offspring);
    wanted -= value * count;
    cases += count;
  }
  return cases / sizeOf(offspring);
}
