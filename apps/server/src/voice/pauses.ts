import type { Sound } from './wav.ts';

/** Below this level (about -46 dBFS after the loudness is evened) nobody hears speech. */
const silenceLevel = 0.005;
/** Kept before the first sound, so that a soft consonant is not cut. */
const leadMs = 15;
const tailMs = 80;

/** What a listener expects to hear between two pieces, by the mark at the seam. */
const pauseAfterMs: Readonly<Record<string, number>> = { ',': 160, ';': 200, ':': 200, '.': 300, '?': 300, '!': 300 };

/**
 * Cuts the silence around a piece, so that the first prompt starts at once and pieces join like one sentence, and puts back the
 * pause that the punctuation at its ends asks for: `", vào ngày"` begins with a breath, `"bấm phím 1."` ends with one.
 */
export function trimToPauses(sound: Sound, text: string): Sound {
  const { samples, sampleRate } = sound;
  const inMs = (ms: number) => Math.round((ms * sampleRate) / 1000);
  const words = text.trim();
  const before = inMs(pauseAfterMs[words[0] ?? ''] ?? 0);
  const after = inMs(Math.max(tailMs, pauseAfterMs[words.at(-1) ?? ''] ?? 0));
  const first = samples.findIndex(isHeard);
  if (first < 0) return { samples: new Float32Array(after), sampleRate };
  const last = samples.findLastIndex(isHeard);
  const from = Math.max(0, first - inMs(leadMs));
  const out = new Float32Array(before + (last + 1 - from) + after);
  out.set(samples.subarray(from, last + 1), before);
  return { samples: out, sampleRate };
}

const isHeard = (sample: number) => Math.abs(sample) > silenceLevel;
