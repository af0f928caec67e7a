/** The first text in "C" order after every text that begins with `prefix`: UTF-8 keeps the order of code points, so the last one goes up by one. */
export function afterPrefix(prefix: string): string {
  const points = [...prefix];
  const last = points.pop()?.codePointAt(0);
  if (last === undefined) throw new RangeError('an empty prefix has no end');
  // Surrogates are no code points of their own, and cannot be stored.
  const next = last === 0xd7ff ? 0xe000 : last + 1;
  return points.join('') + String.fromCodePoint(next);
}

/** The same words from the last to the first, as person.name_reversed has them. */
export const reversed = (words: readonly string[]): string => words.toReversed().join(' ');
