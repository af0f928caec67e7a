import { alawToLinear, linearToAlaw } from './g711.ts';

/** Samples between -1 and 1, at 8 kHz, as the A-law bytes that clips and recordings are made of (ITU-T G.711). */
export function encodeAlaw(samples: Float32Array): Uint8Array {
  return Uint8Array.from(samples, (sample) => linearToAlaw(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767)));
}

/** Writes the samples of `alaw`, between -1 and 1, into `out` from `at` on. */
export function decodeAlaw(alaw: Uint8Array, out: Float32Array, at = 0): void {
  for (let i = 0; i < alaw.length; i++) out[at + i] = (alawToLinear[alaw[i] ?? 0] ?? 0) / 32_768;
}
