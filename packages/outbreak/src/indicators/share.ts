/** A part of a whole, both kept: a percentage without its denominator cannot be judged. */
export type Share = {
  readonly numerator: number;
  readonly denominator: number;
  /** 0…1; null of nothing. */
  readonly share: number | null;
};

export function shareOf(numerator: number, denominator: number): Share {
  return { numerator, denominator, share: denominator === 0 ? null : numerator / denominator };
}

/** 97.5 % point of the normal distribution, for intervals of 95 %. */
const z = 1.959963984540054;

/**
 * The interval of 95 % of a proportion by Wilson's score method (Wilson, J Am Stat Assoc 1927;22:209–212), which stays inside 0…1 and holds
 * for small numbers and for none at all. Null of nothing.
 */
export function wilsonInterval({ numerator, denominator }: Share): { readonly low: number; readonly high: number } | null {
  if (denominator === 0) return null;
  const p = numerator / denominator;
  const spread = z * Math.sqrt((p * (1 - p)) / denominator + z ** 2 / (4 * denominator ** 2));
  const middle = p + z ** 2 / (2 * denominator);
  const scale = 1 + z ** 2 / denominator;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}
