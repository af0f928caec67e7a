import { linearToAlaw } from '../src/audio/g711.ts';

const RATE_HZ = 8000;

/** A steady tone as A-law, one byte a sample at 8 kHz; it starts and ends at full level, so that its first packet can be told from silence. */
export function tone(frequencyHz: number, durationMs: number): Uint8Array {
  const period = Math.round(RATE_HZ / frequencyHz);
  const wave = Uint8Array.from({ length: period }, (_, at) => linearToAlaw(8000 * Math.cos((2 * Math.PI * at) / period)));
  return Uint8Array.from({ length: (durationMs * RATE_HZ) / 1000 }, (_, at) => wave[at % period] ?? 0);
}
