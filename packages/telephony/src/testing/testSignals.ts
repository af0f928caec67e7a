/** Signals for tests of detectors: 16 bit linear, 8 kHz. */

/** A reproducible 0–1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const clip = (value: number): number => Math.max(-32_768, Math.min(32_767, Math.round(value)));
const made = (ms: number, sample: (index: number) => number): Int16Array =>
  Int16Array.from({ length: Math.round(ms * 8) }, (_, index) => clip(sample(index)));

export const quiet = (ms: number): Int16Array => made(ms, () => 0);

export const sine = (hertz: number, ms: number, amplitude: number): Int16Array =>
  made(ms, (index) => amplitude * Math.sin((2 * Math.PI * hertz * index) / 8000));

export const noise = (ms: number, amplitude: number, random: () => number): Int16Array =>
  made(ms, () => amplitude * (2 * random() - 1));

export const scaled = (samples: Int16Array, by: number): Int16Array => samples.map((sample) => clip(sample * by));

export const sum = (first: Int16Array, ...others: Int16Array[]): Int16Array =>
  first.map((sample, index) => clip(others.reduce((total, other) => total + (other[index] ?? 0), sample)));

export function join(...parts: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * Something like speech: syllables of a gliding pitch through three formants that move, hiss between them, pauses. It is what detectors of
 * tones must not mistake, since formants fall where keys' tones lie.
 */
export function chatter(ms: number, random: () => number): Int16Array {
  const parts: Int16Array[] = [];
  for (let total = 0; total < ms; ) {
    const part =
      random() < 0.2 ? quiet(40 + 200 * random()) : random() < 0.2 ? noise(40 + 60 * random(), 1500, random) : syllable(random);
    parts.push(part);
    total += part.length / 8;
  }
  return join(...parts).subarray(0, ms * 8);
}

function syllable(random: () => number): Int16Array {
  const ms = 80 + 220 * random();
  const startHz = 90 + 180 * random();
  const endHz = startHz * (0.75 + 0.5 * random());
  const formants = [250 + 600 * random(), 800 + 1400 * random(), 2200 + 900 * random()];
  const drifts = formants.map((hertz) => hertz * (random() - 0.5) * 0.4);
  const states = formants.map(() => ({ a: 0, b: 0 }));
  let phase = 0;
  const raw = made(ms, (index) => {
    const way = index / (ms * 8);
    phase += (startHz + (endHz - startHz) * way) / 8000;
    let excitation = (random() - 0.5) * 0.02;
    if (phase >= 1) {
      phase -= 1;
      excitation += 1;
    }
    // Three resonators side by side, each weaker than the one below it.
    return states.reduce((total, state, number) => {
      const hertz = (formants[number] ?? 0) + (drifts[number] ?? 0) * way;
      const radius = Math.exp((-Math.PI * (60 + 40 * number)) / 8000);
      const next = excitation + 2 * radius * Math.cos((2 * Math.PI * hertz) / 8000) * state.a - radius * radius * state.b;
      state.b = state.a;
      state.a = next;
      return total + (next * 1600) / (number + 1);
    }, 0);
  });
  const attack = 160;
  return raw.map((sample, index) => clip(sample * Math.min(1, index / attack, (raw.length - index) / attack)));
}
