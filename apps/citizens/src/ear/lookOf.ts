import { FeatureStream, featureCount } from './features.ts';
import { bitsOf, type FixedPiece, speechDb } from './prints.ts';

/** Features nearer to their usual value than this say nothing. */
const trustedDb = 2.5;

/** The frames of a sound, as measured. */
export type Frames = { readonly features: readonly Float32Array[]; readonly loudnessDb: readonly number[] };

export function framesOf(alaw: Uint8Array): Frames {
  const features: Float32Array[] = [];
  const loudnessDb: number[] = [];
  const stream = new FeatureStream((frame, loudness) => {
    features.push(frame.slice());
    loudnessDb.push(loudness);
  });
  stream.push(alaw);
  return { features, loudnessDb };
}

/** The mean of each feature over all speech. */
export function usualFeatures(sounds: readonly Frames[]): Float32Array {
  const sums = new Float64Array(featureCount);
  let count = 0;
  for (const { features, loudnessDb } of sounds) {
    for (const [i, frame] of features.entries()) {
      if ((loudnessDb[i] ?? 0) < speechDb) continue;
      count++;
      for (const [k, value] of frame.entries()) sums[k] = (sums[k] ?? 0) + value;
    }
  }
  return Float32Array.from(sums, (sum) => sum / Math.max(1, count));
}

/** The words of bits of a sound. */
export function lookOf({ features }: Frames, usual: Float32Array): Int32Array {
  return Int32Array.from(features, (frame) => bitsOf(frame, usual));
}

/** For each frame, the bits to be trusted; none in a pause. */
export function masksOf({ features, loudnessDb }: Frames, usual: Float32Array): Int32Array {
  return Int32Array.from(features, (frame, i) => ((loudnessDb[i] ?? 0) < speechDb ? 0 : maskOf(frame, usual)));
}

function maskOf(features: Float32Array, usual: Float32Array): number {
  let mask = 0;
  for (let i = 0; i < featureCount; i++) if (Math.abs((features[i] as number) - (usual[i] as number)) > trustedDb) mask |= 1 << i;
  return mask;
}

/** A piece as it may be met in a call, whose frames need not begin where the piece does, and what may follow it at once. */
export type Met = { readonly piece: FixedPiece; readonly frames: number; readonly looks: readonly Int32Array[] };

const shiftSamples = [0, 64];
const tailSamples = 16_000;

/** The piece followed by each fixed piece that may come right after it: the next one, or the one after a choice of two. */
export function waysToMeet(piece: FixedPiece, frames: number, pieces: readonly FixedPiece[], usual: Float32Array): Met[] {
  const next = pieces.filter(
    (other) => isSamePrompt(other, piece) && other.pieceIndex > piece.pieceIndex && other.pieceIndex <= piece.pieceIndex + 2,
  );
  const tails = next.length > 0 ? next.map(({ alaw }) => alaw.subarray(0, tailSamples)) : [new Uint8Array(0)];
  return tails.map((tail) => {
    const whole = new Uint8Array(Buffer.concat([piece.alaw, tail]));
    return { piece, frames, looks: shiftSamples.map((shift) => lookOf(framesOf(whole.subarray(shift)), usual)) };
  });
}

/** The same words of the same speed. */
export function isSamePrompt(a: FixedPiece, b: FixedPiece): boolean {
  return a.promptId === b.promptId && a.pace === b.pace;
}
