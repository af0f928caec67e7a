import { decodeAlaw } from '@truyvet/telephony';
import { bandCount, bandPowers, windowSize } from './spectrum.ts';

/** One look at the sound every 16 ms at 8 kHz. */
export const hopSize = 128;
export const framesPerSecond = 8000 / hopSize;

/** Added to every band: below it there is only the noise of the code (A-law's first step is -72 dBFS). */
const powerFloor = 1e-3;
/** How far back a band is compared with itself. */
const timeStep = 3;
/** Numbers that describe a frame: how the bands differ from their neighbours, and from themselves a moment before. */
export const featureCount = bandCount - 1 + bandCount;

/** Takes one frame: its features in dB and its loudness in dB above the floor. The array is reused: copy what you keep. */
export type FrameListener = (features: Float32Array, loudnessDb: number) => void;

/** Turns a stream of A-law into frames, as it comes. One for each call. */
export class FeatureStream {
  private readonly samples = new Float32Array(8 * windowSize);
  private filled = 0;
  /** Log powers of the last `timeStep` frames, a ring. */
  private readonly past = Array.from({ length: timeStep }, () => new Float32Array(bandCount));
  private frame = 0;
  private readonly features = new Float32Array(featureCount);
  private readonly onFrame: FrameListener;

  constructor(onFrame: FrameListener) {
    this.onFrame = onFrame;
  }

  push(alaw: Uint8Array): void {
    const step = this.samples.length - windowSize - hopSize;
    for (let at = 0; at < alaw.length; at += step) {
      const part = alaw.subarray(at, at + step);
      decodeAlaw(part, this.samples, this.filled);
      this.filled += part.length;
      this.drain();
    }
  }

  private drain(): void {
    let at = 0;
    for (; at + windowSize + hopSize <= this.filled; at += 2 * hopSize) {
      bandPowers(this.samples, at, at + hopSize, powers1, powers2);
      this.emit(powers1);
      this.emit(powers2);
    }
    this.samples.copyWithin(0, at, this.filled);
    this.filled -= at;
  }

  private emit(powers: Float32Array): void {
    const { features } = this;
    const before = this.past[this.frame++ % timeStep] as Float32Array;
    let total = 0;
    let last = 0;
    for (let band = 0; band < bandCount; band++) {
      const power = powers[band] as number;
      total += power;
      const db = 10 * Math.log10(power + powerFloor);
      if (band > 0) features[band - 1] = db - last;
      features[bandCount - 1 + band] = db - (before[band] as number);
      before[band] = db;
      last = db;
    }
    this.onFrame(features, 10 * Math.log10((total + powerFloor) / powerFloor));
  }
}

const powers1 = new Float32Array(bandCount);
const powers2 = new Float32Array(bandCount);
