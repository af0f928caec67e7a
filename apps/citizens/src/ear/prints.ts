import { featureCount } from './features.ts';

/** How fast a prompt is spoken. */
export type Pace = 'normal' | 'slow';

/** A fixed piece of a prompt as the caller's side wrote it down: its sound and its place. */
export type FixedPiece = {
  readonly promptId: string;
  readonly pace: Pace;
  readonly pieceIndex: number;
  readonly alaw: Uint8Array;
};

/**
 * A stretch of a piece by which it is known: one word of bits a frame, each bit telling whether a feature lies above its usual value. The
 * masks say which bits lie far enough from the usual to be trusted; none do in a pause.
 */
export type Print = {
  readonly piece: FixedPiece;
  /** Where in the piece the stretch begins. */
  readonly offsetFrames: number;
  readonly bits: Int32Array;
  readonly masks: Int32Array;
  readonly windowFrames: number;
  /** A few telling frames of the window, looked at first. */
  readonly probes: Int32Array;
  /** From the start of the piece to the end of its last word. */
  readonly spokenFrames: number;
  /** Frames of the prompt's last fixed piece when that is a later one: at least so much follows. */
  readonly framesAfter: number;
};

/** The prints of every prompt, and what "usual" means. */
export type Prints = { readonly prints: readonly Print[]; readonly usual: Float32Array };

/** Frames more quiet than this are a pause. */
export const speechDb = 20;
/**
 * Whether two stretches are one sound: the part of trusted bits that differ. The same speech gives 0.05, and up to 0.13 with a packet in a
 * hundred lost and µ-law in between; other speech seldom comes below 0.2.
 */
export const sameSound = 0.165;
/** Nearer than this there is no doubt. Between the two, what follows decides. */
export const surelySame = 0.115;

/** The word of bits of one frame. */
export function bitsOf(features: Float32Array, usual: Float32Array): number {
  let bits = 0;
  for (let i = 0; i < featureCount; i++) if ((features[i] as number) > (usual[i] as number)) bits |= 1 << i;
  return bits;
}

/**
 * The part of the trusted bits of a print's window (or of frames `first` to `last` of it) that differ from those heard from frame `from` on, in a ring of
 * `ringMask + 1` frames (-1: no ring).
 */
export function difference(
  print: Print,
  heard: Int32Array,
  from: number,
  ringMask: number,
  first = 0,
  last = print.windowFrames,
): number {
  const { masks, bits } = print;
  let wrong = 0;
  let trusted = 0;
  for (let i = first; i < last; i++) {
    const mask = masks[i] as number;
    wrong += countOnes(((heard[(from + i) & ringMask] as number) ^ (bits[i] as number)) & mask);
    trusted += countOnes(mask);
  }
  return trusted === 0 ? 1 : wrong / trusted;
}

/** Cheap first look: false when the probes already differ too much. */
export function mayBe(print: Print, heard: Int32Array, from: number, ringMask: number): boolean {
  const { probes, masks, bits } = print;
  let wrong = 0;
  let trusted = 0;
  for (let i = 0; i < probes.length; i++) {
    const probe = probes[i] as number;
    const mask = masks[probe] as number;
    wrong += countOnes(((heard[(from + probe) & ringMask] as number) ^ (bits[probe] as number)) & mask);
    trusted += countOnes(mask);
  }
  return wrong < 0.38 * trusted;
}

/** How many bits of a word are set. */
export function countOnes(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
