/** What counts as the beep of an answering machine: one steady tone, then quiet. */
export type BeepOptions = {
  /** @default 350 */
  readonly lowestHz: number;
  /** @default 2200 */
  readonly highestHz: number;
  /** @default 120 */
  readonly shortestMs: number;
  /** Longer is a dial tone or a fax. @default 2500 */
  readonly longestMs: number;
  /** Mean absolute amplitude, 16 bit. @default 256 */
  readonly threshold: number;
};

export const BEEP_DEFAULTS: BeepOptions = { lowestHz: 350, highestHz: 2200, shortestMs: 120, longestMs: 2500, threshold: 256 };

export type Beep = { readonly frequencyHz: number; readonly durationMs: number };

const SAMPLE_RATE_HZ = 8000;
/** 20 ms: bins of 50 Hz, so that the harmonics of a voice fall into different ones. */
const BLOCK = 160;
const BLOCK_MS = 20;
/** Of a block's energy, this share lies in the one tone. */
const LEAST_SHARE = 0.85;
/** A beep keeps its pitch; a voice doesn't. */
const MOST_DRIFT = 0.02;
/** Blocks that aren't the tone before it is over: one alone may be a lost packet. */
const MISSES_TO_END = 2;

/** Hears a beep at its end, when a message may begin. */
export class BeepDetector {
  private readonly options: BeepOptions;
  private readonly heard: (beep: Beep) => void;
  private readonly block = new Int16Array(BLOCK);
  private filled = 0;
  private frequencyHz = 0;
  private blocks = 0;
  private misses = 0;

  constructor(options: BeepOptions, heard: (beep: Beep) => void) {
    this.options = options;
    this.heard = heard;
  }

  push(samples: Int16Array, count: number): void {
    for (let index = 0; index < count; index++) {
      this.block[this.filled++] = samples[index] ?? 0;
      if (this.filled === BLOCK) {
        this.filled = 0;
        this.step(this.toneOf());
      }
    }
  }

  private step(hertz: number | undefined): void {
    if (hertz !== undefined && (this.blocks === 0 || Math.abs(hertz - this.frequencyHz) <= MOST_DRIFT * this.frequencyHz)) {
      if (this.blocks === 0) this.frequencyHz = hertz;
      this.blocks += 1 + this.misses;
      this.misses = 0;
      return;
    }
    if (this.blocks === 0 || ++this.misses < MISSES_TO_END) return;
    const durationMs = this.blocks * BLOCK_MS;
    const { shortestMs, longestMs } = this.options;
    const beep = { frequencyHz: Math.round(this.frequencyHz), durationMs };
    this.blocks = 0;
    this.misses = 0;
    // What another tone or a voice follows at once isn't the signal to speak.
    if (hertz === undefined && durationMs >= shortestMs && durationMs <= longestMs) this.heard(beep);
  }

  /** The frequency of a block that is one tone within the bounds. */
  private toneOf(): number | undefined {
    const { block } = this;
    let energy = 0;
    let loudness = 0;
    let neighbours = 0;
    let middles = 0;
    for (let index = 0; index < BLOCK; index++) {
      const sample = block[index] ?? 0;
      energy += sample * sample;
      loudness += Math.abs(sample);
      if (index === 0 || index === BLOCK - 1) continue;
      neighbours += sample * ((block[index - 1] ?? 0) + (block[index + 1] ?? 0));
      middles += sample * sample;
    }
    if (loudness < this.options.threshold * BLOCK || middles === 0) return undefined;
    // A tone obeys x[n−1] + x[n+1] = 2 cos(ω) x[n]; this is the ω that fits best.
    const cosine = neighbours / (2 * middles);
    if (Math.abs(cosine) >= 1) return undefined;
    const hertz = (Math.acos(cosine) * SAMPLE_RATE_HZ) / (2 * Math.PI);
    if (hertz < this.options.lowestHz || hertz > this.options.highestHz) return undefined;
    return (this.powerAt(cosine) * 2) / (BLOCK * energy) >= LEAST_SHARE ? hertz : undefined;
  }

  /** Goertzel at the fitted frequency. */
  private powerAt(cosine: number): number {
    let a = 0;
    let b = 0;
    for (let index = 0; index < BLOCK; index++) {
      const next = (this.block[index] ?? 0) + 2 * cosine * a - b;
      b = a;
      a = next;
    }
    return a * a + b * b - 2 * cosine * a * b;
  }
}
