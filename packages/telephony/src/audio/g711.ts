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

/** The A-law byte nearest to a 16-bit sample; for making test tones, not for whole prompts. */
export const linearToAlaw = (linear: number): number => nearest(alawToLinear, linear);
