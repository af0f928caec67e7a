/**
 * A distribution as how often each value occurs. Everything here is computed from tallies, so that a database can count millions of rows and
 * hand over a few hundred numbers, and a list of a hundred cases goes the same way.
 */
export type Tally = ReadonlyMap<number, number>;

export function tallyOf(values: Iterable<number>): Map<number, number> {
  const tally = new Map<number, number>();
  for (const value of values) tally.set(value, (tally.get(value) ?? 0) + 1);
  return tally;
}

/** How many values there are. */
export function sizeOf(tally: Tally): number {
  let size = 0;
  for (const count of tally.values()) size += count;
  return size;
}

export function sumOf(tally: Tally): number {
  let sum = 0;
  for (const [value, count] of tally) sum += value * count;
  return sum;
}

/** Null of nothing. */
export function meanOf(tally: Tally): number | null {
  const size = sizeOf(tally);
  return size === 0 ? null : sumOf(tally) / size;
}

/** The middle value; of an even number, the mean of the two in the middle. Null of nothing. */
export function medianOf(tally: Tally): number | null {
  const size = sizeOf(tally);
  if (size === 0) return null;
  return (valueAt(tally, Math.floor((size - 1) / 2)) + valueAt(tally, Math.floor(size / 2))) / 2;
}

/** Standard deviation of a sample (n − 1). Null of fewer than two values. */
export function deviationOf(tally: Tally): number | null {
  const size = sizeOf(tally);
  const mean = meanOf(tally);
  if (size < 2 || mean === null) return null;
  let squares = 0;
  for (const [value, count] of tally) squares += count * (value - mean) ** 2;
  return Math.sqrt(squares / (size - 1));
}

export function largestOf(tally: Tally): number | null {
  let largest: number | null = null;
  for (const [value, count] of tally) if (count > 0 && (largest === null || value > largest)) largest = value;
  return largest;
}

/** How many values satisfy a condition. */
export function countWhere(tally: Tally, holds: (value: number) => boolean): number {
  let found = 0;
  for (const [value, count] of tally) if (holds(value)) found += count;
  return found;
}

/** In ascending order of values. */
export function ascending(tally: Tally): [value: number, count: number][] {
  return [...tally].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
}

function valueAt(tally: Tally, place: number): number {
  let passed = 0;
  for (const [value, count] of ascending(tally)) {
    passed += count;
    if (place < passed) return value;
  }
  return Number.NaN;
}
