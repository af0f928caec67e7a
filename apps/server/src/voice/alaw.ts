import type { Sound } from './wav.ts';

/** A-law as in ITU-T G.711 §3, table 1a: 13-bit samples to 8 bits, even bits inverted. */
export function encodeAlaw(sound: Sound): Uint8Array {
  return Uint8Array.from(sound.samples, (sample) => encodeSample(Math.round(Math.max(-1, Math.min(1, sample)) * 32767)));
}

function encodeSample(pcm16: number): number {
  const sign = pcm16 >= 0 ? 0x80 : 0;
  const size = Math.min(0xfff, (sign ? pcm16 : -pcm16 - 1) >> 3);
  const segment = Math.max(0, 32 - Math.clz32(size >> 5));
  const mantissa = (segment < 2 ? size >> 1 : size >> segment) & 0xf;
  return (sign | (segment << 4) | mantissa) ^ 0x55;
}
