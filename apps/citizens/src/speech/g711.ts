/** A-law code words as samples between -1 and 1 (ITU-T G.711 §3, table 1a; even bits are inverted on the line). */
const alawSamples = Float32Array.from({ length: 256 }, (_, code) => {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const mantissa = ((bits & 0xf) << 4) + 8;
  const size = segment === 0 ? mantissa : (mantissa + 0x100) << (segment - 1);
  return (bits & 0x80 ? size : -size) / 32768;
});

/** Writes the samples of `alaw` into `out` from `at` on. */
export function decodeAlaw(alaw: Uint8Array, out: Float32Array, at: number): void {
  for (let i = 0; i < alaw.length; i++) out[at + i] = alawSamples[alaw[i] as number] as number;
}

/** Samples between -1 and 1 as A-law. */
export function encodeAlaw(samples: Float32Array): Uint8Array {
  return Uint8Array.from(samples, (sample) => {
    const pcm16 = Math.round(Math.max(-1, Math.min(1, sample)) * 32767);
    const sign = pcm16 >= 0 ? 0x80 : 0;
    const size = Math.min(0xfff, (sign ? pcm16 : -pcm16 - 1) >> 3);
    const segment = Math.max(0, 32 - Math.clz32(size >> 5));
    const mantissa = (segment < 2 ? size >> 1 : size >> segment) & 0xf;
    return (sign | (segment << 4) | mantissa) ^ 0x55;
  });
}
