import type { Sound } from './wav.ts';

const frequencyHz = 1000;
const durationMs = 200;
const rampMs = 10;

/** The sign to speak now: 1 kHz for 200 ms with soft edges. */
export function beep(sampleRate: number): Sound {
  const count = Math.round((sampleRate * durationMs) / 1000);
  const ramp = (sampleRate * rampMs) / 1000;
  const samples = Float32Array.from({ length: count }, (_, i) => {
    const edge = Math.min(1, i / ramp, (count - 1 - i) / ramp);
    return 0.25 * edge * Math.sin((2 * Math.PI * frequencyHz * i) / sampleRate);
  });
  return { samples, sampleRate };
}
