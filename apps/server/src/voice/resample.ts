import type { Sound } from './wav.ts';

/** Half the width of the filter, in periods of the lower of the two rates. 24 gives a fall of 60 dB within 0.4 kHz at 8 kHz. */
const halfWidthPeriods = 24;
/** Pass up to this part of the lower rate's half: the band of a telephone ends at 3.4 kHz of 4 kHz (ITU-T G.711 §3, G.712). */
const passBand = 0.9;
/** Kaiser window shape for 60 dB of stop band (Kaiser 1974: 0.1102 (A - 8.7)). */
const kaiserBeta = 5.65;

/**
 * Changes the sample rate through a windowed-sinc low-pass filter, so that nothing above the new band folds back into it.
 * Delay-free: sample i of the result is the sound at second i / toRate.
 */
export function resample(sound: Sound, toRate: number): Sound {
  const fromRate = sound.sampleRate;
  if (fromRate === toRate) return sound;
  const divisor = greatestCommonDivisor(fromRate, toRate);
  const phases = toRate / divisor;
  const kernels = kernelsFor(fromRate, toRate, phases);
  const half = (kernels[0]?.length ?? 0) >> 1;
  // Silence on both sides, so that the inner loop need not look where it is.
  const samples = new Float32Array(sound.samples.length + 2 * half);
  samples.set(sound.samples, half);
  const out = new Float32Array(Math.floor((sound.samples.length * toRate) / fromRate));
  for (let i = 0; i < out.length; i++) {
    const kernel = kernels[i % phases] as Float32Array;
    const first = Math.floor((i * fromRate) / toRate) + 1;
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) sum += (kernel[k] as number) * (samples[first + k] as number);
    out[i] = sum;
  }
  return { samples: out, sampleRate: toRate };
}

const known = new Map<string, readonly Float32Array[]>();

function kernelsFor(fromRate: number, toRate: number, phases: number): readonly Float32Array[] {
  const key = `${fromRate} ${toRate}`;
  const kernels = known.get(key) ?? kernelsOf(fromRate, toRate, phases);
  known.set(key, kernels);
  return kernels;
}

/** One kernel for each place that an output sample can have between two input samples. */
function kernelsOf(fromRate: number, toRate: number, phases: number): Float32Array[] {
  const lowRate = Math.min(fromRate, toRate);
  const half = Math.ceil((halfWidthPeriods * fromRate) / lowRate);
  const cutoff = (passBand * lowRate) / fromRate;
  return Array.from({ length: phases }, (_, phase) => {
    const offset = ((phase * fromRate) / toRate) % 1;
    const kernel = Float32Array.from({ length: 2 * half }, (_value, k) => {
      const distance = k - half + 1 - offset;
      return cutoff * sinc(cutoff * distance) * kaiser(distance / half);
    });
    const gain = kernel.reduce((sum, value) => sum + value, 0);
    return kernel.map((value) => value / gain);
  });
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
const kaiser = (x: number) => (Math.abs(x) >= 1 ? 0 : bessel(kaiserBeta * Math.sqrt(1 - x * x)) / bessel(kaiserBeta));

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > 1e-9 * sum; n++) {
    term *= (x / (2 * n)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
