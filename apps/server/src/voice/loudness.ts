import type { Sound } from './wav.ts';

/** Speech while it is active, in dB below full scale; a usual level for announcements (ITU-T P.56 measures it alike). */
const targetActiveDb = -20;
/** A frame this far below the loudest is a pause. */
const activeRangeDb = 30;
const frameMs = 20;
/** Above this part of full scale peaks are bent, never cut. */
const kneeLevel = 0.7;

/** Root mean square over the frames in which somebody speaks, 0 for silence. */
export function activeLevel(sound: Sound): number {
  const powers = framePowers(sound);
  const threshold = Math.max(...powers, 0) * 10 ** (-activeRangeDb / 10);
  const active = powers.filter((power) => power > 0 && power >= threshold);
  if (active.length === 0) return 0;
  return Math.sqrt(active.reduce((sum, power) => sum + power, 0) / active.length);
}

/** Brings speech to an even loudness (-20 dBFS while active), peaks bent below full scale. Silence stays silence. */
export function evenLoudness(sound: Sound): Sound {
  const level = activeLevel(sound);
  if (level === 0) return sound;
  const gain = 10 ** (targetActiveDb / 20) / level;
  return { samples: sound.samples.map((sample) => bend(sample * gain)), sampleRate: sound.sampleRate };
}

function bend(sample: number): number {
  const size = Math.abs(sample);
  if (size <= kneeLevel) return sample;
  const room = 0.99 - kneeLevel;
  return Math.sign(sample) * (kneeLevel + room * Math.tanh((size - kneeLevel) / room));
}

function framePowers({ samples, sampleRate }: Sound): number[] {
  const frame = Math.max(1, Math.round((sampleRate * frameMs) / 1000));
  const powers: number[] = [];
  for (let at = 0; at < samples.length; at += frame) {
    const part = samples.subarray(at, at + frame);
    powers.push(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
  }
  return powers;
}
