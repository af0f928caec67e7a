/** Small random changes to messages, from a seed: the same seed gives the same changes. */

export type Random = () => number;

/** A generator of 0 ≤ x < 1 (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const spice = [
  '\r\n',
  '\r\n\r\n',
  ';',
  ',',
  '"',
  '<',
  '>',
  ':',
  '=',
  '\0',
  '%00',
  '@',
  '99999999999999999999',
  '-1',
  '\u00ff',
  'é',
  ' ',
  '\t',
];

/** `source` with one to eight changes: bytes flipped, cut, doubled, spiced, or taken from `other`. */
export function mutate(source: Buffer, other: Buffer, random: Random): Buffer {
  let text = source;
  const changes = 1 + Math.floor(random() * 8);
  for (let change = 0; change < changes; change++) text = mutateOnce(text, other, random);
  return text;
}

function mutateOnce(text: Buffer, other: Buffer, random: Random): Buffer {
  const at = Math.floor(random() * (text.length + 1));
  const end = Math.min(text.length, at + Math.floor(random() ** 3 * 200));
  const [before, piece, after] = [text.subarray(0, at), text.subarray(at, end), text.subarray(end)];
  switch (Math.floor(random() * 6)) {
    case 0:
      return Buffer.concat([before, Buffer.from([Math.floor(random() * 256)]), text.subarray(at + 1)]);
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, piece, piece, after]);
    case 3:
      return Buffer.concat([before, Buffer.from(spice[Math.floor(random() * spice.length)] ?? ''), after]);
    case 4:
      return Buffer.concat([before, other.subarray(Math.floor(random() * other.length)).subarray(0, 300), after]);
    default:
      return before;
  }
}
