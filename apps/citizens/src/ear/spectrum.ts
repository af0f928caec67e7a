/** Samples in one look at the sound: 32 ms at 8 kHz. */
export const windowSize = 256;

const hann = Float32Array.from({ length: windowSize }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / windowSize));
const cosines = Float32Array.from({ length: windowSize / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / windowSize));
const sines = Float32Array.from({ length: windowSize / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / windowSize));
const reversed = Uint16Array.from({ length: windowSize }, (_, i) => bitReversed(i));

/** Edges of the bands in FFT bins (31.25 Hz each): 200–3400 Hz, wider towards the top as in hearing. */
const edges = [6, 9, 12, 15, 18, 22, 26, 31, 36, 42, 48, 55, 63, 72, 82, 94, 109];
export const bandCount = edges.length - 1;

const real = new Float32Array(windowSize);
const imaginary = new Float32Array(windowSize);

/**
 * Power in each band of two windows of sound at once: two real signals ride on one complex transform, one as its real part, one as
 * its imaginary part, and are told apart by symmetry.
 *
 * @param at1 where the first window starts in `samples` (±1 is full scale)
 */
export function bandPowers(samples: Float32Array, at1: number, at2: number, out1: Float32Array, out2: Float32Array): void {
  for (let i = 0; i < windowSize; i++) {
    const to = reversed[i] as number;
    const weight = hann[i] as number;
    real[to] = weight * (samples[at1 + i] as number);
    imaginary[to] = weight * (samples[at2 + i] as number);
  }
  transform();
  for (let band = 0; band < bandCount; band++) {
    let power1 = 0;
    let power2 = 0;
    for (let bin = edges[band] as number; bin < (edges[band + 1] as number); bin++) {
      const a = real[bin] as number;
      const b = imaginary[bin] as number;
      const c = real[windowSize - bin] as number;
      const d = imaginary[windowSize - bin] as number;
      power1 += (a + c) ** 2 + (b - d) ** 2;
      power2 += (b + d) ** 2 + (a - c) ** 2;
    }
    out1[band] = power1;
    out2[band] = power2;
  }
}

/** Radix-2 decimation in time, in place. */
function transform(): void {
  for (let size = 2; size <= windowSize; size *= 2) {
    const half = size / 2;
    const stride = windowSize / size;
    for (let start = 0; start < windowSize; start += size) {
      for (let k = 0; k < half; k++) {
        const low = start + k;
        const high = low + half;
        const wr = cosines[k * stride] as number;
        const wi = sines[k * stride] as number;
        const tr = (real[high] as number) * wr - (imaginary[high] as number) * wi;
        const ti = (real[high] as number) * wi + (imaginary[high] as number) * wr;
        real[high] = (real[low] as number) - tr;
        imaginary[high] = (imaginary[low] as number) - ti;
        real[low] = (real[low] as number) + tr;
        imaginary[low] = (imaginary[low] as number) + ti;
      }
    }
  }
}

function bitReversed(value: number): number {
  let result = 0;
  for (let bit = 1; bit < windowSize; bit *= 2) result = result * 2 + (value & bit ? 1 : 0);
  return result;
}
