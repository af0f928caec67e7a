import { HIGH_HZ, keyAt, LOW_HZ } from './tones.ts';

/** 12.75 ms: long enough to tell neighbouring tones apart, and two of them lie within the shortest key (40 ms, ITU-T Q.24). */
const BLOCK = 102;
const SAMPLE_RATE_HZ = 8000;
/** Each tone is at least this loud: −34 dBm0 (Q.24 asks for −29 and up to be heard). */
const LEAST_AMPLITUDE = 450;
const LEAST_POWER = ((LEAST_AMPLITUDE * BLOCK) / 2) ** 2;
/** The low tone may be 8 dB louder, the high one 4 dB: lines differ in what they weaken (twist). */
const LOW_LOUDER = 6.3;
const HIGH_LOUDER = 2.5;
/** Within its group a tone stands out by 8 dB. */
const STANDS_OUT = 6.3;
/** Voice spreads its energy: nearly all must lie in the two tones, or it is talk (talk-off guard). */
const LEAST_SHARE = 0.76;
/** Blocks without the key before it is over: a pause of 40 ms always spoils three, a lost packet of 20 ms never more than two. */
const MISSES_TO_END = 3;

const frequencies = [...LOW_HZ, ...HIGH_HZ];
const coefficients = Float64Array.from(frequencies, (hertz) => 2 * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE_HZ));

/**
 * Hears keys as tones, by the Goertzel algorithm over blocks. A key counts when two blocks in a row hold it, and once until it ends. For
 * far ends that offer no key events.
 */
export class KeyToneDetector {
  private readonly first = new Float64Array(frequencies.length);
  private readonly second = new Float64Array(frequencies.length);
  private energy = 0;
  private filled = 0;
  private lastHit: string | undefined;
  private current: string | undefined;
  private misses = 0;
  private readonly heard: (digit: string) => void;

  constructor(heard: (digit: string) => void) {
    this.heard = heard;
  }

  /** The next `count` samples, 16 bit linear, 8 kHz. */
  push(samples: Int16Array, count: number): void {
    for (let index = 0; index < count; index++) {
      const sample = samples[index] ?? 0;
      this.energy += sample * sample;
      for (let tone = 0; tone < coefficients.length; tone++) {
        const before = this.first[tone] ?? 0;
        this.first[tone] = sample + (coefficients[tone] ?? 0) * before - (this.second[tone] ?? 0);
        this.second[tone] = before;
      }
      if (++this.filled === BLOCK) this.endBlock();
    }
  }

  /** Nothing was said for a while: a key that is under way is over. */
  reset(): void {
    this.clearBlock();
    this.lastHit = undefined;
    this.current = undefined;
    this.misses = 0;
  }

  private endBlock(): void {
    const hit = this.hit();
    this.clearBlock();
    if (this.current !== undefined) {
      this.misses = hit === this.current ? 0 : this.misses + 1;
      if (this.misses >= MISSES_TO_END) this.current = undefined;
    }
    if (hit !== undefined && hit === this.lastHit && hit !== this.current) {
      this.current = hit;
      this.misses = 0;
      this.heard(hit);
    }
    this.lastHit = hit;
  }

  private hit(): string | undefined {
    const row = this.loudest(0);
    const column = this.loudest(4);
    if (row === undefined || column === undefined) return undefined;
    const low = this.power(row);
    const high = this.power(column);
    if (low > high * LOW_LOUDER || high > low * HIGH_LOUDER) return undefined;
    const share = ((low + high) * 2) / (BLOCK * this.energy);
    return share < LEAST_SHARE ? undefined : keyAt(row, column - 4);
  }

  /** The tone of a group of four that stands out; undefined if none does. */
  private loudest(from: number): number | undefined {
    let best = from;
    for (let tone = from + 1; tone < from + 4; tone++) if (this.power(tone) > this.power(best)) best = tone;
    const power = this.power(best);
    if (power < LEAST_POWER) return undefined;
    for (let tone = from; tone < from + 4; tone++) if (tone !== best && this.power(tone) * STANDS_OUT > power) return undefined;
    return best;
  }

  private power(tone: number): number {
    const a = this.first[tone] ?? 0;
    const b = this.second[tone] ?? 0;
    return a * a + b * b - (coefficients[tone] ?? 0) * a * b;
  }

  private clearBlock(): void {
    this.first.fill(0);
    this.second.fill(0);
    this.energy = 0;
    this.filled = 0;
  }
}
