import { type Random, randomOf } from '../random.ts';

const sampleRate = 8000;
type Vowel = readonly [number, number];
/** First and second formant of some vowels, in Hz. */
const vowels: readonly [Vowel, ...Vowel[]] = [
  [750, 1250],
  [500, 1900],
  [300, 2250],
  [500, 900],
  [320, 800],
  [620, 1600],
  [400, 1400],
];

/**
 * What a person says who has no words: syllables of buzz through two moving formants, with hisses and gaps, in the voice that the seed
 * gives. It sounds like speech to a level meter, a recorder and a silence detector, and means nothing.
 */
export function babble(seed: number, durationMs: number): Float32Array {
  const random = randomOf(seed);
  const samples = new Float32Array(Math.round((durationMs * sampleRate) / 1000));
  const pitchHz = random.between(95, 230);
  for (let at = 0; at < samples.length; ) at += syllable(samples, at, random, pitchHz * (0.9 + 0.25 * random.next()));
  return samples;
}

/** Writes one syllable and tells how many samples it took. */
function syllable(samples: Float32Array, at: number, random: Random, pitchHz: number): number {
  const hissLength = random.chance(0.5) ? random.between(300, 700) : 0;
  const vowelLength = random.between(900, 1900);
  const gap = random.chance(0.15) ? random.between(600, 1800) : random.between(80, 300);
  for (let i = 0; i < hissLength && at + i < samples.length; i++) samples[at + i] = 0.06 * (random.next() - 0.5);
  const from = random.pick(vowels);
  const to = random.pick(vowels);
  const filters = [resonator(), resonator()];
  for (let i = 0; i < vowelLength && at + hissLength + i < samples.length; i++) {
    const way = i / vowelLength;
    const pulse = (i * pitchHz) % sampleRate < pitchHz ? 1 : 0;
    const envelope = Math.min(1, i / 160, (vowelLength - i) / 240);
    let sum = 0;
    for (const [k, filter] of filters.entries())
      sum += filter(pulse, (from[k] ?? 500) * (1 - way) + (to[k] ?? 500) * way) / (k + 1);
    samples[at + hissLength + i] = 0.25 * envelope * sum;
  }
  return hissLength + vowelLength + gap;
}

/** A two-pole filter with a bandwidth of 90 Hz whose peak follows `hz`. */
function resonator(): (input: number, hz: number) => number {
  const radius = Math.exp((-Math.PI * 90) / sampleRate);
  let [before, last] = [0, 0];
  return (input, hz) => {
    const output = input * 0.6 + 2 * radius * Math.cos((2 * Math.PI * hz) / sampleRate) * last - radius * radius * before;
    [before, last] = [last, output];
    return output;
  };
}

/** A plain tone with soft edges, as an answering machine gives. */
export function tone(hz: number, durationMs: number): Float32Array {
  const count = Math.round((durationMs * sampleRate) / 1000);
  return Float32Array.from(
    { length: count },
    (_, i) => 0.3 * Math.min(1, i / 80, (count - i) / 80) * Math.sin((2 * Math.PI * hz * i) / sampleRate),
  );
}
