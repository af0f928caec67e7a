/** G.711 companding (ITU-T G.711) as tables. Linear samples are 16 bit. */

/** One A-law byte of silence. */
export const ALAW_SILENCE = 0xd5;
/** One µ-law byte of silence. */
export const ULAW_SILENCE = 0xff;

function linearOfAlaw(byte: number): number {
  const code = byte ^ 0x55;
  const segment = (code & 0x70) >> 4;
  const mantissa = ((code & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? mantissa : (mantissa + 0x100) << (segment - 1);
  return code & 0x80 ? magnitude : -magnitude;
}

function linearOfUlaw(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + 0x84) << ((code & 0x70) >> 4)) - 0x84;
  return code & 0x80 ? -magnitude : magnitude;
}

function nearest(table: Int16Array, linear: number): number {
  let best = 0;
  for (let byte = 1; byte < 256; byte++) {
    if (Math.abs((table[byte] ?? 0) - linear) < Math.abs((table[best] ?? 0) - linear)) best = byte;
  }
  return best;
}

/** 16-bit sample of every A-law byte. */
export const alawToLinear: Int16Array = Int16Array.from({ length: 256 }, (_, byte) => linearOfAlaw(byte));
/** 16-bit sample of every µ-law byte. */
export const ulawToLinear: Int16Array = Int16Array.from({ length: 256 }, (_, byte) => linearOfUlaw(byte));

// Zero has two µ-law codes; silence must stay the usual one.
const ulawOf = (linear: number) => (Math.abs(linear) <= 4 ? ULAW_SILENCE : nearest(ulawToLinear, linear));

/** A-law byte to the nearest µ-law byte. */
export const alawToUlaw: Uint8Array = Uint8Array.from(alawToLinear, (linear, byte) =>
  byte === ALAW_SILENCE ? ULAW_SILENCE : ulawOf(linear),
);
/** µ-law byte to the nearest A-law byte. */
export const ulawToAlaw: Uint8Array = Uint8Array.from(ulawToLinear, (linear, byte) =>
  byte === ULAW_SILENCE ? ALAW_SILENCE : nearest(alawToLinear, linear),
);

/** The A-law byte of a 16-bit sample (ITU-T G.711 table 1a); beyond the range it clips. */
export function linearToAlaw(linear: number): number {
  const magnitude = Math.min(32_767, linear < 0 ? -linear - 1 : linear) >> 4;
  const sign = linear < 0 ? 0x00 : 0x80;
  // Eight segments: 0–31 keep their step, each further one doubles it.
  const segment = magnitude < 32 ? magnitude >> 4 : 28 - Math.clz32(magnitude);
  const mantissa = segment < 2 ? magnitude & 0x0f : (magnitude >> (segment - 1)) & 0x0f;
  return (sign | (segment << 4) | mantissa) ^ 0x55;
}
